import styles from './track.module.css';

/** How far a work is; `share` 0 … 1. */
export function Track({ share, label }: { share: number; label: string }) {
  const percent = Math.round(100 * Math.min(1, share));
  return (
    <span
      className={styles.track}
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <i style={{ width: `${percent}%` }} />
    </span>
  );
}
