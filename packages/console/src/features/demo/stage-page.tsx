import type { RoleName } from '@yutang/contracts/accounts';
import type { DemoStage } from '@yutang/contracts/demo';
import { App, Button, Select } from 'antd';
import { useEffect, useRef } from 'react';
import { LanguageButton, ThemeButton } from '../../app/preferences.tsx';
import { PondMark } from '../../design/pond-mark.tsx';
import { Empty, Skeleton } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { accountsWords } from '../accounts/accounts-words.ts';
import { SessionProvider, useSession, useWho } from '../accounts/session.tsx';
import { CustomerPhone } from './customer-phone.tsx';
import { useDemoStage, usePanes } from './demo-api.ts';
import { DemoClock } from './demo-clock.tsx';
import { demoWords } from './demo-words.ts';
import { GuidePhone } from './guide-phone.tsx';
import styles from './stage.module.css';
import { useTrial } from './trial-bar.tsx';

/** Customer's phone, guide's phone and console side by side, in a demo on this machine. */
export function StagePage() {
  const say = useWords(demoWords);
  usePanes();
  const stage = useDemoStage();
  const { asked } = useWho();
  const trial = useTrial();
  const nobody = stage.data !== undefined && asked.data === null;
  const enter = trial.mutate;
  // whoever opens the stage without being signed in comes as the owner
  useEffect(() => {
    if (nobody) enter('owner');
  }, [nobody, enter]);
  if (stage.error) {
    return (
      <main className={styles.none}>
        <Empty
          title={say('noStage')}
          text={say('noStageText')}
          action={<Button href="/">{say('toConsole')}</Button>}
        />
      </main>
    );
  }
  if (!stage.data || !asked.data) {
    return (
      <main className={styles.none}>
        <Skeleton height={320} />
      </main>
    );
  }
  return (
    <SessionProvider who={asked.data}>
      <Stage stage={stage.data} />
    </SessionProvider>
  );
}

function Stage({ stage }: { stage: DemoStage }) {
  const say = useWords(demoWords);
  const session = useSession();
  const frame = useRef<HTMLIFrameElement>(null);
  const inside = session.workspace.id === stage.workspaceId;
  const see = (customer: number) => {
    const pane = frame.current;
    if (pane) pane.src = `/customers/${customer}`;
  };
  return (
    <div className={styles.stage}>
      <title>{`${say('stage')} · Yutang`}</title>
      <header className={styles.bar}>
        <PondMark size={26} />
        <h1>
          {stage.name} <small>{say('stageLead')}</small>
        </h1>
        <span className={styles.grow} />
        {inside ? <DemoClock onStage /> : null}
        <RolePicker stage={stage} />
        <LanguageButton />
        <ThemeButton />
        <Button href="/">{say('toConsole')}</Button>
      </header>
      {inside ? (
        <main className={styles.panes}>
          <CustomerPhone stage={stage} onSee={see} />
          <GuidePhone key={session.role} stage={stage} onSee={see} />
          <iframe
            // another role has another menu and another home
            key={`${session.account?.id}`}
            ref={frame}
            className={styles.console}
            // the stage is about the river; who may not see it begins with the day
            src={session.can('pond.read') ? '/pond' : '/'}
            title={say('console')}
          />
        </main>
      ) : (
        <main className={styles.none}>
          <Empty
            title={say('elsewhere', { workspace: session.workspace.name })}
            text={say('elsewhereText')}
          />
        </main>
      )}
    </div>
  );
}

/** Any role with one click. Whoever is signed in with an account of their own is asked before. */
function RolePicker({ stage }: { stage: DemoStage }) {
  const say = useWords(demoWords);
  const sayRole = useWords(accountsWords);
  const session = useSession();
  const trial = useTrial();
  const { modal } = App.useApp();
  const choose = (role: RoleName) => {
    if (session.account?.trial) return trial.mutate(role);
    modal.confirm({
      title: say('leaveOwn', { login: session.account?.login ?? '' }),
      content: say('leaveOwnText'),
      okText: say('goOn'),
      cancelText: say('cancel'),
      onOk: () => trial.mutateAsync(role),
    });
  };
  return (
    <Select<RoleName>
      aria-label={say('tryAs')}
      placeholder={say('tryAs')}
      className={styles.role ?? ''}
      loading={trial.isPending}
      value={session.account?.trial ? session.role : null}
      onChange={choose}
      options={stage.roles.map((role) => ({ value: role, label: sayRole(`role.${role}`) }))}
    />
  );
}
