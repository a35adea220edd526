import { useEffect, useRef } from 'react';
import { useTheme } from '../app/theme.tsx';
import { type EChartsCoreOption, init } from './echarts.ts';

export interface ChartProps {
  option: EChartsCoreOption;
  height: number;
  /** What the chart shows, for those who cannot see it. */
  label: string;
  /** A bar or point was pressed: its series and its place along the axis. */
  onPick?: (series: string, index: number) => void;
}

/** A chart as SVG; imported only by pages that are loaded apart. Colours are CSS colours of the palette, resolved here. */
export function Chart({ option, height, label, onPick }: ChartProps) {
  const ref = useRef<HTMLDivElement>(null);
  const pick = useRef(onPick);
  pick.current = onPick;
  const { tone } = useTheme();
  // biome-ignore lint/correctness/useExhaustiveDependencies: colours are read anew when the tone changes
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const chart = init(element, null, { renderer: 'svg' });
    chart.setOption(resolveColours(option));
    chart.on('click', (event) => pick.current?.(event.seriesName ?? '', event.dataIndex));
    const observer = new ResizeObserver(() => chart.resize());
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.dispose();
    };
  }, [option, tone]);
  return <div ref={ref} style={{ height, width: '100%' }} role="img" aria-label={label} />;
}

/** `var(--water)` anywhere in the option → the colour it stands for now. */
function resolveColours(option: EChartsCoreOption): EChartsCoreOption {
  const style = getComputedStyle(document.documentElement);
  const resolve = (value: unknown): unknown => {
    if (typeof value === 'string') {
      const name = /^var\((--[a-z-]+)\)$/.exec(value)?.[1];
      return name ? style.getPropertyValue(name).trim() : value;
    }
    if (Array.isArray(value)) return value.map(resolve);
    if (value && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner)]));
    }
    return value;
  };
  return resolve(option) as EChartsCoreOption;
}
