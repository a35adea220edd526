import { channelName } from '@yutang/core/channels';
import type { Step } from '@yutang/core/steps';
import { clickhouseDialect, type Dialect, duckdbDialect } from '../../platform/event-store/dialect.ts';
import type { EventStore, Question, QuestionParams } from '../../platform/event-store/event-store.ts';

/** Which events and whose are asked for. */
export interface StepWindow {
  workspaceId: number;
  /** Epoch ms; `from ≤ occurred_at < to`. */
  from: number;
  to: number;
  /** Only people with an event in this channel, or of this play. */
  channel: string | undefined;
  play: string | undefined;
  /** Spellings of channels that events carried. */
  spellings: readonly string[];
}

/** How far one step is measured. `lastAt`: latest data point of the window, of whomever; null: not tracked. */
export interface StepCount {
  people: number;
  lastAt: number | null;
}

/** How many people have an event in the window, and how many of them the data points of each step. */
export async function askSteps(
  events: EventStore,
  window: StepWindow,
  steps: readonly Step[],
): Promise<{ people: number; steps: StepCount[] }> {
  const columns = steps.map(
    (step, i) =>
      `sum(case when fits = 1 and ${reached(step, i)} then 1 else 0 end) as people${i}, max(last${i}) as latest${i}`,
  );
  const [row = {}] = await events.query<Record<string, number | null>>(
    window.workspaceId,
    question(window, steps, (people) => `select sum(fits) as people, ${columns.join(', ')} from (${people})`),
  );
  return {
    people: row.people ?? 0,
    steps: steps.map((_, i) => ({ people: row[`people${i}`] ?? 0, lastAt: row[`latest${i}`] || null })),
  };
}

/** Numbers of those who have the data points of a step, or who lack them; highest first, below `after`. */
export async function askStepPeople(
  events: EventStore,
  window: StepWindow,
  { step, missing, after, limit }: { step: Step; missing: boolean; after: number | undefined; limit: number },
): Promise<number[]> {
  const has = missing ? `not (${reached(step, 0)})` : reached(step, 0);
  const below = after === undefined ? '' : 'and customer < :after';
  const asked = question(
    window,
    [step],
    (people) => `select customer from (${people}) where fits = 1 and ${has} ${below} order by customer desc`,
    after === undefined ? {} : { after },
  );
  const rows = await events.query<{ customer: number }>(window.workspaceId, { ...asked, limit });
  return rows.map(({ customer }) => customer);
}

const reached = ({ times }: Step, i: number) => (times === 1 ? `last${i} > 0` : `points${i} >= ${times}`);

/**
 * A question over one row a customer (0: nobody known): `fits` the filters, `last0` … when a step's latest data point
 * was (0: never), and `points0` … how many there are, where a step needs several.
 */
function question(
  { from, to, channel, play, spellings }: StepWindow,
  steps: readonly Step[],
  ask: (people: string) => string,
  more: QuestionParams = {},
): Question {
  const spelt = (name: string) => spellings.filter((spelling) => channelName(spelling) === channelName(name));
  const params: QuestionParams = { ...more, from, to };
  const fits = ['customer > 0'];
  const once = (condition: string) => `max(case when ${condition} then 1 else 0 end) = 1`;
  if (play !== undefined) {
    params.play = play;
    fits.push(once('play = :play'));
  }
  if (channel !== undefined) {
    params.spelt = spelt(channel);
    fits.push(once('channel in (:spelt)'));
  }
  const columns = (dialect: Dialect) =>
    steps.flatMap((step, i) => {
      const own = `name in (:names${i})${step.channel === null ? '' : ` and channel in (:spelt${i})`}`;
      const last = `max(case when ${own} then occurred_at else 0 end) as last${i}`;
      if (step.times === 1) return last;
      const orders = dialect.distinct(`case when ${own} then order_id else null end`);
      const others = `sum(case when ${own} and order_id is null then 1 else 0 end)`;
      // over nulls alone old ClickHouse counts null
      return [last, `coalesce(${orders}, 0) + ${others} as points${i}`];
    });
  for (const [i, step] of steps.entries()) {
    params[`names${i}`] = step.events;
    if (step.channel !== null) params[`spelt${i}`] = spelt(step.channel);
  }
  const text = (dialect: Dialect) =>
    ask(`select customer, case when ${fits.join(' and ')} then 1 else 0 end as fits, ${columns(dialect).join(', ')}
      from events where family <> 'system' and occurred_at >= :from and occurred_at < :to group by customer`);
  return { sql: { duckdb: text(duckdbDialect), clickhouse: text(clickhouseDialect) }, params };
}
