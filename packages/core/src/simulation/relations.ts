import { day, minute, second } from '../time/index.ts';
import { brand } from './brand.ts';
import { exponential } from './distributions.ts';
import { accountIdentities, contactIdentities } from './identities.ts';
import type { Person } from './person.ts';
import type { Action, World } from './world.ts';

/** Becomes a WeCom friend of the guide by a live code; `channel` is where the code stood. */
export function addContact(
  world: World,
  person: Person,
  at: number,
  channel: string,
  placement: string,
): void {
  if (person.contact) return;
  const { random } = world;
  person.contact = true;
  person.knowsContact = true;
  const staff = person.guide.key;
  const outlet = person.outlet.key;
  const code = `${outlet}-${placement}`;
  const play = placement === 'parcel-card' ? 'parcel-card' : 'guide-friends';
  world.tell(
    person,
    'wecom',
    'Contact Added',
    at,
    contactIdentities(person),
    { staff, outlet, channel, code, play, by: 'customer', way: 'qr', account: brand.corporation },
    { channel, staff, outlet, code, play },
  );
  if (!person.member) {
    world.tell(person, 'wecom', 'Profile Updated', at + second, contactIdentities(person), {
      nickname: person.name,
    });
  }
  chatLine(world, person, at + 2 * second, 'staff');
  if (random.chance(0.35)) chatLine(world, person, at + minute + exponential(random, 4 * minute), 'customer');
  world.schedule(at + exponential(random, 340 * day), person, removeContact);
  world.schedule(at + exponential(random, 24 * day), person, chat);
  if (random.chance(0.3)) world.schedule(at + exponential(random, 9 * day), person, joinCommunity);
}

/** Is deleted, four times of five by the customer. Whom the brand lost already is deleted sooner. */
export const removeContact: Action = (world, person, at) => {
  if (!person.contact) return;
  person.contact = false;
  const by = world.random.chance(0.84) ? 'customer' : 'staff';
  const staff = person.guide.key;
  const outlet = person.outlet.key;
  world.tell(
    person,
    'wecom',
    'Contact Removed',
    at,
    contactIdentities(person),
    { staff, outlet, by, account: brand.corporation },
    { staff, outlet },
  );
};

/** A talk with the guide now and then, while both still care. */
const chat: Action = (world, person, at) => {
  if (!person.contact || !person.alive) return;
  const { random } = world;
  const first = random.chance(0.62) ? 'customer' : 'staff';
  chatLine(world, person, at, first);
  if (random.chance(0.55)) {
    const reply = at + exponential(random, 7 * minute) + 5 * second;
    chatLine(world, person, reply, first === 'staff' ? 'customer' : 'staff');
  }
  if (random.chance(0.05)) {
    world.tell(
      person,
      'wecom',
      'Service Requested',
      at + 3 * minute,
      contactIdentities(person),
      { topic: random.pick(['物流', '退换货', '喂养咨询', '会员权益']), staff: person.guide.key },
      { staff: person.guide.key },
    );
  }
  world.schedule(
    world.calendar.timeOfDay(random, at + day + exponential(random, 32 * day), 'online'),
    person,
    chat,
  );
};

function chatLine(world: World, person: Person, at: number, by: 'customer' | 'staff'): void {
  const staff = person.guide.key;
  // what was said stays where it was said: the archive needs a consent of its own
  world.tell(
    person,
    'wecom',
    'Chat Message',
    at,
    contactIdentities(person),
    { staff, by, kind: 'text', length: 4 + world.random.int(60) },
    { staff },
  );
}

export const joinCommunity: Action = (world, person, at) => {
  if (person.community || !person.contact) return;
  const { random } = world;
  person.community = random.pick(person.outlet.communities);
  const staff = person.guide.key;
  const outlet = person.outlet.key;
  world.tell(
    person,
    'wecom',
    'Community Joined',
    at,
    contactIdentities(person),
    { community: person.community, staff, outlet, by: 'customer' },
    { staff, outlet },
  );
  world.schedule(at + exponential(random, 240 * day), person, leaveCommunity);
};

const leaveCommunity: Action = (world, person, at) => {
  if (!person.community) return;
  const community = person.community;
  person.community = null;
  const by = world.random.chance(0.9) ? 'customer' : 'staff';
  world.tell(person, 'wecom', 'Community Left', at, contactIdentities(person), { community, by });
};

/** Follows the official account. */
export function follow(world: World, person: Person, at: number, channel: string): void {
  if (person.follows) return;
  person.follows = true;
  person.knowsAccount = true;
  world.tell(
    person,
    'official-account',
    'Account Followed',
    at,
    accountIdentities(person),
    { account: brand.officialAccount, channel, by: 'customer' },
    { channel },
  );
  world.schedule(at + exponential(world.random, 320 * day), person, unfollow);
}

export const unfollow: Action = (world, person, at) => {
  if (!person.follows) return;
  person.follows = false;
  world.tell(person, 'official-account', 'Account Unfollowed', at, accountIdentities(person), {
    account: brand.officialAccount,
    by: 'customer',
  });
};
