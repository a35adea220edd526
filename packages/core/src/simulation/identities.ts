import type { Identity } from '../identity/index.ts';
import { brand } from './brand.ts';
import type { Person } from './person.ts';
import { mix } from './random.ts';

const seen = (namespace: string, value: string): Identity => ({ namespace, value, verified: true });
const claimed = (namespace: string, value: string): Identity => ({ namespace, value, verified: false });

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
// two characters for 12 bits: `toString(36)` was a fifth of the whole simulation
const pairs = Array.from({ length: 4096 }, (_, n) => alphabet.charAt(n >> 6) + alphabet.charAt(n & 63));
const pair = (bits: number) => pairs[bits & 4095] as string;

/** A platform's opaque number for a person: no two alike below 16 777 216 people, because the index is its tail. */
export function opaque(prefix: string, salt: number, index: number): string {
  const head = mix(salt, index);
  const middle = Math.imul(head, 0x2c1b3c6d) >>> 8;
  return (
    prefix +
    pair(head) +
    pair(head >>> 12) +
    pair(middle) +
    pair(middle >>> 12) +
    pair(index) +
    pair(index >>> 12)
  );
}

const { namespaces } = brand;
const unionid = (person: Person) => seen(namespaces.unionid, opaque('oU', 11, person.index));
const mallOpenid = (person: Person) => opaque('oM', 12, person.index);

/** What the till reads: card and phone as typed there; nothing of who shows no card. */
export function tillIdentities(person: Person): Identity[] {
  if (!person.member) return [];
  const card = seen('member', person.member);
  return person.memberPhone ? [card, seen('phone', person.memberPhone)] : [card];
}

/** What the mall's own server knows after WeChat's login. */
export function mallIdentities(person: Person): Identity[] {
  return [seen(namespaces.mallOpenid, mallOpenid(person)), unionid(person)];
}

/** The same with the phone that WeChat vouched for. */
export function mallPhoneIdentities(person: Person): Identity[] {
  return [...mallIdentities(person), seen('phone', person.phone)];
}

/** What the tracker in the mini program says of itself. */
export function clientIdentities(person: Person): Identity[] {
  return [
    claimed(namespaces.mallOpenid, mallOpenid(person)),
    claimed('anonymous', opaque('m', 13, person.index)),
  ];
}

/** The browser's own number; a tablet's belongs to a family. */
export function visitorIdentities(person: Person): Identity[] {
  person.anonymous ??= opaque('w', 14, person.index);
  return [claimed('anonymous', person.anonymous)];
}

/** The browser's number and the account it says it is signed in with. */
export function websiteIdentities(person: Person): Identity[] {
  const visitor = visitorIdentities(person);
  return person.user ? [claimed('user', userId(person)), ...visitor] : visitor;
}

/** The website's account as its server knows it. */
export function serverIdentities(person: Person): Identity[] {
  const account = [seen('user', userId(person)), seen('email', emailOf(person))];
  return person.phoneOnWebsite ? [...account, seen('phone', person.phone)] : account;
}

/** WeCom names the contact, and gives the unionid where it can. */
export function contactIdentities(person: Person): Identity[] {
  const contact = seen(namespaces.contact, opaque('wm', 15, person.index));
  return person.contactNamed ? [contact, unionid(person)] : [contact];
}

/** The official account's follower. */
export function accountIdentities(person: Person): Identity[] {
  return [seen(namespaces.accountOpenid, opaque('oA', 16, person.index)), unionid(person)];
}

/** The marketplace's nick: real, and locked. */
export function shopIdentities(person: Person): Identity[] {
  return [seen(namespaces.shop, opaque('tb', 17, person.index))];
}

/** Account number on the website. */
export const userId = (person: Person) => `u${100_000 + person.index}`;
/** Mail address on the website. */
export const emailOf = (person: Person) => `user${person.index}@example.com`;
