import type { StepReport } from '@yutang/contracts/steps';
import { DataTable } from '../../design/data-table.tsx';
import { useFormats } from '../../design/formats.ts';
import { Instant } from '../../design/instant.tsx';
import { Tag } from '../../design/tag.tsx';
import { useWords } from '../../words/use-words.ts';
import { useChannelTitle } from '../channels/channels-api.ts';
import { CountButton } from '../channels/count-button.tsx';
import { useEventName } from '../dictionary/event-name.tsx';
import styles from './steps.module.css';
import { useStepName } from './steps-api.ts';
import { stepsWords } from './steps-words.ts';

export type StepRow = StepReport['steps'][number];

interface TableProps {
  report: StepReport;
  onOpen: (step: StepRow, missing: boolean) => void;
}

/** One line a step: the share of people with a data point, who has it and who lacks it, and when the latest came. */
export function StepTable({ report, onOpen }: TableProps) {
  const say = useWords(stepsWords);
  const nameOf = useStepName();
  const pointOf = usePoint();
  return (
    <DataTable
      caption={say('title')}
      rows={report.steps}
      rowKey={(step) => step.key}
      columns={[
        {
          key: 'step',
          title: say('step'),
          phone: 'title',
          cell: (step) => (
            <span className={styles.step}>
              <span>
                {report.steps.indexOf(step) + 1}. {nameOf(step)}
              </span>
              {step.tracked ? null : <Tag tone="warn">{say('notTracked')}</Tag>}
            </span>
          ),
        },
        {
          key: 'point',
          title: say('point'),
          phone: 'bare',
          cell: (step) => <span className={styles.point}>{pointOf(step)}</span>,
        },
        { key: 'share', title: say('share'), cell: (step) => <Share step={step} /> },
        {
          key: 'having',
          title: say('having'),
          number: true,
          cell: (step) => <CountButton value={step.people} onOpen={() => onOpen(step, false)} />,
        },
        {
          key: 'lacking',
          title: say('lacking'),
          number: true,
          cell: (step) => (
            <CountButton value={report.people - step.people} onOpen={() => onOpen(step, true)} />
          ),
        },
        {
          key: 'last',
          title: say('last'),
          number: true,
          cell: (step) => (step.lastAt === null ? '—' : <Instant at={step.lastAt} as="ago" />),
        },
      ]}
    />
  );
}

function Share({ step: { share } }: { step: StepRow }) {
  const formats = useFormats();
  return (
    <span className={styles.share}>
      <span className={styles.track}>
        <i style={{ width: `${100 * (share ?? 0)}%` }} />
      </span>
      <span className="figure">{share === null ? '—' : formats.percent(share)}</span>
    </span>
  );
}

/** What makes the data point of a step, in words. */
function usePoint(): (step: StepRow) => string {
  const say = useWords(stepsWords);
  const eventName = useEventName();
  const channelTitle = useChannelTitle();
  return ({ events, channel, times }) =>
    [
      events.map(eventName).join(say('or')),
      channel === null ? '' : say('onlyChannel', { channel: channelTitle(channel) }),
      times > 1 ? say('timesOf', { count: times }) : '',
    ]
      .filter(Boolean)
      .join(' · ');
}
