import styles from './bars.module.css';

export interface Bar {
  key: string;
  value: number;
  /** Part of the value shown in the colour of trouble. */
  bad?: number;
  /** Said on hover. */
  title: string;
}

/** Small bars in a row, for volume by day. */
export function Bars({ bars, label, height = 44 }: { bars: readonly Bar[]; label: string; height?: number }) {
  const most = Math.max(1, ...bars.map((bar) => bar.value + (bar.bad ?? 0)));
  return (
    <div className={styles.bars} style={{ height }} role="img" aria-label={label}>
      {bars.map((bar) => (
        <span key={bar.key} title={bar.title}>
          {bar.bad ? <i className={styles.bad} style={{ height: `${(100 * bar.bad) / most}%` }} /> : null}
          <i style={{ height: `${(100 * bar.value) / most}%` }} />
        </span>
      ))}
    </div>
  );
}
