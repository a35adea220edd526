import type { BothLanguages } from '@yutang/contracts/health';
import { type Check, type Finding, plain } from '../check.ts';

export interface AddressFacts {
  /** `PUBLIC_URL`; null while unset. */
  publicUrl: string | null;
  /** Whether `TRUST_PROXY` names any proxy. */
  trustsProxy: boolean;
  /** A proxy that passed requests on and was not believed; null: none was noticed. Doctor, which sees no requests, leaves it out. */
  untrustedProxy?: () => { proxy: string } | null;
}

const addressRemedy = {
  en: 'Set PUBLIC_URL to the address under which phones reach this server, and check reverse proxy, certificate and firewall.',
  zh: '请将 PUBLIC_URL 设为手机可以访问到本服务器的地址,并检查反向代理、证书和防火墙。',
};

const proxyRemedy = {
  en: 'Set TRUST_PROXY to the number of reverse proxies in front (usually 1) or to their addresses, and start again; see docs/guides/operate.md.',
  zh: '请将 TRUST_PROXY 设为前面反向代理的层数(通常为 1)或其地址,然后重新启动;参见 docs/guides/operate.md。',
};

/** Whether the address people are given leads here, and whether we know who asks when a proxy stands in front. */
export function addressChecks(facts: AddressFacts): Check[] {
  // both checks look at the same answer
  let asked: Promise<Response | string> | undefined;
  const ask = (url: string) => {
    asked ??= askOurselves(url);
    return asked;
  };
  return [
    {
      name: 'public.url',
      label: { en: 'Public address', zh: '公网地址' },
      remedy: addressRemedy,
      find: async () =>
        facts.publicUrl ? judge(facts.publicUrl, await ask(facts.publicUrl)) : warning(unset, addressRemedy),
    },
    {
      name: 'proxy.trust',
      label: { en: 'Reverse proxy', zh: '反向代理' },
      remedy: proxyRemedy,
      async find() {
        const seen = facts.untrustedProxy?.();
        if (seen) return warning(disbelieved(seen.proxy), proxyRemedy);
        const answer = facts.publicUrl ? await ask(facts.publicUrl) : undefined;
        if (typeof answer === 'object' && answer.headers.get('x-yutang-proxy') === 'not-trusted')
          return warning(disbelieved(facts.publicUrl ?? ''), proxyRemedy);
        return { state: 'ok', detail: facts.trustsProxy ? trusted : alone };
      },
    },
  ];
}

function judge(publicUrl: string, answer: Response | string): Finding {
  if (typeof answer === 'string' || !answer.ok || answer.headers.get('x-yutang') !== 'live') {
    const why = typeof answer === 'string' ? answer : `HTTP ${answer.status}`;
    const detail = {
      en: `${publicUrl} does not lead here: ${why}`,
      zh: `${publicUrl} 无法访问到本服务:${why}`,
    };
    return warning(detail, addressRemedy);
  }
  if (isOpen(new URL(publicUrl))) {
    const detail = {
      en: `${publicUrl} leads here, but by http: passwords and personal data travel readable, and platforms refuse such an address`,
      zh: `${publicUrl} 可以访问,但使用 http:密码和个人信息以明文传输,且各平台会拒绝该地址`,
    };
    return warning(detail, httpsRemedy);
  }
  return { state: 'ok', detail: plain(publicUrl) };
}

const httpsRemedy = {
  en: 'Put a reverse proxy with a certificate in front (docs/guides/operate.md has tested ones) and set PUBLIC_URL to the https address.',
  zh: '请在前面部署带证书的反向代理(docs/guides/operate.md 中有测试过的配置),并将 PUBLIC_URL 设为 https 地址。',
};

/** http beyond this machine. */
function isOpen({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && !/^(localhost|127\..*|\[::1\])$/.test(hostname);
}

function askOurselves(publicUrl: string): Promise<Response | string> {
  return fetch(`${publicUrl}/health/live`, {
    signal: AbortSignal.timeout(5_000),
    // a connection kept from the last time would say nothing about now
    headers: { connection: 'close' },
  }).catch((error: Error & { cause?: { code?: string } }) => error.cause?.code ?? error.message);
}

const warning = (detail: BothLanguages, remedy: BothLanguages): Finding => ({
  state: 'warn',
  detail,
  remedy,
});

const unset = {
  en: 'PUBLIC_URL is not set: codes, links and callbacks cannot be printed for others',
  zh: '未设置 PUBLIC_URL:无法生成供他人使用的二维码、链接和回调地址',
};
const trusted = {
  en: 'TRUST_PROXY is set; addresses of visitors are taken from it',
  zh: '已设置 TRUST_PROXY,访客地址取自代理',
};
const alone = { en: 'no proxy noticed', zh: '未发现代理' };

const disbelieved = (proxy: string): BothLanguages => ({
  en: `${proxy} passes requests on but TRUST_PROXY does not name it: every visitor has the proxy's address in audit log, sessions and throttling`,
  zh: `${proxy} 在转发请求,但 TRUST_PROXY 未包含它:审计日志、会话和限流中所有访客都是代理的地址`,
});
