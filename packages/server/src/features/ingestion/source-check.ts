import type { BothLanguages } from '@yutang/contracts/health';
import { sql } from 'kysely';
import type { Db } from '../../platform/postgres/db.ts';

/**
 * A line for doctor and the Health page: sources that fell silent, of every workspace but demos. `named`: with their names,
 * for who runs the installation; whoever reads the Health page belongs to one workspace only.
 */
export function sourceCheck(db: Db, { named }: { named: boolean }) {
  const remedy: BothLanguages = {
    en: 'Open Data › Sources: is the program that sends still running, and is its write key the one it has? A source that is meant to be quiet is told so there.',
    zh: '请打开「数据 › 来源」:发送程序是否仍在运行、写入密钥是否一致?本来就安静的来源可在那里调整提醒。',
  };
  return {
    name: 'sources.stale',
    label: { en: 'Sources', zh: '来源' },
    remedy,
    async find() {
      const { rows } = await sql<{ name: string }>`
        select s.name from sources s join workspaces w on w.id = s.workspace_id
        where s.stale_since is not null and w.kind <> 'demo' order by s.stale_since`.execute(db);
      if (rows.length === 0)
        return { state: 'ok' as const, detail: { en: 'none is silent', zh: '均有数据' } };
      const names = rows.slice(0, 5).map(({ name }) => name);
      const detail = named
        ? { en: `silent: ${names.join(', ')}`, zh: `久无消息:${names.join('、')}` }
        : { en: `${rows.length} silent`, zh: `${rows.length} 个久无消息` };
      return { state: 'warn' as const, detail, remedy };
    },
  };
}
