import RudderAnalytics from '@rudderstack/rudder-sdk-node';
import { Analytics } from '@segment/analytics-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SdkHouse, startSdkHouse } from './sdk-house.ts';

let house: SdkHouse;
beforeAll(async () => {
  house = await startSdkHouse();
}, 90_000);
afterAll(() => house?.stop());

const order = {
  order_id: 'A-1',
  total: 586.5,
  currency: 'CNY',
  products: [{ product_id: 'F1-800', sku: 'F1-800', name: '启蕴1段奶粉', price: 293.25, quantity: 2 }],
};

describe('@segment/analytics-node, unchanged', () => {
  it('[INT-06] delivers every call; each is in the live stream and on its person’s timeline', async () => {
    const faults: unknown[] = [];
    const analytics = new Analytics({
      writeKey: house.serverKey,
      host: house.url,
      path: '/v1/batch',
      flushInterval: 50,
    });
    analytics.on('error', (fault) => faults.push(fault));
    const who = { userId: 'segment-1' };
    analytics.identify({
      ...who,
      traits: { name: '张三', phone: '13800138001', email: 'Zhang@Example.com' },
    });
    analytics.track({ ...who, event: 'Order Completed', properties: order });
    analytics.track({ anonymousId: 'visitor-1', event: 'Product Viewed', properties: { sku: 'F1-800' } });
    analytics.page({ ...who, name: '首页', properties: { url: 'https://shop.example.com/' } });
    analytics.screen({ ...who, name: 'Home' });
    analytics.group({ ...who, groupId: 'family-1', traits: { size: 3 } });
    analytics.alias({ userId: 'segment-1', previousId: 'segment-old' });
    await analytics.closeAndFlush();
    expect(faults).toEqual([]);

    const names = [
      'Order Completed',
      'Product Viewed',
      'Page Viewed',
      'Screen Viewed',
      'Group Joined',
      'Alias Made',
    ];
    const events = await house.arrived([...names, 'Profile Updated']);
    expect(events.get('Order Completed')).toMatchObject({
      amountMinor: 58_650,
      family: 'consumption',
      identities: [{ namespace: 'user', value: 'segment-1', verified: true }],
    });
    expect(events.get('Product Viewed')?.customer).not.toBe(events.get('Order Completed')?.customer);
    const timeline = (await house.timelineOf('segment-1')).map((event) => event.name);
    expect(new Set(timeline)).toEqual(
      new Set(['Profile Updated', ...names.filter((name) => name !== 'Product Viewed')]),
    );
    expect(await house.timelineOf('13800138001')).toHaveLength(timeline.length);
  });

  it('sends again what the server did not take, and it counts once', async () => {
    const analytics = new Analytics({ writeKey: house.serverKey, host: house.url, path: '/v1/batch' });
    const messageId = 'said-twice';
    for (let i = 0; i < 2; i++) {
      analytics.track({ userId: 'segment-2', event: 'Said Twice', messageId, properties: {} });
      await analytics.flush();
    }
    await analytics.closeAndFlush();
    await house.arrived(['Said Twice']);
    expect(await house.timelineOf('segment-2')).toHaveLength(1);
  });
});

describe('@rudderstack/rudder-sdk-node, unchanged', () => {
  it.each([true, false])('[INT-06] delivers, gzip %s', async (gzip) => {
    const person = `rudder-${gzip}`;
    const rudder = new RudderAnalytics(house.serverKey, { dataPlaneUrl: house.url, gzip, flushInterval: 50 });
    rudder.identify({ userId: person, traits: { name: '李四' } });
    rudder.track({ userId: person, event: `Rudder Order ${gzip}`, properties: { revenue: 99.5 } });
    rudder.page({ userId: person, name: '列表' });
    rudder.screen({ userId: person, name: '我的' });
    rudder.group({ userId: person, groupId: 'g1', traits: {} });
    await new Promise<void>((resolve) => void rudder.flush(() => resolve()));
    const events = await house.arrived([`Rudder Order ${gzip}`]);
    expect(events.get(`Rudder Order ${gzip}`)).toMatchObject({ amountMinor: 9950 });
    const expected = [
      'Profile Updated',
      `Rudder Order ${gzip}`,
      'Page Viewed',
      'Screen Viewed',
      'Group Joined',
    ];
    await expect
      .poll(async () => (await house.timelineOf(person)).map((event) => event.name).sort(), {
        timeout: 15_000,
      })
      .toEqual(expected.sort());
  });
});
