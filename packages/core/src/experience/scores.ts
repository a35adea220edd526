/** Below this many answers no rate is told: an interval would be wider than any difference worth acting on. */
export const fewAnswers = 30;

/** A figure with its 95 % interval; all null below `fewAnswers`. */
export interface Estimate {
  value: number | null;
  low: number | null;
  high: number | null;
}

const z = 1.96;
const unknown: Estimate = { value: null, low: null, high: null };

/** Share of satisfied answers, 0…1, with Wilson's score interval (Wilson 1927). */
export function satisfaction(satisfied: number, answers: number): Estimate {
  if (answers < fewAnswers) return unknown;
  const share = satisfied / answers;
  const weight = z ** 2 / answers;
  const middle = (share + weight / 2) / (1 + weight);
  const half = (z * Math.sqrt((share * (1 - share)) / answers + weight / (4 * answers))) / (1 + weight);
  return { value: share, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/**
 * Net promoter score, −100…100: share of promoters (9 and 10) less share of detractors (0 to 6). The interval is the adjusted Wald
 * interval with three answers added, ¾ promoters, 1½ passives, ¾ detractors (Rocks 2016).
 */
export function netPromoters(promoters: number, detractors: number, answers: number): Estimate {
  if (answers < fewAnswers) return unknown;
  const n = answers + 3;
  const up = (promoters + 0.75) / n;
  const down = (detractors + 0.75) / n;
  const middle = up - down;
  const half = z * Math.sqrt((up + down - middle ** 2) / n);
  return {
    value: (100 * (promoters - detractors)) / answers,
    low: Math.max(-100, 100 * (middle - half)),
    high: Math.min(100, 100 * (middle + half)),
  };
}
