import type { EventRow } from './event-store.ts';

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** One event for tests; what is not said is plain. */
export function testEvent(seq: number, said: Partial<EventRow> = {}): EventRow {
  const source = said.source ?? ((seq * 7) % 50) + 1;
  return {
    seq,
    source,
    customer: source,
    name: 'Page Viewed',
    family: 'behaviour',
    occurred_at: 1_770_000_000_000 + seq * 1000,
    known_at: 1_770_000_000_000 + seq * 1000,
    received_at: 1_770_000_000_000 + seq * 1000,
    history: false,
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
    message_id: `m-${seq}`,
    origin: null,
    props: '{}',
    meta: '{"type":"track","identities":[],"context":{}}',
    ...said,
  };
}

const names = [
  'Page Viewed',
  'Product Viewed',
  'Product Added',
  'Order Paid',
  'Contact Added',
  '自定义 事件',
];
const channels = ['抖音', 'live-code', "o'hara", null, 'back\\slash', '"quoted"'];
const cities = ['上海', '北京', 'Zürich', "L'Aquila", ''];

/** A seeded brand in small: names, channels and properties in several scripts, with holes, over about 90 days. */
export function randomEvents(count: number, seed: number, firstSeq = 1): EventRow[] {
  const random = seededRandom(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  return Array.from({ length: count }, (_, index) => {
    const seq = firstSeq + index;
    const name = pick(names);
    const source = random() < 0.03 ? 0 : 1 + Math.floor(random() ** 2 * 300);
    const paid = name === 'Order Paid';
    const props: Record<string, unknown> = {
      city: pick(cities),
      price: pick([1, 2.5, 19.99, '7', 'dear', null, -3]),
    };
    if (random() < 0.3) props.nested = { city: 'inner', list: [1, 2] };
    if (random() < 0.2) props['a/b~c "d"'] = pick(['odd key', 1]);
    return testEvent(seq, {
      source,
      name,
      family: paid ? 'consumption' : name === 'Contact Added' ? 'relation' : 'behaviour',
      occurred_at: 1_770_000_000_000 + Math.floor(random() * 90 * 86_400_000),
      history: random() < 0.1,
      amount_minor: paid ? Math.floor(random() * 100_000) : null,
      cost_minor: random() < 0.1 ? Math.floor(random() * 500) : null,
      channel: pick(channels),
      staff: random() < 0.3 ? `staff-${Math.floor(random() * 5)}` : null,
      order_id: paid ? `o-${seq}` : null,
      origin: random() < 0.1 ? 7 : null,
      props: JSON.stringify(props),
    });
  });
}
