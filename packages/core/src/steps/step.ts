/** One step on the way from a stranger to a loyal customer, and which events are a data point of it (DAT-18). */
export interface Step {
  /** What the step is known by for good; never changed. */
  key: string;
  /** As the workspace calls it; null: as the platform calls the key. */
  name: string | null;
  /** Names of events, any of which is a data point. */
  events: readonly string[];
  /** Only events of this channel, by its one name; null: of any. */
  channel: string | null;
  /** Data points a person needs; events of one order are one. */
  times: number;
}

/** A step as people describe it: one without a key is new. */
export type StepDraft = Omit<Step, 'key'> & { key?: string | undefined };

/** Gives new steps a key that no other of the list has: `step_1`, `step_2` … */
export function stepKeys(drafts: readonly StepDraft[]): Step[] {
  const taken = new Set(drafts.flatMap(({ key }) => key ?? []));
  let next = 1;
  return drafts.map((draft) => {
    if (draft.key !== undefined) return { ...draft, key: draft.key };
    while (taken.has(`step_${next}`)) next += 1;
    taken.add(`step_${next}`);
    return { ...draft, key: `step_${next}` };
  });
}
