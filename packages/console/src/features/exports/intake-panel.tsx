import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Intake } from '@yutang/contracts/exports';
import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import { useFormats } from '../../design/formats.ts';
import { Icon } from '../../design/icon.tsx';
import { Notice } from '../../design/notice.tsx';
import { Panel } from '../../design/page.tsx';
import { Answer } from '../../design/state.tsx';
import { Track } from '../../design/track.tsx';
import { useWords } from '../../words/use-words.ts';
import styles from './exports.module.css';
import { readIntake, sendArchive } from './exports-api.ts';
import { exportsWords } from './exports-words.ts';

const key = ['intake'];
const isUnderWay = ({ state }: Intake) => state === 'reading' || state === 'computing';

/** The export of another workspace, taken into this one while it is empty. */
export function IntakePanel() {
  const say = useWords(exportsWords);
  const queryClient = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const asked = useQuery({
    queryKey: key,
    queryFn: readIntake,
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? 1000 : false),
  });
  const sending = useMutation({
    mutationFn: sendArchive,
    onSuccess: (intake) => queryClient.setQueryData(key, intake),
  });
  const state = asked.data?.state;
  const before = useRef(state);
  useEffect(() => {
    const wasUnderWay = before.current === 'reading' || before.current === 'computing';
    before.current = state;
    // everything on every page is another now
    if (wasUnderWay && state === 'done') void queryClient.invalidateQueries();
  }, [state, queryClient]);
  return (
    <Panel title={say('in')} note={say('inNote')}>
      {sending.error ? <Notice error={sending.error} /> : null}
      <Answer of={asked} small>
        {(intake) => (
          <>
            <Progress intake={intake} />
            {intake.obstacle !== null && intake.state !== 'done' ? (
              <Notice>{say('occupied', { what: intake.obstacle })}</Notice>
            ) : null}
            {intake.obstacle === null && !isUnderWay(intake) ? (
              <>
                <p className={styles.soft}>{say('history')}</p>
                <Button
                  icon={<Icon name="upload" size={16} />}
                  loading={sending.isPending}
                  onClick={() => input.current?.click()}
                >
                  {sending.isPending ? say('sending') : say('choose')}
                </Button>
                <input
                  ref={input}
                  type="file"
                  hidden
                  accept=".tar,application/x-tar"
                  onChange={(event) => {
                    const file = event.target.files?.[0];
                    if (file) sending.mutate(file);
                    event.target.value = '';
                  }}
                />
              </>
            ) : null}
          </>
        )}
      </Answer>
    </Panel>
  );
}

function Progress({ intake }: { intake: Intake }) {
  const say = useWords(exportsWords);
  const formats = useFormats();
  if (intake.state === 'none') return null;
  if (intake.fault) return <Notice tone="bad">{intake.fault.title}</Notice>;
  if (intake.state === 'reading' || intake.state === 'computing') {
    const text = intake.state === 'reading' ? say('reading', { step: intake.step }) : say('computing');
    const share = intake.state === 'reading' ? intake.rows / Math.max(1, intake.expectedRows) : 1;
    return (
      <>
        <p role="status">{text}</p>
        <Track share={share} label={text} />
      </>
    );
  }
  const differing = Object.entries(intake.counts).filter(([, { exported, here }]) => exported !== here);
  const here = (what: string) => formats.number(intake.counts[what]?.here ?? 0);
  return (
    <Notice tone={differing.length === 0 ? 'good' : 'warn'}>
      <strong>{say('taken', { name: intake.workspace })}</strong>
      {differing.length === 0 ? (
        <p>{say('takenText', { customers: here('customers'), orders: here('orders') })}</p>
      ) : (
        differing.map(([what, each]) => (
          <p key={what}>
            {say('differs', {
              what,
              exported: formats.number(each.exported),
              here: formats.number(each.here),
            })}
          </p>
        ))
      )}
    </Notice>
  );
}
