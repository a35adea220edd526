import { PermissionName, RoleName } from '@yutang/contracts/accounts';

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
  /** Somebody held to a unit of the organisation sees customers of its outlets only; null: all of them. */
  within: UnitScope | null;
  /** The post held, by its key; null: the plain role. */
  post: string | null;
  /** The console's page to begin with, without its slash; null: the first of the menu. */
  home: string | null;
  language: 'zh' | 'en';
  /** Address the request came from; absent where no request did (command line, jobs). */
  ip?: string;
}

/** What a unit of the organisation comes to, with all units below it. */
export interface UnitScope {
  unitId: number;
  /** `outlet` values of its outlets, closed ones included: their customers are still somebody's. */
  outlets: readonly string[];
  /** `staff` values of its staff. */
  staff: readonly string[];
}

/** What of a workspace's customers somebody may see; both null: all. */
export type CustomerScope = Pick<Principal, 'ownStaff' | 'within'>;

/** The six roles, as the contract names them. */
export const roles: readonly Role[] = RoleName.enum;
export type Role = RoleName;

/** Named rights, as the contract names them; a role is a set of them, an API key's scopes are a subset. */
export const permissions: readonly Permission[] = PermissionName.enum;
export type Permission = PermissionName;
