import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';

/** One figure of one run. `ratio` = value ÷ floor when a floor was measured in the same run. */
export interface Measurement {
  name: string;
  value: number;
  unit: string;
  /** What DESIGN asks for, in the same unit; null when there is no target. */
  target: number | null;
  /** `at least` or `at most` the target. */
  wanted: 'at least' | 'at most';
  /** The same work by the alternative named, in the same run. */
  floor: { value: number; what: string } | null;
  ratio: number | null;
}

export type Draft = Omit<Measurement, 'ratio' | 'floor' | 'target' | 'wanted'> &
  Partial<Pick<Measurement, 'floor' | 'target' | 'wanted'>>;

/** Completes a figure with its ratio. */
export function measured(draft: Draft): Measurement {
  const floor = draft.floor ?? null;
  return {
    wanted: 'at least',
    target: null,
    ...draft,
    floor,
    ratio: floor && floor.value > 0 ? round(draft.value / floor.value) : null,
  };
}

const round = (value: number): number => Number(value.toPrecision(4));

/** One line for people. */
export function lineOf(m: Measurement): string {
  const target = m.target === null ? '' : ` · target ${m.wanted} ${m.target}${met(m) ? '' : ' — MISSED'}`;
  const floor = m.floor ? ` · ${m.floor.what}: ${round(m.floor.value)} (ratio ${m.ratio})` : '';
  return `${m.name}: ${round(m.value)} ${m.unit}${floor}${target}`;
}

/** Whether a figure meets its target; true without one. */
export function met(m: Measurement): boolean {
  if (m.target === null) return true;
  return m.wanted === 'at least' ? m.value >= m.target : m.value <= m.target;
}

const file = fileURLToPath(new URL('./results.json', import.meta.url));

/** Puts the run's figures into results.json, in place of older ones of the same name. */
export function keepResults(measurements: Measurement[]): void {
  const date = new Date().toISOString().slice(0, 10);
  const machine = `${cpus().length} cores (${cpus()[0]?.model.trim() ?? '?'}), ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`;
  const old = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { name: string }[]) : [];
  const names = new Set(measurements.map((m) => m.name));
  const kept = [
    ...old.filter((entry) => !names.has(entry.name)),
    ...measurements.map((m) => ({
      name: m.name,
      value: round(m.value),
      unit: m.unit,
      target: m.target,
      wanted: m.wanted,
      floor: m.floor && { value: round(m.floor.value), what: m.floor.what },
      ratio: m.ratio,
      machine,
      date,
    })),
  ].sort((a, b) => a.name.localeCompare(b.name));
  writeFileSync(file, `${JSON.stringify(kept, null, 2)}\n`);
}

/** Proportional set size (MB) of a process and everything it started: shared pages counted once. */
export function treeMemory(pid: number): number {
  const children = new Map<number, number[]>();
  for (const line of execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n')) {
    const [child, parent] = line.trim().split(/\s+/).map(Number) as [number, number];
    children.set(parent, [...(children.get(parent) ?? []), child]);
  }
  const of = (one: number): number =>
    pss(one) + (children.get(one) ?? []).reduce((sum, child) => sum + of(child), 0);
  return of(pid) / 1024;
}

function pss(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
