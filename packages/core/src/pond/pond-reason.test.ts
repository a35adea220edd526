import { describe, expect, it } from 'vitest';
import { pondReasons, reasonOfEvent, reasonOfPartition } from './pond-reason.ts';

describe('reasons of a change', () => {
  it('[ACQ-01] say who ended a friendship', () => {
    expect(reasonOfEvent('Contact Removed', { by: 'customer' })).toBe('deleted_by_customer');
    expect(reasonOfEvent('Contact Removed', { by: 'staff' })).toBe('deleted_by_staff');
    expect(reasonOfEvent('Contact Removed', {})).toBe('contact_removed');
    expect(reasonOfEvent('Consent Withdrawn', {})).toBe('consent_withdrawn');
    expect(reasonOfEvent('Page Viewed', {})).toBeUndefined();
  });

  it('of the partition: born, recognised, merged, parted', () => {
    expect(reasonOfPartition(null, 0, null)).toBe('first_seen');
    expect(reasonOfPartition(0, 1, null)).toBe('identified');
    expect(reasonOfPartition(7, null, 'lost')).toBe('merged');
    expect(reasonOfPartition(1, 7, 'gained')).toBe('merged');
    expect(reasonOfPartition(7, 1, 'lost')).toBe('parted');
    expect(reasonOfPartition(null, 1, 'gained')).toBe('parted');
    expect(new Set(pondReasons).size).toBe(pondReasons.length);
  });
});
