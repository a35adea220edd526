import { type Config, readConfig } from '../config.ts';
import type { SettingLine } from '../features/health/index.ts';

/** Every setting of the environment with its value; secrets and passwords are hidden. */
export function listSettings(config: Config): SettingLine[] {
  const plain = readConfig({});
  const line = (name: string, key: keyof Config, show: (value: unknown) => string = String): SettingLine => ({
    name,
    value: config[key] === null ? '—' : show(config[key]),
    given: String(config[key]) !== String(plain[key]),
  });
  return [
    line('PORT', 'port'),
    line('HOST', 'host'),
    line('PUBLIC_URL', 'publicUrl'),
    line('TRUST_PROXY', 'trustProxy'),
    line('YUTANG_DATA', 'dataFolder'),
    line('YUTANG_SECRET', 'secret', () => '•••'),
    line('DATABASE_URL', 'databaseUrl', withoutPassword),
    line('EVENTS_URL', 'eventsUrl', withoutPassword),
    line('METRICS_TOKEN', 'metricsToken', () => '•••'),
    line('LOG_LEVEL', 'logLevel'),
    line(
      'YUTANG_WEBHOOK_PRIVATE_HOSTS',
      'webhookPrivateHosts',
      (hosts) => (hosts as string[]).join(', ') || '—',
    ),
  ];
}

/** `postgres://user:•••@host/db`; a password given as a parameter is hidden too. */
function withoutPassword(value: unknown): string {
  return String(value)
    .replace(/^([a-z]+:\/\/[^:/@]*):.*@/i, '$1:•••@')
    .replace(/([?&]password=)[^&]*/gi, '$1•••');
}
