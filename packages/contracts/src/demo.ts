import { type Static, Type } from 'typebox';
import { RoleName } from './accounts.ts';
import { Id, Instant } from './page.ts';

/** How fast simulated people keep arriving: `slow` is about one event a second, `fast` five times that. */
export const DemoPace = Type.Enum(['off', 'slow', 'fast']);
export type DemoPace = Static<typeof DemoPace>;

/** GET /api/demo: the clock and the arrivals of the demo workspace one is in. */
export const DemoState = Type.Object({
  now: Instant,
  clockOffsetMs: Type.Integer({ description: 'How far its clock is ahead of the real one' }),
  pace: DemoPace,
});
export type DemoState = Static<typeof DemoState>;

/** How far the demo clock may be moved at once; it never goes back. */
export const ClockStep = Type.Enum(['hour', 'day', 'month']);
export type ClockStep = Static<typeof ClockStep>;

/** POST /api/demo/clock: +1 hour, +1 day or +30 days. */
export const ClockMove = Type.Object({ by: ClockStep }, { additionalProperties: false });
export type ClockMove = Static<typeof ClockMove>;

/** PUT /api/demo/pace. */
export const PaceChange = Type.Object({ pace: DemoPace }, { additionalProperties: false });
export type PaceChange = Static<typeof PaceChange>;

/** GET /api/demo/stage, from this machine only: what the stage at /demo needs to play. */
export const DemoStage = Type.Object({
  workspaceId: Id,
  name: Type.String(),
  zone: Type.String(),
  currency: Type.String(),
  state: DemoState,
  /** Roles that can be tried with one click. */
  roles: Type.Array(RoleName),
  /** Write keys by source: the phones send real events through the real collection. */
  keys: Type.Record(Type.String(), Type.String()),
  /** Whom the customer's phone adds as a friend, and whose phone stands beside it. */
  guide: Type.Object({
    staff: Type.String(),
    name: Type.String(),
    outlet: Type.String(),
    outletName: Type.String(),
  }),
  namespaces: Type.Object({
    unionid: Type.String(),
    accountOpenid: Type.String(),
    mallOpenid: Type.String(),
    contact: Type.String(),
  }),
  account: Type.String({ description: 'The official account that is followed' }),
});
export type DemoStage = Static<typeof DemoStage>;

/** POST /api/demo/session: signs in as this role, without a password. */
export const TrialRequest = Type.Object({ role: RoleName }, { additionalProperties: false });
export type TrialRequest = Static<typeof TrialRequest>;

/** DELETE /api/demo: the workspace's name, typed. */
export const DemoDeletion = Type.Object(
  { confirm: Type.String({ minLength: 1, maxLength: 80 }) },
  { additionalProperties: false },
);
export type DemoDeletion = Static<typeof DemoDeletion>;

/** What was deleted. `rows`: of PostgreSQL; the event store's are gone too. */
export const DemoDeleted = Type.Object({ rows: Type.Integer() });
