/** Who is asking, after authentication. A request without one may only reach routes marked `permission: 'public'`. */
export interface Principal {
  workspaceId: number;
  /** Null for an API key. */
  accountId: number | null;
  /** Null for an account. */
  keyId: number | null;
  role: Role;
  /** What role or key allows. */
  permissions: ReadonlySet<Permission>;
  /** For the audit log: the account's name or the key's label. */
  label: string;
  /** Personal data is masked for this principal. */
  masked: boolean;
  /** A guide sees only customers of this staff reference. */
  ownStaff: string | null;
  language: 'zh' | 'en';
  /** Address the request came from; absent where no request did (command line, jobs). */
  ip?: string;
}

export const roles = ['owner', 'admin', 'operator', 'manager', 'guide', 'analyst'] as const;
export type Role = (typeof roles)[number];

/** Named rights; a role is a set of them, an API key's scopes are a subset. */
export const permissions = [
  'customers.read',
  'customers.write',
  'customers.export',
  'customers.erase',
  'identity.review',
  'pond.read',
  'events.read',
  'events.write',
  'sources.read',
  'sources.write',
  'dictionary.write',
  'quarantine.write',
  'imports.read',
  'imports.write',
  'channels.read',
  'channels.write',
  'team.read',
  'team.write',
  'keys.read',
  'keys.write',
  'audit.read',
  'settings.read',
  'settings.write',
  'health.read',
  'backup.run',
] as const;
export type Permission = (typeof permissions)[number];
