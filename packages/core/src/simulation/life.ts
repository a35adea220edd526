import { day, minute, second } from '../time/index.ts';
import { browse, clickAd, enterMall, nextTime, register, session } from './browsing.ts';
import { exponential } from './distributions.ts';
import { contactIdentities } from './identities.ts';
import { joinAtTill, joinInMall } from './membership.ts';
import { addContact, follow } from './relations.ts';
import { purchase } from './shopping.ts';
import type { Action } from './world.ts';

/** A stranger comes by a channel for the first time. */
export const arrive: Action = (world, person, at) => {
  const { random } = world;
  const channel = person.channel.key;
  let firstPurchase = at + exponential(random, 9 * day);
  let online = true;
  switch (channel) {
    case 'outlet':
      online = random.chance(0.35);
      firstPurchase = random.chance(0.8) ? at + 20 * minute : firstPurchase;
      if (random.chance(0.27)) addContact(world, person, at + 5 * minute, channel, 'table-card');
      else if (!person.buyer && random.chance(0.5)) joinAtTill(world, person, at + 5 * minute);
      if (online) enterMall(world, person, at + 8 * minute, channel);
      break;
    case 'tmall':
      online = false;
      firstPurchase = at + minute;
      break;
    case 'official_account':
      follow(world, person, at, channel);
      if (random.chance(0.6)) enterMall(world, person, at + minute, channel);
      break;
    case 'referral':
      enterMall(world, person, at, channel);
      session(world, person, at, { channel });
      if (random.chance(0.3)) addContact(world, person, at + 10 * minute, channel, 'poster');
      break;
    default:
      clickAd(world, person, at, person.preferred !== 'website');
      if (random.chance(0.12)) follow(world, person, at + 2 * minute, channel);
  }
  if (person.buyer) world.schedule(firstPurchase, person, purchase);
  if (online)
    world.schedule(nextTime(world, at, person.curiosity * world.detail + 0.1, 'online'), person, browse);
  world.schedule(at + exponential(random, 26 * day), person, develop);
};

/** A founding member: comes with the first import of the till's cards, then lives on like the others. */
export const beFounded: Action = (world, person, at) => {
  const { random } = world;
  joinAtTill(world, person, at);
  const now = world.openedAt;
  world.schedule(nextTime(world, now, person.rate, 'outlet'), person, purchase);
  if (random.chance(0.4)) world.schedule(now + exponential(random, 40 * day), person, develop);
  world.schedule(now + exponential(random, 60 * day), person, develop);
};

/** A step closer: one more place where the brand can find the person again. */
const develop: Action = (world, person, at) => {
  const { random } = world;
  if (!person.alive) return;
  const draw = random.float();
  if (draw < 0.26) {
    if (!person.mall) {
      enterMall(world, person, at, null);
      world.schedule(nextTime(world, at, person.curiosity * world.detail, 'online'), person, browse);
    } else joinInMall(world, person, at);
  } else if (draw < 0.38) follow(world, person, at, 'official_account');
  else if (draw < 0.52) {
    if (!person.contact) addContact(world, person, at, person.mall ? 'mini_program' : 'outlet', 'poster');
  } else if (draw < 0.62 && person.preferred === 'outlet') joinAtTill(world, person, at);
  else if (draw < 0.68 && person.preferred === 'website') register(world, person, at);
  if (person.knowsContact && !person.contactNamed && random.chance(0.3)) {
    // the chat's sidebar opened the mall: now WeCom's number has a unionid
    person.contactNamed = true;
    world.tell(person, 'wecom', 'Profile Updated', at + 5 * second, contactIdentities(person), {
      name: person.name,
    });
  }
  world.schedule(at + exponential(random, (person.buyer ? 34 : 80) * day), person, develop);
};
