import { PermissionName, RoleName } from '@yutang/contracts/accounts';
import { describe, expect, it } from 'vitest';
import { type Permission, type Principal, permissions, roles } from '../../platform/http/principal.ts';
import { mayGrant, nobodysStaff, permissionsOf, scopeOf } from './role-permissions.ts';

function principal(role: Principal['role'], only?: Permission[]): Principal {
  return {
    workspaceId: 1,
    accountId: 1,
    keyId: null,
    role,
    permissions: only ? new Set(only) : permissionsOf(role),
    label: role,
    masked: false,
    ownStaff: null,
    within: null,
    post: null,
    home: null,
    language: 'en',
  };
}

describe('[CMP-12] roles', () => {
  it('are named alike in contract and server, permissions too', () => {
    expect(RoleName.enum).toEqual([...roles]);
    expect(PermissionName.enum).toEqual([...permissions]);
  });

  it('show a guide own customers only, and none at all without a staff reference', () => {
    expect(scopeOf('guide', 'li.si')).toEqual({ masked: false, ownStaff: 'li.si' });
    expect(scopeOf('guide', null).ownStaff).toBe(nobodysStaff);
    expect(scopeOf('manager', 'li.si').ownStaff).toBeNull();
  });

  it('mask personal data for analysts, who can neither write nor export it', () => {
    expect(roles.filter((role) => scopeOf(role, null).masked)).toEqual(['analyst']);
    const set = [...permissionsOf('analyst')];
    expect(set.filter((permission) => !permission.endsWith('.read'))).toEqual([]);
  });

  it('leave erasing, keys, team and settings to owner and admin', () => {
    const guarded: Permission[] = [
      'customers.erase',
      'keys.write',
      'team.write',
      'settings.write',
      'audit.read',
    ];
    for (const permission of [...guarded, 'backup.run' as const]) {
      expect(roles.filter((role) => permissionsOf(role).has(permission))).toEqual(['owner', 'admin']);
    }
  });

  it('are given by those who hold as much, owner by owners', () => {
    expect(roles.filter((role) => mayGrant(principal('owner'), role))).toEqual([...roles]);
    expect(mayGrant(principal('admin'), 'owner')).toBe(false);
    expect(mayGrant(principal('admin'), 'admin')).toBe(true);
    expect(
      mayGrant(principal('operator', ['team.write', 'customers.read', 'customers.write']), 'guide'),
    ).toBe(true);
    expect(mayGrant(principal('operator', ['team.write', 'customers.read']), 'guide')).toBe(false);
  });
});
