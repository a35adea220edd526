import { describe, expect, it } from 'vitest';
import { isSigned } from '../../../testing/webhook-receiver.ts';
import { newSecret, signatureOf, webhookHeaders } from './signature.ts';

describe('the signature of a webhook', () => {
  it('[INT-09] is the one that the reference implementation publishes for its own message', () => {
    const message = {
      id: 'msg_27UH4WbU6Z5A5EzD8u03UvzRbpk',
      timestamp: 1_649_367_553,
      body: '{"email":"test@example.com","username":"test_user"}',
    };
    const signature = 'v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=';
    expect(signatureOf('whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD', message)).toBe(signature);
  });

  it('[INT-09] is made with a secret of 24 to 64 random bytes, never the same', () => {
    const secrets = Array.from({ length: 20 }, newSecret);
    expect(new Set(secrets).size).toBe(20);
    for (const secret of secrets) {
      expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]+=*$/);
      expect(Buffer.from(secret.slice(6), 'base64')).toHaveLength(32);
    }
  });

  it('[INT-09] stands once for each secret while one takes over from another', () => {
    const [fresh, before, other] = [newSecret(), newSecret(), newSecret()];
    const message = { id: 'msg_1_2', timestamp: 1_780_000_000, body: '{"type":"order.paid","名":"鱼"}' };
    const headers = webhookHeaders([fresh, before], message);
    expect(headers['webhook-signature']?.split(' ')).toHaveLength(2);
    const request = { path: '/', headers, body: message.body, json: null };
    expect([fresh, before, other].map((secret) => isSigned(request, secret))).toEqual([true, true, false]);
    expect(isSigned({ ...request, body: `${message.body} ` }, fresh)).toBe(false);
  });
});
