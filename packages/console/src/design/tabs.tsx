import { Segmented } from 'antd';
import { type ReactNode, useEffect, useRef } from 'react';
import styles from './tabs.module.css';

export interface TabsProps<T extends string> {
  value: T;
  onChange: (value: T) => void;
  options: { value: T; label: ReactNode }[];
}

/** Sub-pages of one page. Where they are wider than the screen they scroll, and the chosen one is in sight. */
export function Tabs<T extends string>({ value, onChange, options }: TabsProps<T>) {
  const strip = useRef<HTMLDivElement>(null);
  const at = options.findIndex((one) => one.value === value);
  useEffect(() => {
    const room = strip.current;
    const chosen = room?.querySelectorAll('label')[at];
    if (!room || !chosen) return;
    const { left, right } = room.getBoundingClientRect();
    const { left: from, right: to } = chosen.getBoundingClientRect();
    if (from < left) room.scrollLeft -= left - from;
    else if (to > right) room.scrollLeft += to - right;
  }, [at]);
  return (
    <div ref={strip} className={styles.tabs}>
      <Segmented<T> value={value} onChange={onChange} options={options} />
    </div>
  );
}
