import type { EventDimensions } from '../events/index.ts';
import type { Identity } from '../identity/index.ts';
import { day, hour, minute } from '../time/index.ts';
import type { Person, Place } from './person.ts';
import type { World } from './world.ts';

/** The outlet whose service is worse than everybody else's, so that a report can be right or wrong about it. */
export const rudeOutlet = 'outlet-03';

type About = Partial<EventDimensions>;
type Satisfaction = 'good' | 'fair' | 'poor';

/** How often each score is given, of 100, by what was met: 1…5, and 0…10 in three parts. */
const csat: Record<Satisfaction, readonly number[]> = {
  good: [2, 4, 9, 35, 50],
  fair: [5, 9, 18, 38, 30],
  poor: [18, 22, 25, 22, 13],
};
const nps: Record<Satisfaction, readonly [detractors: number, passives: number]> = {
  good: [14, 30],
  fair: [24, 34],
  poor: [52, 30],
};

const words: Record<string, readonly string[]> = {
  门店服务: ['店员爱理不理', '结账排队太久', '推销太多'],
  配送: ['送错了', '包装破损', '晚了两天'],
  售后: ['等了很久没人理', '退款太慢'],
  下单: ['优惠券用不了', '付款失败两次'],
};

/** What somebody says after a purchase: of a marketplace nothing is heard. */
export function speakOfPurchase(
  world: World,
  person: Person,
  at: number,
  place: Place,
  identities: Identity[],
  order: About,
): void {
  if (place === 'marketplace') return;
  const { random } = world.voice;
  const inOutlet = place === 'outlet';
  const rude = inOutlet && order.outlet === rudeOutlet;
  const mood: Satisfaction = rude ? 'poor' : 'good';
  if (random.chance(0.1))
    score(world, person, at + 20 * minute, identities, order, inOutlet ? '门店服务' : '下单', mood);
  const delivered = at + 2 * day + Math.floor(random.float() * day);
  if (!inOutlet && random.chance(0.08)) score(world, person, delivered, identities, order, '配送', 'fair');
  if (random.chance(0.06)) {
    const [low, middle] = nps[mood];
    const draw = random.float() * 100;
    const value = draw < low ? random.int(7) : draw < low + middle ? 7 + random.int(2) : 9 + random.int(2);
    const when = at + 3 * day;
    tell(
      world,
      person,
      'Feedback Given',
      when,
      identities,
      { measure: 'nps', score: value, step: '整体' },
      order,
    );
  }
  if (random.chance(rude ? 0.05 : 0.01))
    complain(
      world,
      person,
      inOutlet ? at + hour : delivered,
      identities,
      order,
      inOutlet ? '门店服务' : '配送',
    );
}

/** Who gives something back has met the after-sale desk. */
export function speakOfRefund(
  world: World,
  person: Person,
  at: number,
  identities: Identity[],
  order: About,
): void {
  const { random } = world.voice;
  if (random.chance(0.35)) score(world, person, at + hour, identities, order, '售后', 'fair');
  if (random.chance(0.08)) complain(world, person, at + 2 * hour, identities, order, '售后');
}

function score(
  world: World,
  person: Person,
  at: number,
  identities: Identity[],
  order: About,
  step: string,
  mood: Satisfaction,
): void {
  const { random } = world.voice;
  let left = random.float() * 100;
  const found = csat[mood].findIndex((share) => {
    left -= share;
    return left < 0;
  });
  const value = found < 0 ? 5 : found + 1;
  const comment = value <= 2 ? { comment: random.pick(words[step] ?? ['']) } : {};
  tell(
    world,
    person,
    'Feedback Given',
    at,
    identities,
    { measure: 'csat', score: value, step, ...comment },
    order,
  );
}

function complain(
  world: World,
  person: Person,
  at: number,
  identities: Identity[],
  order: About,
  step: string,
): void {
  const { random } = world.voice;
  const complaintId = `TS-${order.orderId}-${step === '售后' ? 2 : 1}`;
  const about = { complaintId, step };
  tell(
    world,
    person,
    'Complaint Made',
    at,
    identities,
    { ...about, text: random.pick(words[step] ?? ['']) },
    order,
  );
  if (random.chance(0.75))
    tell(world, person, 'Complaint Resolved', at + day + random.float() * 4 * day, identities, about, order);
}

function tell(
  world: World,
  person: Person,
  name: string,
  at: number,
  identities: Identity[],
  properties: Record<string, unknown>,
  { channel = null, outlet = null, staff = null }: About,
): void {
  const place = { channel, ...(outlet !== null && { outlet }), ...(staff !== null && { staff }) };
  world.voice.tell(
    person,
    'server',
    name,
    at,
    identities,
    { ...properties, ...place },
    { channel, outlet, staff },
  );
}
