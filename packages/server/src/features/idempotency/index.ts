export { createIdempotency, type Idempotency, type IdempotencyDeps } from './create-idempotency.ts';
