import type { Definition } from '@yutang/contracts/dictionary';
import { describe, expect, it } from 'vitest';
import { draftOf, putOf } from './definition-draft.ts';

const definition: Definition = {
  name: 'Order Paid',
  family: 'consumption',
  mode: 'enforce',
  zh: '支付订单',
  owner: null,
  description: null,
  properties: {
    total: { type: 'number', required: true, description: 'in yuan' },
    level: { type: 'string', enum: ['gold', 'silver'] },
    stars: { type: 'number', enum: [1, 2.5] },
  },
  version: 3,
  standard: true,
  updatedAt: null,
  updatedBy: null,
  seen: 0,
  lastSeenAt: null,
};

describe('[DAT-05] a definition in the editor', () => {
  it('comes back as it was when nothing is changed, version and descriptions kept', () => {
    const {
      name: _n,
      standard: _s,
      updatedAt: _a,
      updatedBy: _b,
      seen: _c,
      lastSeenAt: _l,
      ...stored
    } = definition;
    expect(putOf(draftOf('Order Paid', definition), definition)).toEqual(stored);
  });

  it('reads allowed values with the type they have, by either comma', () => {
    const draft = draftOf('X', null);
    draft.properties = [{ name: ' size ', type: 'number', required: false, enum: '1,2, x' }];
    expect(putOf(draft, null).properties).toEqual({ size: { type: 'number', enum: [1, 2] } });
  });
});
