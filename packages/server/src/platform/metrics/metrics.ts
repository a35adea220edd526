/** Counters of this process by name and labels, for `/metrics` in the Prometheus text format. */
export interface Metrics {
  /** Adds to a counter. `labels` is written as in the format, e.g. `{stage="log"}`. */
  add(name: string, labels: string, value: number): void;
  /** Everything counted so far, as text. */
  text(): string;
}

const help: Record<string, string> = {
  yutang_tick_events_total: 'Events the engine has taken into the log',
  yutang_tick_stage_seconds_total: 'Wall time of the engine by stage of the tick',
};

export function createMetrics(): Metrics {
  const counters = new Map<string, Map<string, number>>();
  return {
    add(name, labels, value) {
      const family = counters.get(name) ?? new Map<string, number>();
      counters.set(name, family);
      family.set(labels, (family.get(labels) ?? 0) + value);
    },
    text() {
      const lines: string[] = [];
      for (const [name, family] of counters) {
        lines.push(`# HELP ${name} ${help[name] ?? name}`, `# TYPE ${name} counter`);
        for (const [labels, value] of family) lines.push(`${name}${labels} ${value}`);
      }
      const { rss, heapUsed } = process.memoryUsage();
      const { user, system } = process.cpuUsage();
      lines.push(
        '# TYPE process_cpu_seconds_total counter',
        `process_cpu_seconds_total ${(user + system) / 1e6}`,
      );
      lines.push('# TYPE process_resident_memory_bytes gauge', `process_resident_memory_bytes ${rss}`);
      lines.push('# TYPE nodejs_heap_used_bytes gauge', `nodejs_heap_used_bytes ${heapUsed}`, '');
      return lines.join('\n');
    },
  };
}
