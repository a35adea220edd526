import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLiveHouse, type LiveHouse } from '../../testing/live-house.ts';
import { makePrincipal } from '../../testing/principals.ts';

let house: LiveHouse;
beforeAll(async () => {
  house = await createLiveHouse();
}, 120_000);
afterAll(() => house.close());

describe('a replay', () => {
  it('[DAT-20] brings nobody back who was erased, though the event store has not forgotten them yet', async () => {
    const { headers, workspaceId } = await makePrincipal(house.db);
    const said = { name: 'Profile Updated', type: 'identify' as const, properties: { name: 'Anna' } };
    await house.tell(workspaceId, { who: ['phone 13812345678', 'user u1'], ...said });
    const { erase } = house.events;
    house.events.erase = () => Promise.reject(new Error('the event store is away'));
    const answer = await house.app.inject({
      method: 'POST',
      url: '/api/customers/1/erase',
      headers,
      payload: { confirm: '1' },
    });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ customer: 1, complete: false });
    await house.rest(workspaceId);
    await house.rebuild(workspaceId);
    house.events.erase = erase;
    const identities = await sql<{ namespace: string }>`
      select namespace from identities where workspace_id = ${workspaceId}`.execute(house.db);
    expect(identities.rows).toEqual([{ namespace: 'erased' }, { namespace: 'erased' }]);
    const attributes = await sql`select 1 from attributes where workspace_id = ${workspaceId}`.execute(
      house.db,
    );
    expect(attributes.rows).toEqual([]);
    // who comes again is somebody new
    await house.tell(workspaceId, { who: ['user u1'], ...said });
    await house.rebuild(workspaceId);
    const again = await sql<{ home: number }>`
      select home from identities where workspace_id = ${workspaceId} and value = 'u1'`.execute(house.db);
    expect(again.rows).toEqual([{ home: 3 }]);
  });
});
