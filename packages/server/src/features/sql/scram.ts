import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';

const iterations = 4096;

/** What PostgreSQL keeps of a password (SCRAM-SHA-256), so that the password itself is in no statement and no server log. */
export function scramVerifier(password: string, salt: Buffer): string {
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const hmac = (text: string) => createHmac('sha256', salted).update(text).digest();
  const stored = createHash('sha256').update(hmac('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${stored}:${hmac('Server Key').toString('base64')}`;
}
