import { type Static, Type } from 'typebox';
import { Id, Instant, listQuery, nullable, pageOf } from './page.ts';

/** One thing somebody did. Append-only. */
export const AuditEntry = Type.Object({
  id: Id,
  at: Instant,
  actor: Type.String({ description: 'Name of the account or label of the key at that time' }),
  accountId: nullable(Id),
  keyId: nullable(Id),
  action: Type.String({ examples: ['member.role-changed'] }),
  target: Type.String({ examples: ['account:12'] }),
  details: Type.Record(Type.String(), Type.Unknown()),
  ip: nullable(Type.String()),
});
export type AuditEntry = Static<typeof AuditEntry>;

/** GET /api/audit, newest first. `action` may end in `.` to mean all of a noun; times are `from ≤ at < to`. */
export const AuditQuery = listQuery({
  accountId: Type.Optional(Id),
  actor: Type.Optional(Type.String({ maxLength: 80, description: 'Part of the name or label' })),
  action: Type.Optional(Type.String({ maxLength: 80 })),
  target: Type.Optional(Type.String({ maxLength: 200 })),
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
});
export type AuditQuery = Static<typeof AuditQuery>;

/** GET /api/audit. */
export const AuditPage = pageOf(AuditEntry);
