import type { Source } from '@yutang/contracts/sources';
import type { sourcesWords } from './sources-words.ts';

export interface Snippet {
  label: keyof typeof sourcesWords.phrases & `snippet.${string}`;
  /** As Markdown names it. */
  language: 'sh' | 'js' | 'html' | 'python' | 'java' | 'go' | 'php';
  code: string;
}

type Write = (host: string, key: string) => string;

const curl: Write = (host, key) => `curl -u '${key}:' ${host}/v1/track \\
  -H 'content-type: application/json' \\
  -d '{"userId":"me","event":"Product Added","properties":{"sku":"S1","price":199}}'`;

const tracker: Write = (host, key) => `<script async src="${host}/tracker/yutang.min.js"
        data-write-key="${key}" data-spa></script>
<script>
  window.yutang = window.yutang || [];
  yutang.push(['identify', 'user-42', { name: '王晓彤' }]);
  yutang.push(['track', 'Product Added', { sku: 'S1', price: 199 }]);
</script>`;

const segment: Write = (host, key) => `import { AnalyticsBrowser } from '@segment/analytics-next';

const analytics = AnalyticsBrowser.load({ writeKey: '${key}', cdnURL: '${host}' });
analytics.identify('user-42', { name: '王晓彤' });
analytics.track('Product Added', { sku: 'S1', price: 199 });`;

const rudder: Write = (host, key) => `import { RudderAnalytics } from '@rudderstack/analytics-js';

const analytics = new RudderAnalytics();
analytics.load('${key}', '${host}', { configUrl: '${host}' });
analytics.track('Product Added', { sku: 'S1', price: 199 });`;

const segmentNode: Write = (host, key) => `import { Analytics } from '@segment/analytics-node';

const analytics = new Analytics({ writeKey: '${key}', host: '${host}', path: '/v1/batch' });
analytics.identify({ userId: 'user-42', traits: { phone: '13800138000' } });
analytics.track({ userId: 'user-42', event: 'Order Paid', properties: { orderId: 'E1', total: 199 } });`;

const rudderNode: Write = (host, key) => `import RudderAnalytics from '@rudderstack/rudder-sdk-node';

const analytics = new RudderAnalytics('${key}', { dataPlaneUrl: '${host}' });
analytics.track({ userId: 'user-42', event: 'Order Paid', properties: { orderId: 'E1', total: 199 } });`;

const node: Write = (host, key) => `// send.mjs
const answer = await fetch('${host}/v1/track', {
  method: 'POST',
  headers: { authorization: \`Basic \${btoa('${key}:')}\`, 'content-type': 'application/json' },
  body: JSON.stringify({ userId: 'user-42', event: 'Order Paid', properties: { orderId: 'E1', total: 199 } }),
});
console.log(answer.status, await answer.text());`;

const python: Write = (host, key) => `import base64, json, urllib.request

event = {"userId": "user-42", "event": "Order Paid", "properties": {"orderId": "E1", "total": 199}}
request = urllib.request.Request(
    "${host}/v1/track",
    data=json.dumps(event).encode(),
    headers={
        "authorization": "Basic " + base64.b64encode("${key}:".encode()).decode(),
        "content-type": "application/json",
    },
)
with urllib.request.urlopen(request, timeout=10) as answer:
    print(answer.status, answer.read().decode())`;

const java: Write = (host, key) => `// SendEvent.java, Java 11+
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;

public class SendEvent {
  public static void main(String[] args) throws Exception {
    String key = Base64.getEncoder().encodeToString("${key}:".getBytes("UTF-8"));
    String event = "{\\"userId\\":\\"user-42\\",\\"event\\":\\"Order Paid\\","
        + "\\"properties\\":{\\"orderId\\":\\"E1\\",\\"total\\":199}}";
    HttpRequest request = HttpRequest.newBuilder(URI.create("${host}/v1/track"))
        .header("authorization", "Basic " + key)
        .header("content-type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(event))
        .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    System.out.println(answer.statusCode() + " " + answer.body());
  }
}`;

const go: Write = (host, key) => `package main

import (
	"fmt"
	"io"
	"net/http"
	"strings"
)

func main() {
	event := \`{"userId":"user-42","event":"Order Paid","properties":{"orderId":"E1","total":199}}\`
	request, err := http.NewRequest("POST", "${host}/v1/track", strings.NewReader(event))
	if err != nil {
		panic(err)
	}
	request.SetBasicAuth("${key}", "")
	request.Header.Set("content-type", "application/json")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		panic(err)
	}
	defer answer.Body.Close()
	text, _ := io.ReadAll(answer.Body)
	fmt.Println(answer.StatusCode, string(text))
}`;

const php: Write = (host, key) => `<?php
$event = ['userId' => 'user-42', 'event' => 'Order Paid', 'properties' => ['orderId' => 'E1', 'total' => 199]];
echo file_get_contents('${host}/v1/track', false, stream_context_create(['http' => [
    'method' => 'POST',
    'header' => ['authorization: Basic ' . base64_encode('${key}:'), 'content-type: application/json'],
    'content' => json_encode($event),
    'timeout' => 10,
]]));`;

const mini: Write = (host, key) => `// ${host}/tracker/miniprogram.js → utils/yutang.js
// 小程序后台 › 开发设置 › request 合法域名:${host}
const { createMiniprogramTracker } = require('./utils/yutang.js');

const yutang = createMiniprogramTracker({ writeKey: '${key}', host: '${host}', screens: true });
yutang.wechat({ appId: 'wx…', openid: 'o…' });
yutang.track('Product Added', { sku: 'S1', price: 199 });`;

type Entry = [label: Snippet['label'], language: Snippet['language'], write: Write];

const first: Entry = ['snippet.curl', 'sh', curl];

const byKind: Partial<Record<Source['kind'], Entry[]>> = {
  server: [
    first,
    ['snippet.fetch', 'js', node],
    ['snippet.python', 'python', python],
    ['snippet.java', 'java', java],
    ['snippet.go', 'go', go],
    ['snippet.php', 'php', php],
    ['snippet.node', 'js', segmentNode],
    ['snippet.rudderNode', 'js', rudderNode],
  ],
  mini_program: [['snippet.mini', 'js', mini], first],
  browser: [
    ['snippet.tracker', 'html', tracker],
    ['snippet.segment', 'js', segment],
    ['snippet.rudder', 'js', rudder],
    first,
  ],
};

/** Ready to paste for a kind of source, with the real address and key. Nothing but the standard library where no SDK is named. */
export function snippetsOf(kind: Source['kind'], host: string, key: string): Snippet[] {
  return (byKind[kind] ?? [first]).map(([label, language, write]) => ({
    label,
    language,
    code: write(host, key),
  }));
}
