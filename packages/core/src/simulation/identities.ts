import type { Identity } from '../identity/index.ts';
import { brand } from './brand.ts';
import type { Person } from './person.ts';
import { mix } from './random.ts';

/** Identities as each source delivers them, made once a person and shared by their events. */
export interface IdentitySets {
  till: Identity[] | null;
  mall: Identity[] | null;
  mallPhone: Identity[] | null;
  client: Identity[] | null;
  visitor: Identity[] | null;
  website: Identity[] | null;
  server: Identity[] | null;
  contact: Identity[] | null;
  account: Identity[] | null;
  shop: Identity[] | null;
}

export const noIdentitySets: IdentitySets = {
  till: null,
  mall: null,
  mallPhone: null,
  client: null,
  visitor: null,
  website: null,
  server: null,
  contact: null,
  account: null,
  shop: null,
};

const seen = (namespace: string, value: string): Identity => ({ namespace, value, verified: true });
const claimed = (namespace: string, value: string): Identity => ({ namespace, value, verified: false });

/** A platform's opaque number for a person: no two alike, because the index is its tail. */
export function opaque(prefix: string, salt: number, index: number): string {
  const head = mix(salt, index).toString(36).padStart(7, '0');
  const middle = mix(index, salt + 77)
    .toString(36)
    .padStart(7, '0');
  return `${prefix}${head}${middle}${index.toString(36).padStart(6, '0')}`;
}

const { namespaces } = brand;
const unionid = (person: Person) => seen(namespaces.unionid, opaque('oU', 11, person.index));
const mallOpenid = (person: Person) => opaque('oM', 12, person.index);

/** What the till reads: card and phone as typed there; nothing of who shows no card. */
export function tillIdentities(person: Person): Identity[] {
  person.sets.till ??= person.member
    ? [seen('member', person.member), ...(person.memberPhone ? [seen('phone', person.memberPhone)] : [])]
    : [];
  return person.sets.till;
}

/** What the mall's own server knows after WeChat's login. */
export function mallIdentities(person: Person): Identity[] {
  person.sets.mall ??= [seen(namespaces.mallOpenid, mallOpenid(person)), unionid(person)];
  return person.sets.mall;
}

/** The same with the phone that WeChat vouched for. */
export function mallPhoneIdentities(person: Person): Identity[] {
  person.sets.mallPhone ??= [...mallIdentities(person), seen('phone', person.phone)];
  return person.sets.mallPhone;
}

/** What the tracker in the mini program says of itself. */
export function clientIdentities(person: Person): Identity[] {
  person.sets.client ??= [
    claimed(namespaces.mallOpenid, mallOpenid(person)),
    claimed('anonymous', opaque('m', 13, person.index)),
  ];
  return person.sets.client;
}

/** The browser's own number; a tablet's belongs to a family. */
export function visitorIdentities(person: Person): Identity[] {
  person.anonymous ??= opaque('w', 14, person.index);
  person.sets.visitor ??= [claimed('anonymous', person.anonymous)];
  return person.sets.visitor;
}

/** The browser's number and the account it says it is signed in with. */
export function websiteIdentities(person: Person): Identity[] {
  if (!person.user) return visitorIdentities(person);
  person.sets.website ??= [claimed('user', userId(person)), ...visitorIdentities(person)];
  return person.sets.website;
}

/** The website's account as its server knows it. */
export function serverIdentities(person: Person): Identity[] {
  person.sets.server ??= [
    seen('user', userId(person)),
    seen('email', emailOf(person)),
    ...(person.phoneOnWebsite ? [seen('phone', person.phone)] : []),
  ];
  return person.sets.server;
}

/** WeCom names the contact, and gives the unionid where it can. */
export function contactIdentities(person: Person): Identity[] {
  person.sets.contact ??= person.contactNamed
    ? [seen(namespaces.contact, opaque('wm', 15, person.index)), unionid(person)]
    : [seen(namespaces.contact, opaque('wm', 15, person.index))];
  return person.sets.contact;
}

/** The official account's follower. */
export function accountIdentities(person: Person): Identity[] {
  person.sets.account ??= [seen(namespaces.accountOpenid, opaque('oA', 16, person.index)), unionid(person)];
  return person.sets.account;
}

/** The marketplace's nick: real, and locked. */
export function shopIdentities(person: Person): Identity[] {
  person.sets.shop ??= [seen(namespaces.shop, opaque('tb', 17, person.index))];
  return person.sets.shop;
}

/** Account number on the website. */
export const userId = (person: Person) => `u${100_000 + person.index}`;
/** Mail address on the website. */
export const emailOf = (person: Person) => `user${person.index}@example.com`;
