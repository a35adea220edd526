import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { WhoAmI } from '@yutang/contracts/accounts';
import type { DemoPace, DemoState } from '@yutang/contracts/demo';
import { App, Button, Popover, Segmented } from 'antd';
import { designWords } from '../../design/design-words.ts';
import { useFormats } from '../../design/formats.ts';
import { Icon } from '../../design/icon.tsx';
import { problemText } from '../../design/notice.tsx';
import { useNow } from '../../design/workspace-clock.ts';
import { useWords } from '../../words/use-words.ts';
import { sessionKey, useSession } from '../accounts/session.tsx';
import { moveClock, setPace, tellPanes, useDemoStage, useDemoState } from './demo-api.ts';
import styles from './demo-clock.module.css';
import { demoWords } from './demo-words.ts';

const steps = ['hour', 'day', 'month'] as const;
const paces = ['off', 'slow', 'fast'] as const;

/** Where the demo's clock stands; opens the ways to move it and the switch of the arrivals. */
export function DemoClock({ onStage = false }: { onStage?: boolean }) {
  const say = useWords(demoWords);
  const formats = useFormats();
  const now = useNow({ everyMs: 1000 });
  return (
    <Popover trigger="click" placement="bottomRight" content={<ClockControls onStage={onStage} />}>
      <button type="button" className={styles.clock} aria-label={`${say('clock')} ${formats.dateTime(now)}`}>
        <Icon name="clock" size={16} />
        <time dateTime={new Date(now).toISOString()}>
          <span className={styles.date}>{formats.date(now)} </span>
          {formats.time(now).slice(0, 5)}
        </time>
      </button>
    </Popover>
  );
}

function ClockControls({ onStage }: { onStage: boolean }) {
  const say = useWords(demoWords);
  const sayFault = useWords(designWords);
  const formats = useFormats();
  const queryClient = useQueryClient();
  const { message } = App.useApp();
  const session = useSession();
  const state = useDemoState();
  const stage = useDemoStage();
  const onError = (error: unknown) => void message.error(problemText(error, sayFault));
  const moving = useMutation({
    mutationFn: moveClock,
    onSuccess: (moved: DemoState) => {
      queryClient.setQueryData<WhoAmI>(sessionKey, (who) =>
        who ? { ...who, workspace: { ...who.workspace, clockOffsetMs: moved.clockOffsetMs } } : who,
      );
      queryClient.setQueryData(['demo', 'state'], moved);
      void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] });
      tellPanes();
      message.success(say('moved', { now: formats.dateTime(moved.now) }));
    },
    onError,
  });
  const pacing = useMutation({
    mutationFn: setPace,
    onSuccess: (paced: DemoState) => {
      queryClient.setQueryData(['demo', 'state'], paced);
      tellPanes();
    },
    onError,
  });
  return (
    <div className={styles.controls}>
      <p>{say('clockNote')}</p>
      <div className={styles.steps}>
        {steps.map((by) => (
          <Button key={by} disabled={moving.isPending} onClick={() => moving.mutate(by)}>
            {say(`step.${by}`)}
          </Button>
        ))}
      </div>
      <p>{say('arrivals')}</p>
      <Segmented<DemoPace>
        block
        disabled={pacing.isPending || !state.data}
        value={state.data?.pace ?? 'slow'}
        onChange={(pace) => pacing.mutate(pace)}
        options={paces.map((pace) => ({ value: pace, label: say(`pace.${pace}`) }))}
      />
      {session.can('settings.write') ? (
        <a href="/settings" target="_top">
          {say('ownTitle')}
        </a>
      ) : null}
      {stage.data && !onStage ? (
        <a href="/demo" target="_top">
          {say('openStage')}
        </a>
      ) : null}
    </div>
  );
}
