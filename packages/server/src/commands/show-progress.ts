import type { CopyProgress } from '../platform/backup/create-backup.ts';

/** A line on the terminal that follows a backup or restore; silent when nobody watches. */
export function showProgress(): { show(progress: Omit<CopyProgress, 'bytes'>): void; end(): void } {
  const watched = process.stderr.isTTY === true;
  let shown = 0;
  return {
    show({ step, rows, expectedRows }) {
      const now = Date.now();
      if (!watched || now - shown < 200) return;
      shown = now;
      const share = expectedRows > 0 ? ` ${Math.min(100, Math.round((100 * rows) / expectedRows))} %` : '';
      process.stderr.write(`\r\u001b[K${step}: ${rows} rows${share}`);
    },
    end() {
      if (watched) process.stderr.write('\r\u001b[K');
    },
  };
}
