import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Keeps credentials of others unreadable in the database and its backups. */
export interface Sealer {
  seal(text: string): string;
  /** @throws Error for what was sealed under another secret, or changed since. */
  open(sealed: string): string;
}

const version = 'v1';

/**
 * AES-256-GCM under a key drawn from the installation's secret (HKDF-SHA-256, named by `purpose`, so that what is sealed for
 * one use cannot be opened in another). Text form: `v1.<nonce><tag><ciphertext>` in base64url.
 */
export function createSealer(secret: string, purpose: string): Sealer {
  const key = Buffer.from(hkdfSync('sha256', secret, '', `yutang ${purpose}`, 32));
  return {
    seal(text) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return `${version}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`;
    },
    open(sealed) {
      const [form, text = ''] = sealed.split('.');
      const bytes = Buffer.from(text, 'base64url');
      if (form !== version || bytes.length < 28) throw new Error('this is nothing we sealed');
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
      decipher.setAuthTag(bytes.subarray(12, 28));
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
    },
  };
}
