import { type Static, Type } from 'typebox';
import { Id, Instant, nullable } from './page.ts';
import { Language, WorkspaceChoice, WorkspaceDraft, WorkspaceKind } from './workspaces.ts';

/** The six roles, most powerful first. */
export const RoleName = Type.Enum(['owner', 'admin', 'operator', 'manager', 'guide', 'analyst']);
export type RoleName = Static<typeof RoleName>;

/** Every named right; a role is a set of them, an API key's scopes are a subset. GET /api/roles lists who has which. */
export const PermissionName = Type.Enum([
  'customers.read',
  'customers.write',
  'customers.export',
  'customers.erase',
  'tags.write',
  'customers.assign',
  'identity.review',
  'pond.read',
  'events.read',
  'events.write',
  'sql.read',
  'sources.read',
  'sources.write',
  'dictionary.write',
  'quarantine.write',
  'imports.read',
  'imports.write',
  'channels.read',
  'channels.write',
  'plays.read',
  'plays.write',
  'spend.read',
  'spend.write',
  'organisation.read',
  'organisation.write',
  'team.read',
  'team.write',
  'keys.read',
  'keys.write',
  'webhooks.read',
  'webhooks.write',
  'audit.read',
  'settings.read',
  'settings.write',
  'health.read',
  'exports.run',
  'backup.run',
]);
export type PermissionName = Static<typeof PermissionName>;

/**
 * How big the brand is (ORG-02): one person · one outlet · a chain of outlets · a group of brands. The pages of the organisation
 * follow it; nothing is lost by changing it.
 */
export const Edition = Type.Enum(['solo', 'single', 'chain', 'group']);
export type Edition = Static<typeof Edition>;

/** A name to sign in with: e-mail address or any name without blanks; case does not matter. */
export const Login = Type.String({ minLength: 2, maxLength: 100, pattern: '^\\S+$' });
/** A password as chosen. At least 8 characters; the most common ones are refused. */
export const NewPassword = Type.String({ minLength: 8, maxLength: 200 });
/** A password as typed to prove who one is. */
export const Password = Type.String({ minLength: 1, maxLength: 200 });
/** How a person is called on the screen. */
export const PersonName = Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' });

/** GET /api/setup: whether this installation has no account yet. */
export const SetupState = Type.Object({ needed: Type.Boolean() });
export type SetupState = Static<typeof SetupState>;

/** POST /api/setup: makes the first workspace and its owner, and signs them in. */
export const SetupRequest = Type.Object(
  { workspace: WorkspaceDraft, login: Login, name: PersonName, password: NewPassword },
  { additionalProperties: false },
);
export type SetupRequest = Static<typeof SetupRequest>;

/** POST /api/session. Sets the cookie `yutang_session`. */
export const SignInRequest = Type.Object(
  { login: Login, password: Password },
  { additionalProperties: false },
);
export type SignInRequest = Static<typeof SignInRequest>;

/** POST /api/session/workspace: from now on this session is in that workspace. */
export const SwitchRequest = Type.Object({ workspaceId: Id }, { additionalProperties: false });
export type SwitchRequest = Static<typeof SwitchRequest>;

/** Who is asking (answer of setup, sign-in, GET /api/session, accept). For an API key `account` is null and `key` is not. */
export const WhoAmI = Type.Object({
  account: nullable(
    Type.Object({
      id: Id,
      login: Type.String(),
      name: Type.String(),
      language: Language,
      trial: Type.Boolean({ description: 'Opened by a click on the stage of a demo' }),
    }),
  ),
  key: nullable(Type.Object({ id: Id, label: Type.String() })),
  workspace: Type.Object({
    id: Id,
    name: Type.String(),
    zone: Type.String(),
    currency: Type.String(),
    language: Language,
    kind: WorkspaceKind,
    clockOffsetMs: Type.Integer(),
    edition: Edition,
  }),
  role: RoleName,
  post: nullable(Type.String({ description: 'Key of the post held; null: the plain role' })),
  home: nullable(Type.String({ description: 'The console page to begin with; null: the first of the menu' })),
  unitId: nullable(Type.Integer({ description: 'Sees only customers of this unit’s outlets; null: of all' })),
  permissions: Type.Array(PermissionName),
  masked: Type.Boolean({ description: 'Personal data is masked for this caller' }),
  ownStaff: nullable(Type.String({ description: 'A guide sees only customers of this staff reference' })),
  workspaces: Type.Array(WorkspaceChoice),
});
export type WhoAmI = Static<typeof WhoAmI>;

/** One signed-in device (GET /api/sessions). */
export const SessionEntry = Type.Object({
  id: Id,
  current: Type.Boolean(),
  createdAt: Instant,
  lastSeenAt: Instant,
  expiresAt: Instant,
  ip: Type.String(),
  userAgent: Type.String(),
});
export type SessionEntry = Static<typeof SessionEntry>;

/** GET /api/sessions. */
export const SessionList = Type.Object({ items: Type.Array(SessionEntry) });

/** How many sessions were ended. */
export const Ended = Type.Object({ ended: Type.Integer() });

/** PATCH /api/account. `newPassword` needs `password` and ends all other sessions. */
export const AccountPatch = Type.Object(
  {
    name: Type.Optional(PersonName),
    language: Type.Optional(Language),
    password: Type.Optional(Password),
    newPassword: Type.Optional(NewPassword),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type AccountPatch = Static<typeof AccountPatch>;

/** GET /api/roles: what each role may do. */
export const RoleList = Type.Object({
  items: Type.Array(
    Type.Object({
      role: RoleName,
      permissions: Type.Array(PermissionName),
      masked: Type.Boolean(),
      ownCustomersOnly: Type.Boolean(),
      grantable: Type.Boolean({ description: 'Whether the caller may give this role to somebody' }),
    }),
  ),
});
