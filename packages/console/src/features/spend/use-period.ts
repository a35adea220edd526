import { useFormats } from '../../design/formats.ts';
import { useSession } from '../accounts/session.tsx';

const dayMs = 86_400_000;

/** The workspace's today, and the first of the last `days` days, as calendar days; `at`: the same beginning as an instant. */
export function usePeriod(days: number): { from: string; to: string; at: number } {
  const formats = useFormats();
  const session = useSession();
  const now = Date.now() + session.workspace.clockOffsetMs;
  const at = now - (days - 1) * dayMs;
  return { from: formats.date(at), to: formats.date(now), at };
}
