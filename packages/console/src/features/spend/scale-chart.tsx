import type { ScaleCurve } from '@yutang/contracts/spend';
import { useMemo } from 'react';
import { Chart } from '../../design/chart.tsx';
import type { EChartsCoreOption } from '../../design/echarts.ts';
import { type Formats, useFormats } from '../../design/formats.ts';
import { useWords } from '../../words/use-words.ts';
import { spendWords } from './spend-words.ts';

/** The pool as an area, the cost of an order as a line over it. */
export function ScaleChart({ curve }: { curve: ScaleCurve }) {
  const say = useWords(spendWords);
  const formats = useFormats();
  const names = useMemo(() => ({ pool: say('pool'), cost: say('perOrder') }), [say]);
  const option = useMemo(() => optionOf(curve, names, formats), [curve, names, formats]);
  return <Chart option={option} height={280} label={say('tab.scale')} />;
}

function optionOf(
  curve: ScaleCurve,
  names: { pool: string; cost: string },
  formats: Formats,
): EChartsCoreOption {
  const label = { color: 'var(--ink-soft)', fontSize: 12 };
  return {
    animationDuration: 400,
    grid: { left: 4, right: 4, top: 34, bottom: 0, containLabel: true },
    legend: {
      top: 0,
      left: 0,
      itemWidth: 10,
      itemHeight: 10,
      textStyle: label,
      data: [names.cost, names.pool],
    },
    tooltip: {
      trigger: 'axis',
      backgroundColor: 'var(--raised)',
      borderColor: 'var(--line)',
      textStyle: { color: 'var(--ink)', fontSize: 13 },
      confine: true,
    },
    xAxis: {
      type: 'category',
      data: curve.items.map((point) => formats.day(point.label)),
      axisLabel: { ...label, hideOverlap: true, margin: 14 },
      axisLine: { lineStyle: { color: 'var(--line-strong)' } },
      axisTick: { show: false },
    },
    yAxis: [
      {
        type: 'value',
        axisLabel: { ...label, formatter: (minor: number) => formats.money(minor) },
        splitLine: { lineStyle: { color: 'var(--line)' } },
        splitNumber: 4,
      },
      { type: 'value', axisLabel: { ...label, formatter: formats.short }, splitLine: { show: false } },
    ],
    series: [
      {
        type: 'line',
        name: names.cost,
        data: curve.items.map((point) => point.perOrderMinor),
        connectNulls: true,
        symbolSize: 6,
        lineStyle: { color: 'var(--commercial)', width: 2 },
        itemStyle: { color: 'var(--commercial)' },
        tooltip: {
          valueFormatter: (value: unknown) => (typeof value === 'number' ? formats.money(value) : '—'),
        },
      },
      {
        type: 'line',
        name: names.pool,
        yAxisIndex: 1,
        data: curve.items.map((point) => point.strictPrivate),
        showSymbol: false,
        lineStyle: { color: 'var(--water)', width: 1.5 },
        itemStyle: { color: 'var(--water)' },
        areaStyle: { color: 'var(--water)', opacity: 0.12 },
        tooltip: { valueFormatter: (value: unknown) => formats.number(Number(value)) },
      },
    ],
  };
}
