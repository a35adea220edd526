import type { DemoStage } from '@yutang/contracts/demo';

/** The person whose phone stands on the stage; kept in this browser. */
export interface Shopper {
  /** Eight characters nobody else has; every identity is made of them. */
  key: string;
  name: string;
  phone: string;
  signedIn: boolean;
  follows: boolean;
  friend: boolean;
  seen: boolean;
  orders: number;
}

/** What can be done on the customer's phone. */
export type Deed =
  | 'ad'
  | 'visit'
  | 'signIn'
  | 'add'
  | 'pay'
  | 'follow'
  | 'unfollow'
  | 'befriend'
  | 'unfriend';

/** Words of the language shown that go into the events. */
export interface ShopWords {
  home: string;
  product: string;
  category: string;
}

const storageKey = 'yutang.shopper';
const price = 298;

/** Somebody new, by one of these names. 199 is a number that no simulated person has. */
export function newShopper(names: readonly string[]): Shopper {
  const [a = 0, b = 0, c = 0] = crypto.getRandomValues(new Uint32Array(3));
  const key = (a.toString(36) + b.toString(36)).slice(0, 8).padEnd(8, '0');
  return {
    key,
    name: names[c % names.length] ?? key,
    phone: `199${String(b % 100_000_000).padStart(8, '0')}`,
    signedIn: false,
    follows: false,
    friend: false,
    seen: false,
    orders: 0,
  };
}

/** Who was here before, in this demo. */
export function keptShopper(workspaceId: number): Shopper | null {
  try {
    const kept = JSON.parse(localStorage.getItem(storageKey) ?? 'null') as {
      of?: number;
      shopper?: Shopper;
    } | null;
    return kept?.of === workspaceId ? (kept.shopper ?? null) : null;
  } catch {
    return null;
  }
}

export function keepShopper(workspaceId: number, shopper: Shopper): void {
  localStorage.setItem(storageKey, JSON.stringify({ of: workspaceId, shopper }));
}

/** One of the person's own identity values, by which the console finds them. */
export const traceOf = (shopper: Shopper): string => `m-${shopper.key}`;

interface Item {
  source: 'mini-program' | 'server' | 'wecom' | 'official-account';
  item: Record<string, unknown>;
}

/** The events of a deed, as the mall, its server, WeCom and the official account send them. */
export function itemsOf(deed: Deed, shopper: Shopper, stage: DemoStage, words: ShopWords): Item[] {
  const { namespaces, guide, account } = stage;
  const id = (namespace: string, prefix: string) => ({ type: namespace, id: `${prefix}${shopper.key}` });
  const unionid = id(namespaces.unionid, 'oU');
  const openid = id(namespaces.mallOpenid, 'oM');
  const context = (...externalIds: { type: string; id: string }[]) => ({ simulated: true, externalIds });
  const browser = { anonymousId: traceOf(shopper), context: context(...(shopper.signedIn ? [openid] : [])) };
  const mall = { anonymousId: traceOf(shopper), context: context(openid, unionid) };
  const friend = { context: context(id(namespaces.contact, 'wm'), unionid) };
  const follower = { context: context(id(namespaces.accountOpenid, 'oA'), unionid) };
  const line = { sku: 'F2-800', product_id: 'F2-800', name: words.product, category: words.category, price };
  const track = (source: Item['source'], event: string, base: object, properties: object): Item => ({
    source,
    item: { type: 'track', event, ...base, properties },
  });
  const screen = (properties: object): Item => ({
    source: 'mini-program',
    item: { type: 'screen', name: words.home, ...browser, properties },
  });
  const relation = { staff: guide.staff, outlet: guide.outlet, by: 'customer' };
  switch (deed) {
    case 'ad':
      return [
        track('mini-program', 'Ad Clicked', browser, {
          channel: 'xiaohongshu',
          campaign: 'stage',
          cost: 3.4,
        }),
        screen({ channel: 'xiaohongshu', campaign: 'stage' }),
      ];
    case 'visit':
      return [screen({}), track('mini-program', 'Product Viewed', browser, line)];
    case 'signIn':
      return [
        track('server', 'Mall Entered', mall, { channel: 'mini_program' }),
        {
          source: 'server',
          item: { type: 'identify', ...mall, traits: { name: shopper.name, phone: shopper.phone } },
        },
      ];
    case 'add':
      return [track('mini-program', 'Product Added', browser, { ...line, quantity: 1 })];
    case 'pay':
      return [
        track('server', 'Order Completed', mall, {
          order_id: `STAGE-${shopper.key}-${shopper.orders + 1}`,
          total: price,
          currency: stage.currency,
          channel: 'mini_program',
          products: [{ ...line, quantity: 1 }],
        }),
      ];
    case 'follow':
      return [
        track('official-account', 'Account Followed', follower, {
          account,
          channel: 'official_account',
          by: 'customer',
        }),
      ];
    case 'unfollow':
      return [track('official-account', 'Account Unfollowed', follower, { account, by: 'customer' })];
    case 'befriend':
      return [
        track('wecom', 'Contact Added', friend, {
          ...relation,
          channel: 'outlet',
          code: `${guide.outlet}-table-card`,
        }),
        { source: 'wecom', item: { type: 'identify', ...friend, traits: { nickname: shopper.name } } },
      ];
    case 'unfriend':
      return [track('wecom', 'Contact Removed', friend, relation)];
  }
}

/** The person after the deed. */
export function after(deed: Deed, shopper: Shopper): Shopper {
  const done = { ...shopper, seen: true };
  switch (deed) {
    case 'signIn':
      return { ...done, signedIn: true };
    case 'pay':
      return { ...done, signedIn: true, orders: shopper.orders + 1 };
    case 'follow':
    case 'unfollow':
      return { ...done, follows: deed === 'follow' };
    case 'befriend':
    case 'unfriend':
      return { ...done, friend: deed === 'befriend' };
    default:
      return done;
  }
}

/** Sends the events of a deed through the real collection, source by source; answers how long it took, ms. */
export async function perform(items: readonly Item[], stage: DemoStage): Promise<number> {
  const started = performance.now();
  for (const source of new Set(items.map((one) => one.source))) {
    const batch = items.filter((one) => one.source === source).map((one) => one.item);
    const answer = await fetch('/v1/batch', {
      method: 'POST',
      headers: {
        authorization: `Basic ${btoa(`${stage.keys[source]}:`)}`,
        'content-type': 'application/json',
      },
      credentials: 'omit',
      body: JSON.stringify({ batch }),
    });
    const said = (await answer.json().catch(() => null)) as { rejected?: unknown[] } | null;
    if (!answer.ok || said?.rejected?.length) throw new Error(`the collection answered ${answer.status}`);
  }
  return performance.now() - started;
}
