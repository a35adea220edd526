import { type ChannelBook, channelName } from '@yutang/core/channels';
import { containerOf, isKnownNamespace } from '@yutang/core/customers';
import type { LoggedEvent } from '@yutang/core/events';
import { isOwnPlace, type Step, settle, type Touch } from '@yutang/core/pond';
import type { Tick } from '../../platform/feature.ts';
import type { Tx } from '../../platform/postgres/db.ts';
import { findingsOf, partsOf } from '../customers/index.ts';
import {
  insertTouches,
  replaceSettlements,
  type SettlementRow,
  settledSince,
  stepsOf,
  touchesOf,
  writeSteps,
} from './settlement-store.ts';

/** Records first visits and entries, and computes the settlements of those whom they, or a merge, concern. */
export async function foldSettlements(tx: Tx, tick: Tick, book: ChannelBook): Promise<void> {
  const { workspaceId } = tick;
  const { customerOfTouched, knownHomes } = findingsOf(tick);
  const { steps, touches } = readSteps(tick.events);
  const stepped = await writeSteps(tx, workspaceId, steps);
  await insertTouches(tx, workspaceId, touches);

  const concerned = new Set<number>();
  for (const move of tick.moves) concerned.add(move.from).add(move.to);
  const earliest = new Map<number, number>();
  const isEntry = (step: Step) =>
    step.entered || (knownHomes.has(step.home) && isOwnPlace(step.channel, book));
  for (const step of stepped) if (isEntry(step)) concerned.add(customerOfTouched.get(step.home) ?? 0);
  // whatever only passes by matters if somebody settled after it
  for (const touch of [...stepped, ...touches]) {
    const customer = customerOfTouched.get(touch.home) ?? 0;
    if (!concerned.has(customer))
      earliest.set(customer, Math.min(touch.at, earliest.get(customer) ?? touch.at));
  }
  const late = await settledSince(tx, workspaceId, [...earliest.keys()], [...earliest.values()]);
  for (const customer of late) concerned.add(customer);
  concerned.delete(0);

  const { rows, before } = await settleAgain(tx, workspaceId, [...concerned], book);
  const known = new Set(before.map((row) => `${row.customer} ${row.toChannel}`));
  const lastSeq = tick.events.at(-1)?.seq ?? 0;
  const firstSeq = tick.events[0]?.seq ?? 0;
  const history = new Set(tick.events.flatMap((event) => (event.history ? [event.seq] : [])));
  for (const row of rows) {
    // only what this tick's events brought about: a merge alone settles nobody
    if (known.has(`${row.customer} ${row.toChannel}`) || row.seq < firstSeq || row.seq > lastSeq) continue;
    if (!history.has(row.seq)) announce(tick, row);
  }
}

/** Computes the settlements of these customers from their homes' steps and touches, and puts them in place. */
export async function settleAgain(
  tx: Tx,
  workspaceId: number,
  customers: readonly number[],
  book: ChannelBook,
): Promise<{ rows: SettlementRow[]; before: { customer: number; toChannel: string }[] }> {
  if (customers.length === 0) return { rows: [], before: [] };
  const parts = await partsOf(tx, workspaceId, customers);
  const homes = parts.map((part) => part.home);
  const steps = await stepsOf(tx, workspaceId, homes);
  const touches = steps.length > 0 ? await touchesOf(tx, workspaceId, homes) : [];
  const part = new Map(parts.map((found) => [found.home, found]));
  const people = new Map<number, { steps: Step[]; touches: Touch[] }>();
  const person = (home: number) => {
    const customer = part.get(home)?.customer ?? 0;
    let found = people.get(customer);
    if (!found) {
      found = { steps: [], touches: [] };
      people.set(customer, found);
    }
    return found;
  };
  for (const step of steps) {
    // somebody known in a place of our own is in it; a machine only passes by
    const known = isKnownNamespace(part.get(step.home)?.namespace ?? '');
    person(step.home).steps.push({ ...step, entered: step.entered || known });
  }
  for (const touch of touches) person(touch.home).touches.push(touch);
  const rows: SettlementRow[] = [];
  for (const [customer, { steps, touches }] of people) {
    for (const settlement of settle(steps, touches, book.classOf)) rows.push({ customer, ...settlement });
  }
  const before = await replaceSettlements(tx, workspaceId, customers, rows);
  return { rows, before };
}

/** First steps and touches in a tick's events. */
function readSteps(events: readonly LoggedEvent[]): { steps: Step[]; touches: Touch[] } {
  const steps = new Map<string, Step>();
  const touches: Touch[] = [];
  const add = (event: LoggedEvent, channel: string, entered: boolean) => {
    const key = `${event.source} ${entered} ${channel}`;
    const known = steps.get(key);
    if (known && (known.at < event.occurredAt || (known.at === event.occurredAt && known.seq < event.seq)))
      return;
    const { source: home, occurredAt: at, seq, campaign, staff, code } = event;
    steps.set(key, { home, channel, entered, at, seq, campaign, staff, code });
  };
  for (const event of events) {
    if (event.source === 0 || event.family === 'system' || event.name.startsWith('Consent ')) continue;
    const channel = channelName(event.channel);
    const container = containerOf(event.name);
    // the end of a relation leads nowhere
    if (event.family === 'relation' && container === null) continue;
    if (container !== null) add(event, container, true);
    if (channel !== null && channel !== container) add(event, channel, false);
    if (event.campaign === null && event.code === null && !event.costMinor) continue;
    touches.push({
      home: event.source,
      channel,
      campaign: event.campaign,
      at: event.occurredAt,
      seq: event.seq,
      costMinor: event.costMinor ?? 0,
    });
  }
  return { steps: [...steps.values()], touches };
}

function announce(tick: Tick, row: SettlementRow): void {
  tick.emit({
    name: 'Customer Settled',
    source: row.home,
    customer: row.customer,
    occurredAt: row.at,
    channel: row.toChannel,
    campaign: row.campaign,
    staff: row.staff,
    // the cost is in the properties: in the column it would count a second time
    properties: { from: row.fromChannel, to: row.toChannel, paidMinor: row.costMinor },
  });
}
