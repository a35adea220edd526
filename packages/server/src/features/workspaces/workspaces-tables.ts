import type { ColumnType, Generated } from 'kysely';
import type { Role } from '../../platform/http/principal.ts';

/** jsonb: an object when read, JSON text when written (pg would turn arrays into Postgres arrays otherwise). */
type Json = ColumnType<Record<string, unknown>, string, string>;

type Language = 'zh' | 'en';

/** The tables of migration 0001_workspaces.sql, and posts. Nobody else touches them. (A type because Kysely wants an index signature.) */
export type WorkspacesTables = {
  workspaces: {
    id: Generated<number>;
    name: string;
    zone: string;
    currency: string;
    language: Language;
    kind: 'real' | 'demo' | 'test';
    clock_offset_ms: Generated<number>;
    created_at: number;
    settings: ColumnType<Record<string, unknown>, string | undefined, string>;
  };
  accounts: {
    id: Generated<number>;
    login: string;
    name: string;
    password_hash: string;
    language: Language;
    disabled: Generated<boolean>;
    /** Opened by a click on the stage of a demo; nobody has its password. */
    trial: Generated<boolean>;
    created_at: number;
  };
  members: {
    workspace_id: number;
    account_id: number;
    role: Role;
    staff_ref: string | null;
    joined_at: number;
    post: ColumnType<string | null, string | null | undefined, string | null>;
    unit_id: ColumnType<number | null, number | null | undefined, number | null>;
  };
  posts: {
    workspace_id: number;
    key: string;
    title: string;
    external: boolean;
    role: Exclude<Role, 'owner'>;
    permissions: string[];
    home: string;
    created_at: number;
  };
  sessions: {
    id: Generated<number>;
    token_hash: Buffer;
    account_id: number;
    workspace_id: number;
    created_at: number;
    last_seen_at: number;
    ip: string;
    user_agent: string;
  };
  invitations: {
    workspace_id: number;
    id: Generated<number>;
    token_hash: Buffer;
    role: Role;
    staff_ref: string | null;
    post: string | null;
    unit_id: number | null;
    note: string;
    created_by: number | null;
    created_by_label: string;
    created_at: number;
    expires_at: number;
    used_at: number | null;
    used_by: number | null;
    revoked_at: number | null;
  };
  api_keys: {
    workspace_id: number;
    id: Generated<number>;
    key_hash: Buffer;
    prefix: string;
    label: string;
    scopes: string[];
    created_by: number | null;
    created_by_label: string;
    created_at: number;
    last_used_at: number | null;
    expires_at: number | null;
    revoked_at: number | null;
  };
  login_attempts: { bucket: string; attempts: number; until: number };
  audit: {
    workspace_id: number;
    id: Generated<number>;
    happened_at: number;
    account_id: number | null;
    key_id: number | null;
    actor: string;
    action: string;
    target: string;
    details: Json;
    ip: string | null;
  };
};
