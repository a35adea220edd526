import {
  type Permission,
  type Principal,
  permissions,
  type Role,
  type UnitScope,
} from '../../platform/http/principal.ts';

/** The staff reference of a guide without one: matches no customer, while null would mean all of them. */
export const nobodysStaff = 'yutang:nobody';

const operator: Permission[] = [
  'customers.read',
  'customers.write',
  'customers.export',
  'tags.write',
  'customers.assign',
  'identity.review',
  'pond.read',
  'events.read',
  'events.write',
  'sql.read',
  'sources.read',
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
  'settings.read',
  'health.read',
];

const sets: Record<Role, readonly Permission[]> = {
  owner: permissions,
  admin: permissions,
  operator,
  manager: [
    'customers.read',
    'customers.write',
    'customers.assign',
    'pond.read',
    'events.read',
    'channels.read',
    'plays.read',
    'spend.read',
    'organisation.read',
    'team.read',
    'settings.read',
  ],
  guide: ['customers.read', 'customers.write'],
  analyst: [
    'customers.read',
    'pond.read',
    'events.read',
    'sql.read',
    'sources.read',
    'imports.read',
    'channels.read',
    'plays.read',
    'spend.read',
    'organisation.read',
    'settings.read',
  ],
};

const rolePermissions = new Map(
  Object.entries(sets).map(([role, list]) => [role, new Set(list) as ReadonlySet<Permission>]),
);

// whoever opens the stage may try everything of the demo, but nothing that concerns the whole installation, and send nothing
// out of it
const notOnTrial: readonly Permission[] = ['backup.run', 'webhooks.write'];
const trialPermissions = new Map(
  Object.entries(sets).map(([role, list]) => [
    role,
    new Set(list.filter((permission) => !notOnTrial.includes(permission))) as ReadonlySet<Permission>,
  ]),
);

/** What a role may do; `trial`: with an account that was opened without a password. */
export function permissionsOf(role: Role, trial = false): ReadonlySet<Permission> {
  return (trial ? trialPermissions : rolePermissions).get(role) ?? new Set();
}

/** What of a person's data a role sees: masked for analysts, own customers only for guides. */
export function scopeOf(role: Role, staffRef: string | null): Pick<Principal, 'masked' | 'ownStaff'> {
  return { masked: role === 'analyst', ownStaff: role === 'guide' ? (staffRef ?? nobodysStaff) : null };
}

/** Rights whose every route narrows its answer to a unit. Any other would show the whole workspace to somebody held to a part of it. */
const insideUnit: ReadonlySet<Permission> = new Set<Permission>([
  'customers.read',
  'customers.write',
  'customers.export',
  'customers.assign',
  'pond.read',
  'channels.read',
  'organisation.read',
  'settings.read',
]);

/** What a member may do and see: the role's rights, narrowed by the post and by the unit they are held to. */
export function rightsOf(member: {
  role: Role;
  staffRef: string | null;
  post: { key: string; permissions: readonly string[]; home: string } | null;
  within: UnitScope | null;
  /** With an account that was opened without a password. */
  trial?: boolean;
}): Pick<Principal, 'permissions' | 'masked' | 'ownStaff' | 'within' | 'post' | 'home'> {
  const { role, staffRef, post, within, trial } = member;
  const whole = permissionsOf(role, trial);
  const narrowed = [...whole].filter(
    (permission) =>
      (!post || post.permissions.includes(permission)) && (!within || insideUnit.has(permission)),
  );
  return {
    permissions: post || within ? new Set(narrowed) : whole,
    ...scopeOf(role, staffRef),
    within,
    post: post?.key ?? null,
    home: post?.home ?? null,
  };
}

/**
 * Whether a principal may give or take a role: nobody hands out what they do not hold (an API key with `team.write`
 * alone makes no administrator), and owners are made and unmade by owners.
 */
export function mayGrant(principal: Principal, role: Role): boolean {
  if (role === 'owner' && principal.role !== 'owner') return false;
  for (const permission of permissionsOf(role)) if (!principal.permissions.has(permission)) return false;
  return true;
}
