import { defineErrors } from '../entry.ts';

/** Faults of the process's own settings. */
export const settingsErrors = defineErrors({
  'metrics.closed': {
    status: 403,
    en: 'The counters are of the whole installation. Ask from the machine itself, or set METRICS_TOKEN and send it as "Authorization: Bearer <token>".',
    zh: '这些指标属于整个安装实例。请从本机访问,或设置 METRICS_TOKEN 并以 "Authorization: Bearer <令牌>" 发送。',
  },
  'settings.invalid': {
    status: 500,
    en: 'Settings are wrong: {problems}. Correct the environment and start again.',
    zh: '设置有误:{problems}。请修正环境变量后重新启动。',
  },
  'settings.port-taken': {
    status: 500,
    en: 'Port {port} on {host} is in use. Stop the other program or set PORT to a free one.',
    zh: '{host} 的端口 {port} 已被占用。请停止占用程序,或用 PORT 指定其他端口。',
  },
});
