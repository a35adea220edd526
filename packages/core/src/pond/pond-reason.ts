import type { PondState } from './pond-state.ts';

/** Why a person's state changed. */
export const pondReasons = [
  'first_seen',
  'identified',
  'contact_added',
  'followed',
  'community_joined',
  'consent_granted',
  'owner_assigned',
  'deleted_by_customer',
  'deleted_by_staff',
  'contact_removed',
  'unfollowed',
  'community_left',
  'consent_withdrawn',
  'owner_released',
  'merged',
  'parted',
  'erased',
] as const;
export type PondReason = (typeof pondReasons)[number];

const byEvent: Record<string, PondReason> = {
  'Contact Added': 'contact_added',
  'Contact Removed': 'contact_removed',
  'Account Followed': 'followed',
  'Account Unfollowed': 'unfollowed',
  'Community Joined': 'community_joined',
  'Community Left': 'community_left',
  'Consent Granted': 'consent_granted',
  'Consent Withdrawn': 'consent_withdrawn',
  'Owner Assigned': 'owner_assigned',
  'Owner Released': 'owner_released',
};

/** The reason a relation or consent event gives; undefined for any other event. */
export function reasonOfEvent(name: string, properties: Record<string, unknown>): PondReason | undefined {
  if (name === 'Contact Removed') {
    if (properties.by === 'customer') return 'deleted_by_customer';
    if (properties.by === 'staff') return 'deleted_by_staff';
  }
  return Object.hasOwn(byEvent, name) ? byEvent[name] : undefined;
}

/**
 * The reason a change of the partition or a new identity gives. `moved`: homes came or went at this instant; `gained`
 * says which. null states: the person did not exist before, or exists no more.
 */
export function reasonOfPartition(
  before: PondState | null,
  after: PondState | null,
  moved: 'gained' | 'lost' | null,
): PondReason {
  if (moved) return before === null || moved === 'lost' ? (after === null ? 'merged' : 'parted') : 'merged';
  return before === null ? 'first_seen' : 'identified';
}
