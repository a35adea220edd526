import { type Check, plain } from '../check.ts';

/** Whether the address people are given leads here. */
export function addressChecks(publicUrl: string | null): Check[] {
  const remedy = {
    en: 'Set PUBLIC_URL to the address under which phones reach this server, and check reverse proxy, certificate and firewall.',
    zh: '请将 PUBLIC_URL 设为手机可以访问到本服务器的地址,并检查反向代理、证书和防火墙。',
  };
  return [
    {
      name: 'public.url',
      label: { en: 'Public address', zh: '公网地址' },
      remedy,
      async find() {
        if (!publicUrl) {
          const detail = {
            en: 'PUBLIC_URL is not set: codes, links and callbacks cannot be printed for others',
            zh: '未设置 PUBLIC_URL:无法生成供他人使用的二维码、链接和回调地址',
          };
          return { state: 'warn', detail, remedy };
        }
        const answer = await fetch(`${publicUrl}/health/live`, {
          signal: AbortSignal.timeout(5_000),
          // a connection kept from the last time would say nothing about now
          headers: { connection: 'close' },
        }).catch((error: Error & { cause?: { code?: string } }) => error.cause?.code ?? error.message);
        if (typeof answer !== 'string' && answer.ok && answer.headers.get('x-yutang') === 'live') {
          return { state: 'ok', detail: plain(publicUrl) };
        }
        const why = typeof answer === 'string' ? answer : `HTTP ${answer.status}`;
        return {
          state: 'warn',
          detail: {
            en: `${publicUrl} does not lead here: ${why}`,
            zh: `${publicUrl} 无法访问到本服务:${why}`,
          },
          remedy,
        };
      },
    },
  ];
}
