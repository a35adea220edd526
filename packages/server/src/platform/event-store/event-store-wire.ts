import { AppError, type ErrorCode, type ErrorParams, errorCatalogue } from '@yutang/core/errors';
import type { EventStore } from './event-store.ts';

/** What may be asked by message: everything but `close`, which is the owner's alone. */
export type AskableMethod = Exclude<keyof EventStore, 'close'>;

/** A request to the thread that holds the store. `wake` has no answer. */
export type StoreRequest = { id: number; method: AskableMethod; args: unknown[] } | { wake: true };

export type StoreAnswer = { id: number; result: unknown } | { id: number; fault: WireFault };

/** An error as it crosses threads: structured clone would drop `code` and `params`. */
export interface WireFault {
  code?: ErrorCode;
  params?: ErrorParams;
  message: string;
  stack?: string;
}

export function toWire(error: unknown): WireFault {
  if (error instanceof AppError) return { code: error.code, params: error.params, message: error.message };
  if (error instanceof Error)
    return { message: error.message, ...(error.stack ? { stack: error.stack } : {}) };
  return { message: String(error) };
}

export function fromWire(fault: WireFault): Error {
  if (fault.code !== undefined && fault.code in errorCatalogue) return new AppError(fault.code, fault.params);
  const error = new Error(fault.message);
  if (fault.stack !== undefined)
    error.stack = `${error.stack ?? ''}\nin the event store’s thread: ${fault.stack}`;
  return error;
}
