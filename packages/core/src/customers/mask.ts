const personal =
  /name|phone|mobile|tel|e-?mail|address|birth|id_?card|passport|wechat|openid|unionid|avatar|member_?no|\bip\b/i;

/** Whether an attribute or property of this name holds personal data. */
export function isPersonal(key: string): boolean {
  return personal.test(key.replaceAll(/([a-z])([A-Z])/g, '$1_$2'));
}

/** A copy of an event's properties or a person's attributes with personal values masked, nested ones too. */
export function maskProperties(properties: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [key, maskProperty(key, value)]),
  );
}

/** One attribute's value, masked if its key says it is personal. */
export function maskProperty(key: string, value: unknown): unknown {
  if (key === 'products') return value;
  if (isPersonal(key)) return value === null ? null : '****';
  if (Array.isArray(value)) return value.map((item) => maskProperty('', item));
  if (typeof value === 'object' && value !== null) return maskProperties(value as Record<string, unknown>);
  return value;
}
