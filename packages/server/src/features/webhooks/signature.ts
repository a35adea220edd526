import { createHmac, randomBytes } from 'node:crypto';

const prefix = 'whsec_';

/** A new secret: 32 random bytes as the specification writes them. */
export const newSecret = (): string => prefix + randomBytes(32).toString('base64');

/** What is signed: these three, joined by dots. `timestamp` is in seconds. */
export interface SignedMessage {
  id: string;
  timestamp: number;
  body: string;
}

/** `v1,<base64 of HMAC-SHA-256>` by one secret, after the Standard Webhooks specification 1.0. */
export function signatureOf(secret: string, { id, timestamp, body }: SignedMessage): string {
  const key = Buffer.from(secret.startsWith(prefix) ? secret.slice(prefix.length) : secret, 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

/** The headers of a message. Several secrets, while one takes over from another, give several signatures. */
export function webhookHeaders(secrets: readonly string[], message: SignedMessage): Record<string, string> {
  return {
    'webhook-id': message.id,
    'webhook-timestamp': String(message.timestamp),
    'webhook-signature': secrets.map((secret) => signatureOf(secret, message)).join(' '),
  };
}
