/** What an answer was: 0 when none came. `retryAfterMs`: how long the server asks us to wait. */
export interface Answer {
  status: number;
  retryAfterMs?: number;
}

/** The few things a browser and a mini program do differently. None of them may throw. */
export interface Platform {
  /** Storage that outlives the page; null for what is not there. Failure is silent: then nothing outlives it. */
  read(key: string): string | null;
  write(key: string, value: string): void;
  remove(key: string): void;
  /** Sends one body; answers when the server did. */
  post(body: string): Promise<Answer>;
  /** False when it is certain that nothing can be sent now. */
  online(): boolean;
  /** `context` of the Segment spec as it is at this moment. */
  context(): Record<string, unknown>;
  uuid(): string;
}

/** Says what went wrong, for the developer of the host page. Must not disturb the page. */
export type Report = (reason: string, detail?: unknown) => void;
