import type { JourneyView, Touchpoint } from '@yutang/contracts/ownership';
import {
  type ExperienceGap,
  gapsOf,
  type JourneyStep,
  journeyEvents,
  journeyStepOf,
  journeySteps,
} from '@yutang/core/organisation';
import type { EventStore } from '../../platform/event-store/event-store.ts';

/** A touchpoint without numbers of its own: `touchpoint` finds it by any spelling of its channel. */
type FindTouchpoint = (channel: string) => Omit<Touchpoint, 'events'>;

/**
 * The customer journey step by step (ORG-06): at which touchpoints people were met, who answers for each, and what is
 * missing. Of all events, or of one person's (`homes`). Worst first is for the reader: steps stand in their order, the
 * touchpoints of a step by events, those nobody answers for first.
 */
export async function askJourney(
  events: EventStore,
  workspaceId: number,
  touchpoint: FindTouchpoint,
  homes?: readonly number[],
): Promise<JourneyView> {
  const upTo = await events.watermark(workspaceId);
  const rows =
    homes?.length === 0
      ? []
      : await events.query<{ name: string; channel: string | null; count: number }>(workspaceId, {
          sql: `select name, channel, count(*) as count from events
            where name in (:names) ${homes ? 'and source in (:homes)' : ''} group by name, channel`,
          params: { names: journeyEvents, ...(homes && { homes }) },
        });
  const steps = new Map<JourneyStep, { nowhere: number; met: Map<string, Touchpoint> }>(
    journeySteps.map((step) => [step, { nowhere: 0, met: new Map() }]),
  );
  for (const { name, channel, count } of rows) {
    const step = steps.get(journeyStepOf(name) ?? 'meet');
    if (!step) continue;
    if (channel === null || channel === '') {
      step.nowhere += count;
      continue;
    }
    const found = touchpoint(channel);
    const known = step.met.get(found.channel);
    step.met.set(found.channel, { ...found, events: count + (known?.events ?? 0) });
  }
  return {
    upTo,
    steps: [...steps].map(([step, { nowhere, met }]) => {
      const touchpoints = [...met.values()]
        .map((one) => ({ ...one, gaps: gapsOf(one.duty) }))
        .sort(
          (a, b) =>
            Number(a.duty !== null) - Number(b.duty !== null) ||
            b.events - a.events ||
            (a.channel < b.channel ? -1 : 1),
        );
      const gaps: ExperienceGap[] = touchpoints.length === 0 ? ['no-touchpoint'] : [];
      for (const { gaps: of } of touchpoints) for (const gap of of) if (!gaps.includes(gap)) gaps.push(gap);
      const count = (keep: (one: Touchpoint) => boolean) =>
        touchpoints.reduce((sum, one) => sum + (keep(one) ? one.events : 0), 0);
      return {
        step,
        events: nowhere + count(() => true),
        unowned: count((one) => one.duty === null),
        nowhere,
        touchpoints,
        gaps,
      };
    }),
  };
}
