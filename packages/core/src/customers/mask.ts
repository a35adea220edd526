/** 王小明 → 王**, `Ada Lovelace` → `A**`: who may not see personal data can still tell rows apart. */
export function maskName(name: string | null): string | null {
  return name === null ? null : `${[...name][0] ?? ''}**`;
}

/** 13812345678 → 138****5678; shorter values keep their last two characters. */
export function maskPhone(phone: string | null): string | null {
  if (phone === null) return null;
  return phone.length >= 10 ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : `****${phone.slice(-2)}`;
}

/** ada@example.com → a***@example.com */
export function maskEmail(email: string | null): string | null {
  if (email === null) return null;
  const at = email.lastIndexOf('@');
  return `${email.slice(0, 1)}***${at < 0 ? '' : email.slice(at)}`;
}

/** Any identity's value: phones and addresses as such, others keep their first and last two characters. */
export function maskIdentity(namespace: string, value: string): string {
  if (namespace === 'phone') return maskPhone(value) as string;
  if (namespace === 'email') return maskEmail(value) as string;
  return value.length <= 4 ? '****' : `${value.slice(0, 2)}****${value.slice(-2)}`;
}

const personal =
  /name|phone|mobile|tel|e-?mail|address|birth|id_?card|passport|wechat|openid|unionid|avatar|\bip\b/i;

/** Whether an attribute or property of this name holds personal data. */
export function isPersonal(key: string): boolean {
  return personal.test(key.replaceAll(/([a-z])([A-Z])/g, '$1_$2'));
}

/** A copy of an event's properties or a person's attributes with personal values masked, nested ones too. */
export function maskProperties(properties: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, maskValue(key, value)]));
}

/** One attribute's value, masked if its key says it is personal. */
export function maskValue(key: string, value: unknown): unknown {
  if (key === 'products') return value;
  if (isPersonal(key)) return value === null ? null : '****';
  if (Array.isArray(value)) return value.map((item) => maskValue('', item));
  if (typeof value === 'object' && value !== null) return maskProperties(value as Record<string, unknown>);
  return value;
}
