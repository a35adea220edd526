import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { QuarantineCounts, QuarantineState } from '@yutang/contracts/quarantine';
import { useEffect, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useFormats } from '../../design/formats.ts';
import { Page, Panel } from '../../design/page.tsx';
import { Answer, Empty } from '../../design/state.tsx';
import { Tabs } from '../../design/tabs.tsx';
import { useWords } from '../../words/use-words.ts';
import { useEventName } from '../dictionary/event-name.tsx';
import { useSourceName } from '../sources/source-name.ts';
import styles from './quarantine.module.css';
import { quarantineCounts } from './quarantine-api.ts';
import { QuarantineItems } from './quarantine-items.tsx';
import { quarantineWords } from './quarantine-words.ts';

type Reason = QuarantineCounts['reasons'][number];
const states: readonly QuarantineState[] = ['open', 'replayed', 'dismissed'];

/** What was refused at the door, by reason; correct, replay, dismiss. */
export function QuarantinePage() {
  const say = useWords(quarantineWords);
  const [params, setParams] = useSearchParams();
  const [state, setState] = useState<QuarantineState>('open');
  const [reason, setReason] = useState<Reason | null>(null);
  const counts = useQuery({
    queryKey: ['quarantine', 'counts'],
    queryFn: quarantineCounts,
    refetchInterval: 8000,
  });
  const queryClient = useQueryClient();
  const open = counts.data?.open;
  // biome-ignore lint/correctness/useExhaustiveDependencies: when more came, the list is asked again
  useEffect(() => {
    void queryClient.invalidateQueries({ queryKey: ['quarantine', 'items'] });
  }, [open]);
  const source = params.get('source');
  return (
    <Page title={say('title')} lead={say('lead')}>
      <Answer of={counts}>
        {(data) =>
          data.open + data.replayed + data.dismissed === 0 ? (
            <Panel>
              <Empty
                title={say('emptyTitle')}
                text={say('emptyText')}
                action={<Link to="/dictionary">{say('toDictionary')}</Link>}
              />
            </Panel>
          ) : (
            <>
              <Tabs
                value={state}
                onChange={(next) => {
                  setState(next);
                  setReason(null);
                }}
                options={states.map((one) => ({
                  value: one,
                  label: `${say(`state.${one}`)} ${data[one]}`,
                }))}
              />
              <div className={state === 'open' && data.reasons.length > 0 ? styles.columns : ''}>
                {state === 'open' && data.reasons.length > 0 ? (
                  <Reasons
                    counts={data}
                    chosen={reason}
                    onChoose={(next) => {
                      setReason(next);
                      if (source) setParams({});
                    }}
                  />
                ) : null}
                <QuarantineItems
                  key={`${state}-${reason?.name}-${reason?.field}-${reason?.code}`}
                  state={state}
                  total={reason?.count ?? data.open}
                  filter={{
                    ...(reason?.name ? { name: reason.name } : {}),
                    ...(reason ? { code: reason.code, field: reason.field } : {}),
                    ...(reason?.sourceId !== undefined && reason?.sourceId !== null
                      ? { sourceId: reason.sourceId }
                      : source
                        ? { sourceId: Number(source) }
                        : {}),
                  }}
                />
              </div>
            </>
          )
        }
      </Answer>
    </Page>
  );
}

interface ReasonsProps {
  counts: QuarantineCounts;
  chosen: Reason | null;
  onChoose: (reason: Reason | null) => void;
}

function Reasons({ counts, chosen, onChoose }: ReasonsProps) {
  const say = useWords(quarantineWords);
  const formats = useFormats();
  const eventName = useEventName();
  const sourceName = useSourceName();
  return (
    <Panel title={say('reasons')} flush>
      <ul className={styles.reasons}>
        <li>
          <button type="button" aria-pressed={chosen === null} onClick={() => onChoose(null)}>
            <span>{say('anyReason')}</span>
            <strong className="figure">{formats.number(counts.open)}</strong>
          </button>
        </li>
        {counts.reasons.map((reason) => (
          <li key={`${reason.sourceId}-${reason.name}-${reason.field}-${reason.code}`}>
            <button
              type="button"
              aria-pressed={
                chosen?.name === reason.name &&
                chosen.field === reason.field &&
                chosen.code === reason.code &&
                chosen.sourceId === reason.sourceId
              }
              onClick={() => onChoose(reason)}
            >
              <span>
                {reason.name ? eventName(reason.name) : say('noName')}
                <small>
                  <code>{reason.field}</code> · {reason.code}
                  {reason.sourceId === null ? '' : ` · ${sourceName(reason.sourceId)}`}
                </small>
              </span>
              <strong className="figure">{formats.number(reason.count)}</strong>
            </button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
