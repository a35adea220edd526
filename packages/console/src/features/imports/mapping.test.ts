import type { ImportField, ImportSpec } from '@yutang/contracts/imports';
import { describe, expect, it } from 'vitest';
import { isComplete, missingFields, targetOf, withColumn, withKind } from './mapping.ts';

const spec: ImportSpec = {
  kind: 'customers',
  source: 'crm',
  columns: [
    { column: '编号', field: 'externalId' },
    { column: '城市', field: 'attribute:city' },
  ],
};
const field = (name: string, required: boolean): ImportField => ({
  field: name,
  en: name,
  zh: name,
  required,
  type: 'text',
});

describe('matching columns of a file', () => {
  it('keeps of another kind what it has, and makes properties of the rest', () => {
    const fields = [field('externalId', false), field('property:', false), field('channel', false)];
    const before = {
      ...spec,
      constants: [
        { field: 'channel', value: 'jd' },
        { field: 'memberLevel', value: 'x' },
      ],
    };
    expect(withKind(before, 'orders', fields)).toEqual({
      kind: 'orders',
      source: 'crm',
      cancellation: { by: 'negative' },
      columns: [
        { column: '编号', field: 'externalId' },
        { column: '城市', field: 'property:城市' },
      ],
      constants: [{ field: 'channel', value: 'jd' }],
    });
  });

  it('reads a mapping as a field and the name that follows it', () => {
    expect(targetOf(spec.columns[1], [])).toEqual({ field: 'attribute:', name: 'city' });
    expect(targetOf(spec.columns[0], [])).toEqual({ field: 'externalId', name: '' });
    const shop = { column: '买家', field: 'identity:shop:jd' };
    expect(targetOf(shop, [field('identity:', false), field('identity:shop:', false)])).toEqual({
      field: 'identity:shop:',
      name: 'jd',
    });
    expect(targetOf(undefined, [])).toBeNull();
    expect(targetOf(spec.columns[1], [field('attribute:city', false)])).toEqual({
      field: 'attribute:city',
      name: '',
    });
  });

  it('maps a column anew or leaves it out, and touches no other', () => {
    expect(withColumn(spec, '编号', { field: 'identity:', name: 'member' }).columns).toEqual([
      { column: '城市', field: 'attribute:city' },
      { column: '编号', field: 'identity:member' },
    ]);
    expect(withColumn(spec, '城市', null).columns).toEqual([{ column: '编号', field: 'externalId' }]);
  });

  it('names required fields that nothing fills, constants counted', () => {
    const fields = [field('externalId', true), field('channel', true), field('name', false)];
    expect(missingFields(spec, fields).map((one) => one.field)).toEqual(['channel']);
    expect(missingFields({ ...spec, constants: [{ field: 'channel', value: 'crm' }] }, fields)).toEqual([]);
  });

  it('is not complete while a name is missing', () => {
    expect(isComplete(spec)).toBe(true);
    expect(isComplete(withColumn(spec, '城市', { field: 'attribute:', name: '' }))).toBe(false);
    expect(isComplete({ ...spec, source: ' ' })).toBe(false);
  });
});
