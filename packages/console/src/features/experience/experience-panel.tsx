import { useQuery } from '@tanstack/react-query';
import type { CustomerExperience, ExperienceEntry } from '@yutang/contracts/experience';
import { Button, DatePicker, Form, Input } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { Facts } from '../../design/facts.tsx';
import { useFormats } from '../../design/formats.ts';
import { Instant } from '../../design/instant.tsx';
import { Panel } from '../../design/page.tsx';
import { SaveDialog } from '../../design/save-dialog.tsx';
import { Answer, Empty } from '../../design/state.tsx';
import { zonedMidnight } from '../../design/zoned-midnight.ts';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { EntryHead } from './entry-list.tsx';
import styles from './experience.module.css';
import { customerExperience, noteFollowUp, resolveComplaint } from './experience-api.ts';
import { experienceWords } from './experience-words.ts';

/** What a person said of the service, open complaints first to see, and who comes back to them when. */
export function ExperiencePanel({ customer }: { customer: number }) {
  const say = useWords(experienceWords);
  const session = useSession();
  const [noting, setNoting] = useState(false);
  const [resolving, setResolving] = useState<ExperienceEntry | null>(null);
  const asked = useQuery({
    queryKey: ['customer', customer, 'experience'],
    queryFn: () => customerExperience(customer),
  });
  const may = session.can('customers.write');
  return (
    <Panel
      title={say('panel')}
      aside={
        may ? (
          <Button size="small" onClick={() => setNoting(true)}>
            {say('follow')}
          </Button>
        ) : null
      }
    >
      <Answer of={asked} small>
        {(known) =>
          known.items.length + known.followUps.length === 0 ? (
            <Empty small title={say('nothing')} />
          ) : (
            <Known known={known} onResolve={may ? setResolving : null} />
          )
        }
      </Answer>
      {noting ? <FollowUpDialog customer={customer} onClose={() => setNoting(false)} /> : null}
      {resolving ? (
        <ResolveDialog customer={customer} entry={resolving} onClose={() => setResolving(null)} />
      ) : null}
    </Panel>
  );
}

function Known({
  known,
  onResolve,
}: {
  known: CustomerExperience;
  onResolve: ((entry: ExperienceEntry) => void) | null;
}) {
  const say = useWords(experienceWords);
  const formats = useFormats();
  const { csat, nps, open, nextAt } = known;
  const mean = csat.mean === null ? null : formats.number(Math.round(csat.mean * 10) / 10);
  return (
    <>
      <Facts
        rows={[
          [say('panelCsat'), mean === null ? null : say('ofFive', { mean, count: csat.answers })],
          [say('panelNps'), nps.latest === null ? null : `${nps.latest} / 10`],
          [say('panelOpen'), formats.number(open)],
          [say('nextAt'), nextAt === null ? null : <Instant key="next" at={nextAt} as="date" />],
        ]}
      />
      <ul className={styles.lines}>
        {known.followUps.slice(0, 5).map((one) => (
          <li key={one.seq}>
            <p>{one.note}</p>
            <small>
              {one.by ? `${say('byWhom', { name: one.by })} · ` : ''}
              <Instant at={one.at} />
              {one.nextAt === null ? '' : ` · ${say('next', { date: formats.date(one.nextAt) })}`}
            </small>
          </li>
        ))}
        {known.items.slice(0, 8).map((entry) => (
          <li key={entry.seq}>
            <p>
              <EntryHead entry={entry} />
              {entry.open && onResolve ? (
                <Button type="link" size="small" onClick={() => onResolve(entry)}>
                  {say('resolve')}
                </Button>
              ) : null}
            </p>
            <small>
              {[entry.step, entry.note].filter(Boolean).join(' · ')} <Instant at={entry.at} />
            </small>
          </li>
        ))}
      </ul>
    </>
  );
}

interface FollowFields {
  note: string;
  next?: Dayjs | null;
}

function FollowUpDialog({ customer, onClose }: { customer: number; onClose: () => void }) {
  const say = useWords(experienceWords);
  const { workspace } = useSession();
  // the day chosen is one of the workspace's, wherever the browser is
  const begin = (day: Dayjs) => zonedMidnight(day.format('YYYY-MM-DD'), workspace.zone);
  return (
    <SaveDialog<FollowFields>
      title={say('follow')}
      initial={{ note: '' }}
      save={({ note, next }) => noteFollowUp(customer, { note, nextAt: next ? begin(next) : null })}
      touches={[['customer', customer], ['experience']]}
      onClose={onClose}
    >
      <Form.Item
        name="note"
        label={say('note')}
        rules={[{ required: true, whitespace: true, message: say('noteNeeded') }]}
      >
        <Input.TextArea autoFocus maxLength={2000} autoSize={{ minRows: 3 }} />
      </Form.Item>
      <Form.Item name="next" label={say('nextAt')} extra={say('nextHint')}>
        <DatePicker style={{ width: '100%' }} />
      </Form.Item>
    </SaveDialog>
  );
}

function ResolveDialog({
  customer,
  entry,
  onClose,
}: {
  customer: number;
  entry: ExperienceEntry;
  onClose: () => void;
}) {
  const say = useWords(experienceWords);
  return (
    <SaveDialog<{ note: string }>
      title={say('resolve')}
      initial={{ note: '' }}
      save={({ note }) => resolveComplaint(customer, entry.seq, note ? { note } : {})}
      touches={[['customer', customer], ['experience']]}
      onClose={onClose}
      before={entry.note ? <p>{entry.note}</p> : null}
    >
      <Form.Item name="note" label={say('resolution')}>
        <Input.TextArea autoFocus maxLength={1000} autoSize={{ minRows: 2 }} />
      </Form.Item>
    </SaveDialog>
  );
}
