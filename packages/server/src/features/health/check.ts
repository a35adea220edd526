import type { BothLanguages, CheckState, HealthCheck } from '@yutang/contracts/health';
import { AppError, formatError } from '@yutang/core/errors';

/** What a check has found. Without a remedy there is nothing to do. */
export interface Finding {
  state: CheckState;
  detail: BothLanguages;
  remedy?: BothLanguages;
}

/** One thing to look at. It answers a finding or throws; either becomes a line. */
export interface Check {
  name: string;
  label: BothLanguages;
  find(): Promise<Finding>;
  /** What to do when `find` throws or takes longer than 10 s. */
  remedy: BothLanguages;
}

const patienceMs = 10_000;

/** Runs checks side by side; their order stays. None can take the others down. */
export function runChecks(checks: readonly Check[]): Promise<HealthCheck[]> {
  return Promise.all(checks.map(runCheck));
}

async function runCheck(check: Check): Promise<HealthCheck> {
  const { name, label } = check;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Finding>((resolve) => {
    timer = setTimeout(() => resolve({ state: 'fail', ...tooLate, remedy: check.remedy }), patienceMs);
  });
  try {
    const found = await Promise.race([check.find(), late]);
    return { name, label, state: found.state, detail: found.detail, remedy: found.remedy ?? null };
  } catch (error) {
    return { name, label, state: 'fail', detail: messageOf(error), remedy: check.remedy };
  } finally {
    clearTimeout(timer);
  }
}

const tooLate = {
  detail: { en: `No answer within ${patienceMs / 1000} s.`, zh: `${patienceMs / 1000} 秒内没有应答。` },
};

function messageOf(error: unknown): BothLanguages {
  if (error instanceof AppError) {
    return {
      en: formatError(error.code, error.params, 'en'),
      zh: formatError(error.code, error.params, 'zh'),
    };
  }
  const text =
    error instanceof Error ? error.message || String((error as { code?: string }).code) : String(error);
  return { en: text, zh: text };
}

const order: CheckState[] = ['ok', 'warn', 'fail'];

/** The worst of several states. */
export function worstOf(states: Iterable<CheckState>): CheckState {
  let worst = 0;
  for (const state of states) worst = Math.max(worst, order.indexOf(state));
  return order[worst] ?? 'fail';
}

/** The same words in both languages: numbers, names, versions. */
export function plain(text: string): BothLanguages {
  return { en: text, zh: text };
}
