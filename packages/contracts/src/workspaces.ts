import { type Static, Type } from 'typebox';
import { Id, Instant } from './page.ts';

/** Languages the platform speaks. */
export const Language = Type.Enum(['zh', 'en']);
export type Language = Static<typeof Language>;

/** `real`: a brand's own. `demo`, `test`: their clock may be moved forward. */
export const WorkspaceKind = Type.Enum(['real', 'demo', 'test']);
export type WorkspaceKind = Static<typeof WorkspaceKind>;

/** IANA zone; checked against the server's zone data. */
const Zone = Type.String({ minLength: 1, maxLength: 64, examples: ['Asia/Shanghai'] });
const Currency = Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217', examples: ['CNY'] });
const Name = Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' });

/** Free settings of features by name; a PATCH replaces the names it carries, null removes one. */
const Settings = Type.Record(Type.String({ pattern: '^[a-z][a-zA-Z0-9.]{0,63}$' }), Type.Unknown(), {
  additionalProperties: false,
});

/** GET/PATCH /api/workspace: the workspace the caller is in. */
export const Workspace = Type.Object({
  id: Id,
  name: Type.String(),
  zone: Zone,
  currency: Type.String(),
  language: Language,
  kind: WorkspaceKind,
  clockOffsetMs: Type.Integer({ description: 'How far the clock of a demo or test workspace is ahead' }),
  now: Instant,
  createdAt: Instant,
  settings: Settings,
});
export type Workspace = Static<typeof Workspace>;

/** What a new workspace needs (POST /api/workspaces, POST /api/setup). */
export const WorkspaceDraft = Type.Object(
  {
    name: Name,
    zone: Type.Optional(Zone),
    currency: Type.Optional(Currency),
    language: Type.Optional(Language),
  },
  { additionalProperties: false },
);
export type WorkspaceDraft = Static<typeof WorkspaceDraft>;

/** PATCH /api/workspace. */
export const WorkspacePatch = Type.Object(
  {
    name: Type.Optional(Name),
    zone: Type.Optional(Zone),
    currency: Type.Optional(Currency),
    language: Type.Optional(Language),
    settings: Type.Optional(Settings),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type WorkspacePatch = Static<typeof WorkspacePatch>;

/** A workspace in the switcher: those the account is a member of. */
export const WorkspaceChoice = Type.Object({
  id: Id,
  name: Type.String(),
  kind: WorkspaceKind,
  role: Type.String(),
});
export type WorkspaceChoice = Static<typeof WorkspaceChoice>;
