import type { Source } from '@yutang/contracts/sources';
import type { sourcesWords } from './sources-words.ts';

export interface Snippet {
  label: keyof typeof sourcesWords.phrases & `snippet.${string}`;
  code: string;
}

const curl = (host: string, key: string) => `curl -u '${key}:' ${host}/v1/track \\
  -H 'content-type: application/json' \\
  -d '{"userId":"me","event":"Product Added","properties":{"sku":"S1","price":199}}'`;

const tracker = (host: string, key: string) => `<script async src="${host}/tracker/yutang.min.js"
        data-write-key="${key}" data-spa></script>
<script>
  window.yutang = window.yutang || [];
  yutang.push(['identify', 'user-42', { name: '王晓彤' }]);
  yutang.push(['track', 'Product Added', { sku: 'S1', price: 199 }]);
</script>`;

const segment = (host: string, key: string) => `import { AnalyticsBrowser } from '@segment/analytics-next';

const analytics = AnalyticsBrowser.load({ writeKey: '${key}', cdnURL: '${host}' });
analytics.identify('user-42', { name: '王晓彤' });
analytics.track('Product Added', { sku: 'S1', price: 199 });`;

const rudder = (host: string, key: string) => `import { RudderAnalytics } from '@rudderstack/analytics-js';

const analytics = new RudderAnalytics();
analytics.load('${key}', '${host}', { configUrl: '${host}' });
analytics.track('Product Added', { sku: 'S1', price: 199 });`;

const node = (host: string, key: string) => `import { Analytics } from '@segment/analytics-node';

const analytics = new Analytics({ writeKey: '${key}', host: '${host}', path: '/v1/batch' });
analytics.identify({ userId: 'user-42', traits: { phone: '13800138000' } });
analytics.track({ userId: 'user-42', event: 'Order Paid', properties: { orderId: 'E1', total: 199 } });`;

const rudderNode = (host: string, key: string) => `import RudderAnalytics from '@rudderstack/rudder-sdk-node';

const analytics = new RudderAnalytics('${key}', { dataPlaneUrl: '${host}' });
analytics.track({ userId: 'user-42', event: 'Order Paid', properties: { orderId: 'E1', total: 199 } });`;

const mini = (host: string, key: string) => `// ${host}/tracker/miniprogram.js → utils/yutang.js
// 小程序后台 › 开发设置 › request 合法域名:${host}
const { createMiniprogramTracker } = require('./utils/yutang.js');

const yutang = createMiniprogramTracker({ writeKey: '${key}', host: '${host}', screens: true });
yutang.wechat({ appId: 'wx…', openid: 'o…' });
yutang.track('Product Added', { sku: 'S1', price: 199 });`;

/** Ready to paste for a kind of source, with the real address and key. */
export function snippetsOf(kind: Source['kind'], host: string, key: string): Snippet[] {
  const first: Snippet = { label: 'snippet.curl', code: curl(host, key) };
  if (kind === 'server') {
    return [
      first,
      { label: 'snippet.node', code: node(host, key) },
      { label: 'snippet.rudderNode', code: rudderNode(host, key) },
    ];
  }
  if (kind === 'mini_program') return [{ label: 'snippet.mini', code: mini(host, key) }, first];
  return [
    { label: 'snippet.tracker', code: tracker(host, key) },
    { label: 'snippet.segment', code: segment(host, key) },
    { label: 'snippet.rudder', code: rudder(host, key) },
    first,
  ];
}
