import { minute, second, week } from '../time/index.ts';
import { playOfChannel } from './brand-plays.ts';
import { productForAge } from './catalogue.ts';
import { atLeastOne, exponential } from './distributions.ts';
import {
  clientIdentities,
  emailOf,
  mallIdentities,
  serverIdentities,
  visitorIdentities,
  websiteIdentities,
} from './identities.ts';
import { joinInMall } from './membership.ts';
import type { Person } from './person.ts';
import { busiest } from './seasons.ts';
import type { Action, World } from './world.ts';

const month = 30.44 * 86_400_000;

/** Age of the baby in months at `at`; negative before birth. */
export const babyMonths = (person: Person, at: number) => (at - person.babyBornAt) / month;

/** The next instant of something that happens `perWeek` times a week on average, with seasons and hours. */
export function nextTime(world: World, at: number, perWeek: number, where: 'online' | 'outlet'): number {
  const { random, calendar } = world;
  let next = at;
  do next += exponential(random, week / (perWeek * busiest));
  while (random.float() * busiest > calendar.busyness(next));
  const moment = calendar.timeOfDay(random, next, where);
  return moment > at + 10 * minute ? moment : Math.max(next, at + 10 * minute);
}

/** Signs in to the mini-program mall for the first time. */
export function enterMall(world: World, person: Person, at: number, channel: string | null): void {
  if (person.mall) return;
  person.mall = true;
  world.tell(
    person,
    'server',
    'Mall Entered',
    at,
    mallIdentities(person),
    channel ? { channel } : {},
    channel ? { channel } : undefined,
  );
}

/** Opens an account on the website; from then on the browser says so too. */
export function register(world: World, person: Person, at: number): void {
  if (person.user) return;
  const { random, witness } = world;
  person.user = true;
  const tablet = random.chance(0.03) ? world.browsers.any(random) : undefined;
  if (tablet?.anonymous && tablet !== person && tablet.anonymous !== person.anonymous) {
    person.anonymous = tablet.anonymous;
    witness.sharedDevice(tablet.anonymous, tablet, person);
  }
  world.tell(person, 'server', 'Profile Updated', at, serverIdentities(person), {
    name: person.name,
    email: emailOf(person),
    ...(person.phoneOnWebsite ? { phone: person.phone } : {}),
  });
  world.tell(person, 'website', 'Profile Updated', at + 2 * second, websiteIdentities(person), {
    name: person.name,
  });
  const victim = random.chance(0.03) ? world.members.any(random) : undefined;
  if (victim && victim !== person) {
    // anybody can claim anything with a browser's key
    witness.claim(victim.phone, person, victim);
    world.tell(
      person,
      'website',
      'Profile Updated',
      at + 5 * minute,
      [...websiteIdentities(person), { namespace: 'phone', value: victim.phone, verified: false }],
      { phone: victim.phone },
    );
  }
  if (!tablet) world.browsers.push(person);
}

/** Looks at pages and goods; at times fills a cart and leaves it. Returns when the session ended. */
export function session(
  world: World,
  person: Person,
  at: number,
  landing: Record<string, string> | null,
): number {
  const { random } = world;
  const inMall = person.mall && (person.preferred !== 'website' || random.chance(0.3));
  const source = inMall ? 'mini-program' : 'website';
  const identities = inMall ? clientIdentities(person) : websiteIdentities(person);
  let now = at + second;
  const screen = inMall ? 'Screen Viewed' : 'Page Viewed';
  const title = landing ? '活动落地页' : random.pick(['首页', '首页', '分类', '会员中心', '喂养课堂']);
  world.tell(person, source, screen, now, identities, { name: title, ...landing }, landing ?? undefined);
  if (!random.chance(0.72)) return now;
  const looks = atLeastOne(random, 0.42, 5);
  for (let look = 0; look < looks; look++) {
    now += 4 * second + exponential(random, 40 * second);
    const product = productForAge(random, babyMonths(person, at));
    const line = {
      product_id: product.sku,
      sku: product.sku,
      name: product.name,
      category: product.category,
      price: product.priceMinor / 100,
    };
    world.tell(person, source, 'Product Viewed', now, identities, line);
    if (look === 0 && random.chance(0.13)) {
      now += 10 * second;
      world.tell(person, source, 'Product Added', now, identities, { ...line, quantity: 1 });
      if (random.chance(0.2)) {
        world.tell(person, source, 'Product Removed', now + minute, identities, { ...line, quantity: 1 });
      }
    }
  }
  if (inMall && random.chance(0.03)) {
    const content = `article-${1 + random.int(40)}`;
    world.tell(
      person,
      source,
      'Content Shared',
      now + 5 * second,
      identities,
      { content, to: 'friend' },
      { content },
    );
  }
  if (inMall && !person.phoneInMall && random.chance(0.1)) joinInMall(world, person, now + 20 * second);
  return now;
}

/** One visit, and the next: seldom once the brand has lost the person. */
export const browse: Action = (world, person, at) => {
  if (person.mall || person.preferred !== 'outlet') session(world, person, at, null);
  if (!person.mall && !person.user && person.orders === 0 && world.random.chance(0.5)) return;
  const rate = person.curiosity * world.detail * (person.alive ? 1 : 0.08);
  world.schedule(nextTime(world, at, rate, 'online'), person, browse);
};

/** Clicks an advertisement and lands; most go no further. */
export function clickAd(world: World, person: Person, at: number, toMall: boolean): void {
  const { random, calendar } = world;
  const channel = person.channel.key;
  const campaign = `${channel}-${new Date(calendar.wall(at)).toISOString().slice(0, 7)}`;
  const content = `creative-${1 + random.int(6)}`;
  if (toMall) enterMall(world, person, at, channel);
  const play = playOfChannel[channel] ?? 'always-on';
  const costMinor = Math.round(person.channel.clickMinor * (0.6 + 0.8 * random.float()));
  world.tell(
    person,
    toMall ? 'mini-program' : 'website',
    'Ad Clicked',
    at + second,
    toMall ? clientIdentities(person) : visitorIdentities(person),
    { channel, campaign, content, play, cost: costMinor / 100 },
    { channel, campaign, content, play, costMinor },
  );
  session(world, person, at + 2 * second, { channel, campaign, content, play });
}
