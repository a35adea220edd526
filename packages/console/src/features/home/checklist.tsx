import { App, Button } from 'antd';
import { Link } from 'react-router';
import { Icon } from '../../design/icon.tsx';
import { Panel } from '../../design/page.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { useChoose, usePreferences } from '../preferences/preferences-api.ts';
import { useSteps } from './checklist-steps.ts';
import styles from './home.module.css';
import { homeWords } from './home-words.ts';

/** The first hour, ticked by what is there. Gone when all is done, or put away; the demo shows what is true of it. */
export function Checklist() {
  const { account } = useSession();
  const { data } = usePreferences();
  // a program has no first hour
  return account && data && !data.checklistHidden ? <Steps /> : null;
}

function Steps() {
  const say = useWords(homeWords);
  const { message } = App.useApp();
  const { workspace } = useSession();
  const choose = useChoose();
  const steps = useSteps();
  const done = steps.filter((step) => step.done).length;
  const known = steps.every((step) => step.done !== null);
  if (steps.length === 0 || (known && done === steps.length && workspace.kind !== 'demo')) return null;
  return (
    <Panel
      title={say('first')}
      note={say('firstNote', { done, all: steps.length })}
      aside={
        <Button
          type="link"
          size="small"
          loading={choose.isPending}
          onClick={() =>
            choose.mutate({ checklistHidden: true }, { onSuccess: () => void message.info(say('hidden')) })
          }
        >
          {say('hide')}
        </Button>
      }
    >
      <ol className={styles.steps}>
        {steps.map((step) => (
          <li key={step.name}>
            <i className={`${styles.tick} ${step.done ? styles.ticked : ''}`}>
              {step.done ? <Icon name="check" size={13} /> : null}
            </i>
            {step.done ? <b className="visually-hidden">{say('done')}</b> : null}
            <span>{say(`step.${step.name}`)}</span>
            {step.done ? null : (
              <Link to={step.to}>
                <Button size="small">{say(`do.${step.name}`)}</Button>
              </Link>
            )}
          </li>
        ))}
      </ol>
    </Panel>
  );
}
