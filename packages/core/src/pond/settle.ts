import { type DomainClass, domainRank, isMedium } from '../channels/index.ts';

/** The first time a home was seen in a channel, or entered it as a container by a relation. Channels by their one name. */
export interface Step {
  home: number;
  channel: string;
  /** By a relation (friend, follower, member of a group), or as somebody known in a place of our own. */
  entered: boolean;
  /** Epoch ms, when it happened. */
  at: number;
  seq: number;
  campaign: string | null;
  staff: string | null;
  code: string | null;
}

/** A contact that a campaign, a code or money brought. */
export interface Touch {
  home: number;
  channel: string | null;
  campaign: string | null;
  at: number;
  seq: number;
  costMinor: number;
}

export interface TouchSource {
  channel: string | null;
  campaign: string | null;
  at: number;
}

/** ACQ-03: the first move of a person from a more public to a more private container. */
export interface Settlement {
  home: number;
  at: number;
  seq: number;
  fromChannel: string | null;
  toChannel: string;
  campaign: string | null;
  staff: string | null;
  code: string | null;
  /** Paid for this person's touches up to here and since the settlement before. */
  costMinor: number;
  firstTouch: TouchSource | null;
  lastTouch: TouchSource | null;
}

type Placed = { at: number; seq: number };
const inOrder = (a: Placed, b: Placed) => a.at - b.at || a.seq - b.seq;
const source = ({ channel, campaign, at }: TouchSource): TouchSource => ({ channel, campaign, at });

/**
 * The settlements of a person, from all its homes' steps and touches; a function of the sets, so their order does not
 * matter. A row for each entry into a container of our own (stock, semi or private) that is more private than every
 * container entered before; `from` is that container, or else the last touch outside. At one instant touches go before entries.
 */
export function settle(
  steps: readonly Step[],
  touches: readonly Touch[],
  classOf: (channel: string) => DomainClass,
): Settlement[] {
  const entries = firstEntries(steps, classOf);
  const outside: (TouchSource & Placed)[] = [...steps, ...touches]
    .filter((touch) => !('entered' in touch) || !isEntry(touch, classOf))
    .sort(inOrder);
  const paid = touches.filter((touch) => touch.costMinor !== 0).sort(inOrder);
  const rows: Settlement[] = [];
  let container: string | null = null;
  let counted = 0;
  for (const entry of entries) {
    const rank = domainRank(classOf(entry.channel));
    if (container !== null && rank <= domainRank(classOf(container))) continue;
    const before = outside.filter((touch) => touch.at <= entry.at);
    const elsewhere = before.filter((touch) => touch.channel !== null && touch.channel !== entry.channel);
    const lastOutside = elsewhere.findLast((touch) => domainRank(classOf(touch.channel as string)) < rank);
    const first = elsewhere[0];
    const last = elsewhere.at(-1);
    let cost = 0;
    for (; counted < paid.length && (paid[counted] as Touch).at <= entry.at; counted++) {
      cost += (paid[counted] as Touch).costMinor;
    }
    rows.push({
      home: entry.home,
      at: entry.at,
      seq: entry.seq,
      fromChannel: container ?? lastOutside?.channel ?? null,
      toChannel: entry.channel,
      campaign: entry.campaign ?? last?.campaign ?? null,
      staff: entry.staff,
      code: entry.code,
      costMinor: cost,
      firstTouch: first ? source(first) : null,
      lastTouch: last ? source(last) : null,
    });
    container = entry.channel;
  }
  return rows;
}

/** Whether a channel is a place of our own: stock, semi or private, and not only a way to reach people. */
export function isOwnPlace(channel: string, book: { classOf(channel: string): DomainClass }): boolean {
  return !isMedium(channel) && domainRank(book.classOf(channel)) >= domainRank('stock');
}

/** Whether a step leads into a container of our own. */
function isEntry(step: Step, classOf: (channel: string) => DomainClass): boolean {
  return step.entered && isOwnPlace(step.channel, { classOf });
}

/** The earliest entry into each container of our own, in order. */
function firstEntries(steps: readonly Step[], classOf: (channel: string) => DomainClass): Step[] {
  const first = new Map<string, Step>();
  for (const step of steps) {
    if (!isEntry(step, classOf)) continue;
    const known = first.get(step.channel);
    if (!known || inOrder(step, known) < 0) first.set(step.channel, step);
  }
  // two entries at one instant: the less private first, so that both count
  return [...first.values()].sort(
    (a, b) => a.at - b.at || domainRank(classOf(a.channel)) - domainRank(classOf(b.channel)) || a.seq - b.seq,
  );
}
