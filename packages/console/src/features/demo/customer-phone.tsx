import { useMutation } from '@tanstack/react-query';
import type { DemoStage } from '@yutang/contracts/demo';
import { App, Button } from 'antd';
import { useEffect, useState } from 'react';
import { Icon } from '../../design/icon.tsx';
import { useWords } from '../../words/use-words.ts';
import { customerPage } from '../customers/customers-api.ts';
import { demoWords } from './demo-words.ts';
import { Phone } from './phone.tsx';
import {
  after,
  type Deed,
  itemsOf,
  keepShopper,
  keptShopper,
  newShopper,
  perform,
  traceOf,
} from './shopper.ts';
import styles from './stage.module.css';

interface CustomerPhoneProps {
  stage: DemoStage;
  /** Shows a customer in the console. */
  onSee: (customer: number) => void;
}

/** A customer's phone whose buttons send real events through the real collection. */
export function CustomerPhone({ stage, onSee }: CustomerPhoneProps) {
  const say = useWords(demoWords);
  const { message } = App.useApp();
  const names = say('people').split(/[、,]\s*/);
  const [shopper, setShopper] = useState(() => keptShopper(stage.workspaceId) ?? newShopper(names));
  const [done, setDone] = useState<{ deed: string; said: string }[]>([]);
  useEffect(() => keepShopper(stage.workspaceId, shopper), [stage.workspaceId, shopper]);

  const label = (deed: Deed) => say(`do.${deed}`, { name: stage.guide.name });
  const doing = useMutation({
    mutationFn: (deed: Deed) => {
      const words = { home: say('home'), product: say('product'), category: say('category') };
      return perform(itemsOf(deed, shopper, stage, words), stage);
    },
    onSuccess: (ms, deed) => {
      setShopper((now) => after(deed, now));
      note(deed, say('sentIn', { ms: Math.round(ms) }));
    },
    onError: (_error, deed) => note(deed, say('notSent')),
  });
  const note = (deed: Deed, said: string) =>
    setDone((before) => [{ deed: label(deed), said }, ...before].slice(0, 4));
  const seeing = useMutation({
    mutationFn: () => customerPage({ q: traceOf(shopper), limit: 1 }),
    onSuccess: ({ items }) => {
      const found = items[0];
      if (found) onSee(found.id);
      else message.info(say(shopper.seen ? 'unseen' : 'notSeenYet'));
    },
    onError: () => void message.info(say('unseen')),
  });

  const deeds: Deed[] = [
    'ad',
    'visit',
    'add',
    shopper.follows ? 'unfollow' : 'follow',
    shopper.friend ? 'unfriend' : 'befriend',
  ];
  const isOver = (deed: Deed) => deed === 'signIn' && shopper.signedIn;
  return (
    <Phone
      label={say('customerPhone')}
      holder={shopper.signedIn ? `${shopper.name} · ${shopper.phone}` : say('visitor')}
    >
      <div className={styles.deeds}>
        {deeds.slice(0, 2).map((deed) => (
          <Button key={deed} disabled={doing.isPending} onClick={() => doing.mutate(deed)}>
            {label(deed)}
          </Button>
        ))}
        <Button disabled={doing.isPending || isOver('signIn')} onClick={() => doing.mutate('signIn')}>
          {isOver('signIn') ? <Icon name="check" size={14} /> : null}
          {label('signIn')}
        </Button>
        <Button disabled={doing.isPending} onClick={() => doing.mutate('add')}>
          {label('add')}
        </Button>
        <Button type="primary" disabled={doing.isPending} onClick={() => doing.mutate('pay')}>
          {label('pay')}
        </Button>
        {deeds.slice(3).map((deed) => (
          <Button key={deed} disabled={doing.isPending} onClick={() => doing.mutate(deed)}>
            {label(deed)}
          </Button>
        ))}
      </div>
      <ol className={styles.said} aria-live="polite">
        {done.length === 0 ? <li>{say('nothingYet')}</li> : null}
        {done.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no number of their own and are never reordered
          <li key={`${done.length - index} ${line.deed}`}>
            <strong>{line.deed}</strong> {line.said}
          </li>
        ))}
      </ol>
      <footer className={styles.foot}>
        <Button type="link" loading={seeing.isPending} onClick={() => seeing.mutate()}>
          {say('see')}
        </Button>
        <Button
          type="text"
          onClick={() => {
            setShopper(newShopper(names));
            setDone([]);
          }}
        >
          {say('another')}
        </Button>
      </footer>
    </Phone>
  );
}
