import { describe, expect, it } from 'vitest';
import { satisfaction } from '../experience/index.ts';
import { rudeOutlet } from './opinions.ts';
import { demoSimulation, simulate } from './simulate.ts';

describe('what simulated people say', () => {
  it('shows the planted rude outlet: apart from all others by its interval, and no other is', () => {
    const { events } = simulate({ ...demoSimulation, endAt: Date.UTC(2026, 10, 21, 16), truth: false });
    const outlets = new Map<string, { satisfied: number; answers: number; complaints: number }>();
    for (const { event } of events) {
      const { name, outlet, properties } = event;
      if (outlet === null || !['Feedback Given', 'Complaint Made'].includes(name)) continue;
      const sums = outlets.get(outlet) ?? { satisfied: 0, answers: 0, complaints: 0 };
      if (name === 'Complaint Made') sums.complaints++;
      else if (properties.measure === 'csat' && properties.step === '门店服务') {
        sums.answers++;
        if (Number(properties.score) >= 4) sums.satisfied++;
      }
      outlets.set(outlet, sums);
    }
    const whole = [...outlets.values()].reduce((sum, { satisfied }) => sum + satisfied, 0);
    const answers = [...outlets.values()].reduce((sum, one) => sum + one.answers, 0);
    const apart = [...outlets].filter(([, one]) => {
      const { high } = satisfaction(one.satisfied, one.answers);
      return high !== null && high < whole / answers - 0.1;
    });
    expect(apart.map(([outlet]) => outlet)).toEqual([rudeOutlet]);
    const most = [...outlets].sort(([, a], [, b]) => b.complaints - a.complaints)[0];
    expect(most?.[0]).toBe(rudeOutlet);
  });
});
