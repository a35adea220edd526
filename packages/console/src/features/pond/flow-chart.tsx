import type { PondFlow } from '@yutang/contracts/pond';
import { useMemo } from 'react';
import { Chart } from '../../design/chart.tsx';
import type { EChartsCoreOption } from '../../design/echarts.ts';
import { type Formats, useFormats } from '../../design/formats.ts';
import { useWords } from '../../words/use-words.ts';
import { pondWords } from './pond-words.ts';

interface FlowChartProps {
  flow: PondFlow;
  onPick: (direction: 'in' | 'out', day: string) => void;
}

/** In above the line, out below it, day by day, and how many stood in the pond. */
export function FlowChart({ flow, onPick }: FlowChartProps) {
  const say = useWords(pondWords);
  const formats = useFormats();
  const names = useMemo(() => ({ entered: say('entered'), left: say('left'), stand: say('stand') }), [say]);
  const option = useMemo(() => optionOf(flow, names, formats), [flow, names, formats]);
  return (
    <Chart
      option={option}
      height={248}
      label={say('flow')}
      onPick={(series, index) => {
        const bucket = flow.buckets[index];
        if (bucket && series !== names.stand) onPick(series === names.entered ? 'in' : 'out', bucket.label);
      }}
    />
  );
}

function optionOf(
  flow: PondFlow,
  names: { entered: string; left: string; stand: string },
  formats: Formats,
): EChartsCoreOption {
  const axis = { axisLine: { show: false }, axisTick: { show: false } };
  const label = { color: 'var(--ink-faint)', fontSize: 11.5 };
  const bar = { type: 'bar', stack: 'flow', barMaxWidth: 16, cursor: 'pointer' };
  return {
    grid: { left: 4, right: 4, top: 34, bottom: 0, containLabel: true },
    legend: {
      top: 0,
      left: 0,
      itemWidth: 10,
      itemHeight: 10,
      textStyle: { color: 'var(--ink-soft)', fontSize: 12.5 },
      data: [names.entered, names.left, names.stand],
    },
    tooltip: {
      trigger: 'axis',
      backgroundColor: 'var(--raised)',
      borderColor: 'var(--line)',
      textStyle: { color: 'var(--ink)', fontSize: 13 },
      valueFormatter: (value: unknown) => formats.number(Math.abs(Number(value))),
      confine: true,
    },
    xAxis: {
      type: 'category',
      data: flow.buckets.map((bucket) => formats.day(bucket.label)),
      axisLabel: { ...label, hideOverlap: true, margin: 14 },
      ...axis,
    },
    yAxis: [
      {
        type: 'value',
        axisLabel: { ...label, formatter: (value: number) => formats.short(Math.abs(value)) },
        splitLine: { lineStyle: { color: 'var(--line)' } },
        splitNumber: 4,
      },
      {
        type: 'value',
        axisLabel: { ...label, formatter: formats.short },
        splitLine: { show: false },
        scale: true,
      },
    ],
    series: [
      {
        ...bar,
        name: names.entered,
        data: flow.buckets.map((bucket) => bucket.entered),
        itemStyle: { color: 'var(--water)', borderRadius: [3, 3, 0, 0] },
      },
      {
        ...bar,
        name: names.left,
        data: flow.buckets.map((bucket) => -bucket.left),
        itemStyle: { color: 'var(--commercial)', borderRadius: [0, 0, 3, 3] },
      },
      {
        type: 'line',
        name: names.stand,
        yAxisIndex: 1,
        data: flow.buckets.map((bucket) => bucket.end),
        showSymbol: false,
        smooth: 0.2,
        lineStyle: { color: 'var(--ink-faint)', width: 1.5 },
        itemStyle: { color: 'var(--ink-faint)' },
      },
    ],
  };
}
