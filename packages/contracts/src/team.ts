import { type Static, Type } from 'typebox';
import { Login, Password, PersonName, RoleName } from './accounts.ts';
import { Id, Instant, nullable } from './page.ts';
import { Language } from './workspaces.ts';

/** Reference of the staff member a person is in events (`properties.staff`); decides which customers are a guide's own. */
const StaffRef = Type.String({ minLength: 1, maxLength: 128 });

/** Path parameters of `/api/team/:accountId`. */
export const MemberParams = Type.Object({ accountId: Id });

/** One member of the workspace (GET /api/team). */
export const Member = Type.Object({
  accountId: Id,
  login: Type.String(),
  name: Type.String(),
  role: RoleName,
  staffRef: nullable(Type.String()),
  post: nullable(Type.String({ description: 'Key of the post; null: the plain role' })),
  unitId: nullable(Type.Integer({ description: 'Held to this unit of the organisation; null: sees all' })),
  joinedAt: Instant,
  lastSeenAt: nullable(Instant),
  self: Type.Boolean({ description: 'This is the caller' }),
  editable: Type.Boolean({ description: 'Whether the caller may change or remove this member' }),
});
export type Member = Static<typeof Member>;

/** GET /api/team. */
export const Team = Type.Object({ items: Type.Array(Member) });

/** PATCH /api/team/:accountId. The last owner keeps the role. */
export const MemberPatch = Type.Object(
  {
    role: Type.Optional(RoleName),
    staffRef: Type.Optional(nullable(StaffRef)),
    post: Type.Optional(nullable(Type.String({ maxLength: 64, description: 'Sets the role too' }))),
    unitId: Type.Optional(nullable(Id)),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type MemberPatch = Static<typeof MemberPatch>;

/** DELETE /api/team/:accountId: active API keys the person made go on working; offer to revoke them. */
export const MemberRemoved = Type.Object({ keysLeft: Type.Integer() });

/** POST /api/invitations. */
export const InvitationDraft = Type.Object(
  {
    role: RoleName,
    staffRef: Type.Optional(StaffRef),
    post: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'Decides the role' })),
    unitId: Type.Optional(Id),
    note: Type.Optional(
      Type.String({ maxLength: 120, description: 'For whom it is; only the team sees it' }),
    ),
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: 30, description: 'Valid for; 7 unless told' })),
  },
  { additionalProperties: false },
);
export type InvitationDraft = Static<typeof InvitationDraft>;

/** One open or used invitation (GET /api/invitations). */
export const Invitation = Type.Object({
  id: Id,
  role: RoleName,
  staffRef: nullable(Type.String()),
  post: nullable(Type.String()),
  unitId: nullable(Type.Integer({ description: 'The unit the member will be held to' })),
  note: Type.String(),
  createdBy: Type.String(),
  createdAt: Instant,
  expiresAt: Instant,
  state: Type.Enum(['open', 'used', 'expired', 'revoked']),
  usedBy: nullable(Type.String()),
});
export type Invitation = Static<typeof Invitation>;

/** Answer of POST /api/invitations; the token is shown this once. `path` is the console page to put into link or QR. */
export const InvitationIssued = Type.Object({
  invitation: Invitation,
  token: Type.String(),
  path: Type.String({ examples: ['/join/yi_…'] }),
});
export type InvitationIssued = Static<typeof InvitationIssued>;

/** GET /api/invitations. */
export const InvitationList = Type.Object({ items: Type.Array(Invitation) });

/** Path parameters of `/api/invitations/:token`. */
export const InvitationTokenParams = Type.Object({ token: Type.String({ minLength: 10, maxLength: 100 }) });

/** GET /api/invitations/:token, for whoever holds the link. */
export const InvitationPreview = Type.Object({
  workspace: Type.String(),
  role: RoleName,
  invitedBy: Type.String(),
  expiresAt: Instant,
  signedInAs: nullable(Type.String({ description: 'Login of the session in this browser, if any' })),
});
export type InvitationPreview = Static<typeof InvitationPreview>;

/**
 * POST /api/invitations/:token/accept → `WhoAmI`, signed in. Three ways:
 * `{}` with a session (joins as that account) · an unknown login with name and password (new account, password at
 * least 8 characters) · a known login with its password.
 */
export const InvitationAcceptance = Type.Object(
  {
    login: Type.Optional(Login),
    name: Type.Optional(PersonName),
    password: Type.Optional(Password),
    language: Type.Optional(Language),
  },
  { additionalProperties: false },
);
export type InvitationAcceptance = Static<typeof InvitationAcceptance>;
