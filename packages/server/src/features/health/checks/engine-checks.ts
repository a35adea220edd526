import { sql } from 'kysely';
import type { Db } from '../../../platform/postgres/db.ts';
import type { Check } from '../check.ts';

/**
 * Inbox, exporter and what was set aside, over all workspaces. Reads the engine's tables and writes none; whoever
 * changes inbox, inbox_failed, engine_state or export_state finds it here.
 */
export function engineChecks(db: Db, now: () => number): Check[] {
  return [inboxCheck(db, now), failedCheck(db), exporterCheck(db)];
}

const seconds = (ms: number) => (ms < 10_000 ? (ms / 1000).toFixed(1) : Math.round(ms / 1000));

function inboxCheck(db: Db, now: () => number): Check {
  const remedy = {
    en: 'The engine does not keep up, or stands still. Look at its last lines in the log; restart Yutang if it is silent. Nothing accepted is lost.',
    zh: '引擎处理不及或已停止。请查看日志的最后几行;若无输出请重启鱼塘。已接收的数据不会丢失。',
  };
  return {
    name: 'inbox.backlog',
    label: { en: 'Inbox', zh: '收件箱' },
    remedy,
    async find() {
      const { rows } = await sql<{ items: number; oldest: number | null }>`
        select coalesce(sum(items), 0)::bigint as items, min(accepted_at) as oldest from inbox`.execute(db);
      const items = rows[0]?.items ?? 0;
      const age = rows[0]?.oldest ? Math.max(0, now() - rows[0].oldest) : 0;
      const detail = {
        en: `${items} events waiting, the oldest for ${seconds(age)} s`,
        zh: `待处理 ${items} 条,最早的已等待 ${seconds(age)} 秒`,
      };
      const state = age > 120_000 ? 'fail' : age > 10_000 || items > 1_000_000 ? 'warn' : 'ok';
      return state === 'ok' ? { state, detail } : { state, detail, remedy };
    },
  };
}

function failedCheck(db: Db): Check {
  const remedy = {
    en: 'These batches could not be digested and are kept whole in the table inbox_failed with the reason. Report the reason; they can be replayed after an update.',
    zh: '这些批次无法处理,已连同原因完整保存在 inbox_failed 表中。请反馈原因,升级后可重放。',
  };
  return {
    name: 'inbox.failed',
    label: { en: 'Batches set aside', zh: '搁置的批次' },
    remedy,
    async find() {
      const { rows } = await sql<{ batches: number; items: number; error: string | null }>`
        select count(*) as batches, coalesce(sum(items), 0)::bigint as items,
          (select error from inbox_failed order by failed_at desc limit 1) as error
        from inbox_failed`.execute(db);
      const { batches = 0, items = 0, error } = rows[0] ?? {};
      const detail = {
        en: batches === 0 ? 'none' : `${batches} batches, ${items} events; last: ${error?.slice(0, 200)}`,
        zh: batches === 0 ? '无' : `${batches} 批,${items} 条;最近一次:${error?.slice(0, 200)}`,
      };
      return batches === 0 ? { state: 'ok', detail } : { state: 'warn', detail, remedy };
    },
  };
}

function exporterCheck(db: Db): Check {
  const remedy = {
    en: 'Lists and reports are answered up to where the exporter is. When it does not catch up, look at the event store (disk, EVENTS_URL) and its error.',
    zh: '报表只统计到导出进度为止。若一直追不上,请检查事件库(磁盘、EVENTS_URL)及其错误。',
  };
  return {
    name: 'exporter.lag',
    label: { en: 'Exporter', zh: '事件导出' },
    remedy,
    async find() {
      const { rows } = await sql<{ lag: number; error: string | null }>`
        select coalesce(max(e.last_seq - coalesce(x.watermark, 0)), 0)::bigint as lag, max(x.error) as error
        from engine_state e left join export_state x on x.workspace_id = e.workspace_id`.execute(db);
      const { lag = 0, error = null } = rows[0] ?? {};
      const detail = {
        en: `${lag} events behind${error ? `; ${error}` : ''}`,
        zh: `落后 ${lag} 条${error ? `;${error}` : ''}`,
      };
      const state = lag > 1_000_000 ? 'fail' : error || lag > 100_000 ? 'warn' : 'ok';
      return state === 'ok' ? { state, detail } : { state, detail, remedy };
    },
  };
}
