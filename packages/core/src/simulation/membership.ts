import { day, minute, second } from '../time/index.ts';
import { mallIdentities, mallPhoneIdentities, tillIdentities } from './identities.ts';
import { strayPhone } from './names.ts';
import type { Person } from './person.ts';
import type { World } from './world.ts';

/** Outlets whose guides type the outlet's own phone when a customer gives none. */
export const lazyOutlets: ReadonlySet<string> = new Set(['outlet-03', 'outlet-17']);

const babyBirthday = (person: Person) => new Date(person.babyBornAt).toISOString().slice(0, 10);
const cardNumber = (person: Person) => `XM${String(10_000_000 + person.index)}`;

/**
 * The phone that ends up on a card opened at the till, and what is wrong with it. Chances are those of docs/demo-truths.md.
 * A mistaken number is always one that was on an earlier card, so the conflict is there to be seen.
 */
function phoneAtTill(world: World, person: Person, at: number): string {
  const { random, witness } = world;
  if (person.founding) return person.phone;
  if (lazyOutlets.has(person.outlet.key) && random.chance(0.35)) {
    witness.collision('outlet-phone', person.outlet.phone, person, null);
    return person.outlet.phone;
  }
  const draw = random.float();
  if (draw < 0.02) return strayPhone(random);
  if (draw < 0.08) {
    const other = world.members.any(random);
    if (!other || (other.memberAt ?? at) > at - day) return person.phone;
    const kind = !other.alive ? 'recycled-number' : draw < 0.05 ? 'typo' : 'family-phone';
    witness.collision(kind, other.phone, other, person);
    return other.phone;
  }
  return person.phone;
}

/** Opens a member card at the till. */
export function joinAtTill(world: World, person: Person, at: number): void {
  if (person.member) return;
  const { random } = world;
  person.member = cardNumber(person);
  person.memberAt = at;
  person.memberPhone = phoneAtTill(world, person, at);
  const staff = person.guide.key;
  const outlet = person.outlet.key;
  world.tell(
    person,
    'pos',
    'Member Joined',
    at,
    tillIdentities(person),
    { memberNo: person.member, level: '普卡', channel: 'outlet', staff, outlet },
    { channel: 'outlet', staff, outlet },
  );
  world.tell(person, 'pos', 'Profile Updated', at + second, tillIdentities(person), {
    name: person.name,
    gender: person.woman ? 'female' : 'male',
    city: person.outlet.city,
    ...(random.chance(0.6) ? { babyBirthday: babyBirthday(person) } : {}),
  });
  if (random.chance(0.05)) {
    // the head office gave some members to a guide by name
    world.tell(
      person,
      'pos',
      'Owner Assigned',
      at + minute,
      tillIdentities(person),
      { staff, outlet },
      { staff, outlet },
    );
  }
  if (person.memberPhone === person.phone) world.members.push(person);
  if (random.chance(0.6)) consent(world, person, at + 30 * second, 'pos');
}

/** Lends the mall the phone that WeChat vouches for; who has no card gets one. */
export function joinInMall(world: World, person: Person, at: number): void {
  if (!person.mall || person.phoneInMall) return;
  person.phoneInMall = true;
  if (person.member) {
    world.tell(person, 'server', 'Profile Updated', at, mallPhoneIdentities(person), {
      name: person.name,
      phone: person.phone,
      gender: person.woman ? 'female' : 'male',
      city: person.outlet.city,
      babyBirthday: babyBirthday(person),
    });
    return;
  }
  person.member = cardNumber(person);
  person.memberAt = at;
  person.memberPhone = person.phone;
  world.tell(
    person,
    'server',
    'Member Joined',
    at,
    [...mallPhoneIdentities(person), { namespace: 'member', value: person.member, verified: true }],
    { memberNo: person.member, level: '普卡', channel: 'mini_program' },
    { channel: 'mini_program' },
  );
  world.tell(person, 'server', 'Profile Updated', at + second, mallIdentities(person), {
    name: person.name,
    city: person.outlet.city,
    babyBirthday: babyBirthday(person),
  });
  world.members.push(person);
  if (world.random.chance(0.55)) consent(world, person, at + 20 * second, 'server');
}

function consent(world: World, person: Person, at: number, source: 'pos' | 'server'): void {
  person.consented = true;
  const identities = source === 'pos' ? tillIdentities(person) : mallIdentities(person);
  const about = { purpose: 'marketing', channel: 'sms', textVersion: '2026-03' };
  world.tell(person, source, 'Consent Granted', at, identities, about, { channel: 'sms' });
  // one in eight takes it back, most of them after the first messages
  if (world.random.chance(0.12)) {
    const later = at + world.random.float() ** 2 * 150 * day;
    world.schedule(later, person, withdraw);
  }
}

function withdraw(world: World, person: Person, at: number): void {
  if (!person.consented) return;
  person.consented = false;
  const identities = person.mall ? mallIdentities(person) : tillIdentities(person);
  const about = { purpose: 'marketing', channel: 'sms', textVersion: '2026-03' };
  world.tell(person, person.mall ? 'server' : 'pos', 'Consent Withdrawn', at, identities, about, {
    channel: 'sms',
  });
}
