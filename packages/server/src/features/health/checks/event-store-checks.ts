import type { EventRow, EventStore } from '../../../platform/event-store/event-store.ts';
import { type Check, plain } from '../check.ts';

/** A workspace that does not exist: its event database is only for the probe, and is emptied now and then. */
const probeWorkspace = 0;
const probeRows = 500;

const remedy = {
  en: 'Check the disk of the data folder (DuckDB) or EVENTS_URL and the server behind it (ClickHouse).',
  zh: '请检查数据目录所在磁盘(DuckDB),或 EVENTS_URL 及其服务器(ClickHouse)。',
};

/** The event store: there, writes and reads back, holds every event once. */
export function eventStoreChecks(
  events: EventStore,
  workspaces: () => Promise<number[]>,
  now: () => number,
): Check[] {
  return [
    eventStoreCheck(events),
    {
      name: 'events.write',
      label: { en: 'Event store writes and reads back', zh: '事件库读写' },
      remedy,
      async find() {
        const began = now();
        await events.open(probeWorkspace);
        let seq = (await events.watermark(probeWorkspace)) + 1;
        if (seq > probeRows) {
          await events.drop(probeWorkspace);
          await events.open(probeWorkspace);
          seq = 1;
        }
        await events.append(probeWorkspace, { rows: [probeRow(seq, began)], moves: [], upTo: seq });
        const found = await events.query<{ message_id: string }>(probeWorkspace, {
          sql: 'select message_id from events where seq = :seq',
          params: { seq },
        });
        if (found[0]?.message_id !== `probe-${began}`) throw new Error('What was written did not come back');
        return { state: 'ok', detail: plain(`${now() - began} ms`) };
      },
    },
    {
      name: 'events.once',
      label: { en: 'Every event once', zh: '事件不重不漏' },
      remedy,
      async find() {
        let rows = 0;
        let doubled = 0;
        for (const workspaceId of await workspaces()) {
          await events.open(workspaceId);
          const audit = await events.audit(workspaceId);
          rows += audit.rows;
          doubled += audit.rows - audit.distinct;
        }
        if (doubled === 0) return { state: 'ok', detail: { en: `${rows} events`, zh: `${rows} 条` } };
        return {
          state: 'fail',
          detail: {
            en: `${doubled} of ${rows} events are there twice`,
            zh: `${rows} 条中有 ${doubled} 条重复`,
          },
          remedy: {
            en: 'Reports count too much. Stop Yutang, make a backup and restore it into an empty folder: the restore drops repeats. Please report it.',
            zh: '报表会多计。请停止鱼塘,备份后恢复到空目录(恢复时会去重),并向我们反馈。',
          },
        };
      },
    },
  ];
}

/** Also one of those that decide whether requests can be served. */
export function eventStoreCheck(events: EventStore): Check {
  return {
    name: 'events.engine',
    label: { en: 'Event store', zh: '事件库' },
    remedy,
    async find() {
      const { engine, version } = await events.describe();
      return { state: 'ok', detail: plain(`${engine} ${version}`) };
    },
  };
}

function probeRow(seq: number, at: number): EventRow {
  return {
    seq,
    source: 0,
    customer: 0,
    name: 'Probe',
    family: 'system',
    occurred_at: at,
    known_at: at,
    received_at: at,
    history: true,
    amount_minor: null,
    cost_minor: null,
    channel: null,
    play: null,
    campaign: null,
    code: null,
    ticket: null,
    content: null,
    staff: null,
    outlet: null,
    order_id: null,
    message_id: `probe-${at}`,
    origin: null,
    props: '{}',
    meta: '{}',
  };
}
