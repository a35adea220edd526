const personal =
  /name|phone|mobile|tel|e-?mail|address|birth|id_?card|passport|wechat|openid|unionid|avatar|member_?no|\bip\b/i;

/** Keys under which a person may be named as `namespace value`, e.g. `payer: 'phone 138…'`. */
const partyKeys = new Set(['payer', 'beneficiary', 'to']);
/** Keys that hold the value of an identity, beside its `namespace`. */
const identityKeys = new Set(['value', 'id']);

/** Whether an attribute or property of this name holds personal data. */
export function isPersonal(key: string): boolean {
  return personal.test(key.replaceAll(/([a-z])([A-Z])/g, '$1_$2'));
}

/** A copy of an event's properties or a person's attributes with personal values masked, nested ones too. */
export function maskProperties(properties: Record<string, unknown>): Record<string, unknown> {
  const isIdentity = Object.hasOwn(properties, 'namespace');
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [
      key,
      isIdentity && identityKeys.has(key) && value !== null ? '****' : maskProperty(key, value),
    ]),
  );
}

/** One attribute's value, masked if its key says it is personal. */
export function maskProperty(key: string, value: unknown): unknown {
  if (key === 'products') return value;
  if (isPersonal(key)) return value === null ? null : '****';
  if (partyKeys.has(key) && typeof value === 'string' && value.includes(' ')) return '****';
  if (Array.isArray(value)) return value.map((item) => maskProperty('', item));
  if (typeof value === 'object' && value !== null) return maskProperties(value as Record<string, unknown>);
  return value;
}
