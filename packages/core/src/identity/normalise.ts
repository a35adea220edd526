import { namespaceRule, scopedNamespaces } from './namespace.ts';

/** Values that programs send when they have none; they identify nobody. */
const empties = new Set([
  '',
  'null',
  'undefined',
  'none',
  'nil',
  'nan',
  'false',
  'true',
  '0',
  '-1',
  'unknown',
  'anonymous',
  'guest',
  '[object object]',
]);

/** A normalised value, or the reason why there is none (for the person who sent it). */
export type Normalised = { ok: true; value: string } | { ok: false; code: IdentityFault; reason: string };

/** Why a value identifies nobody, for translation; `namespace`: the fault is not the value's. */
export type IdentityFault = 'namespace' | 'value' | 'filler' | 'masked' | 'rounded' | 'phone' | 'email';

const refuse = (code: IdentityFault, reason: string): Normalised => ({ ok: false, code, reason });

/**
 * Brings a value into the one spelling under which it is stored, or refuses it.
 *
 * Phones: blanks, hyphens and brackets go, full-width digits become plain, +86 / 0086 / 86 before a Chinese mobile goes,
 * other countries keep `+`. Masked (138****0000) phones and any number a spreadsheet rounded (1.38E+10) are refused,
 * never guessed. E-mail addresses are lower-cased.
 */
export function normaliseIdentity(namespace: string, raw: unknown): Normalised {
  if (!namespaceRule(namespace)) return refuse('namespace', `unknown namespace ${namespace}`);
  // a blank would make two identities one key, and an index holds no page-long text
  if (namespace.length > 100 || /\s/.test(namespace))
    return refuse('namespace', 'has a namespace too long or with blanks');
  const [base = '', scope] = namespace.split(':', 2);
  if ((scopedNamespaces as readonly string[]).includes(base) !== Boolean(scope)) {
    return refuse('namespace', scope ? `${base} takes no scope` : `${base} needs a scope, e.g. ${base}:main`);
  }
  if (typeof raw !== 'string' && typeof raw !== 'number')
    return refuse('value', 'is neither text nor a number');
  const text = String(raw).trim();
  if (empties.has(text.toLowerCase()) || /^0+$/.test(text))
    return refuse('filler', 'is a filler, not an identity');
  if (text.length > 256) return refuse('value', 'is longer than 256 characters');
  if (rounded.test(text)) return refuse('rounded', 'was rounded by a spreadsheet; format the column as text');
  if (base === 'phone') return normalisePhone(text);
  if (base === 'email') return normaliseEmail(text);
  return { ok: true, value: text };
}

/** 1.38E+10: what a spreadsheet makes of a number too long for its cell. */
const rounded = /^\d(\.\d+)?e\+\d+$/i;
const masks = /[*•●]|x{3,}/i;

function normalisePhone(text: string): Normalised {
  if (masks.test(text)) return refuse('masked', 'is masked');
  if (/^\d(\.\d+)?e\d+$/i.test(text))
    return refuse('rounded', 'was rounded by a spreadsheet; format the column as text');
  // a number that a program wrote as a decimal (13800000000.0) lost nothing
  const plain = /^[\x20-\x7e]*$/.test(text) ? text : text.normalize('NFKC');
  const digits = plain.replace(/\.0+$/, '').replace(/[\s\-–—‐‑().\u00a0]/g, '');
  const mobile = /^(?:\+?86|0086)?(1[3-9]\d{9})$/.exec(digits);
  if (mobile?.[1])
    return /^1(\d)\1{9}$/.test(mobile[1])
      ? refuse('filler', 'is a filler, not a phone')
      : { ok: true, value: mobile[1] };
  if (/^\+\d{7,15}$/.test(digits) && !digits.startsWith('+86')) return { ok: true, value: digits };
  return refuse('phone', 'is not a Chinese mobile or an international number with +');
}

function normaliseEmail(text: string): Normalised {
  const lower = text.normalize('NFKC').toLowerCase();
  if (lower.includes('*')) return refuse('masked', 'is masked');
  return /^[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+$/.test(lower)
    ? { ok: true, value: lower }
    : refuse('email', 'is not an e-mail address');
}
