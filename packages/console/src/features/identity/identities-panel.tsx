import { useMutation, useQuery } from '@tanstack/react-query';
import { App, Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { Icon } from '../../design/icon.tsx';
import { Panel, Row } from '../../design/page.tsx';
import { ReasonDialog } from '../../design/reason-dialog.tsx';
import { Answer } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { EvidenceList } from './evidence-list.tsx';
import styles from './identity.module.css';
import { customerIdentities, unmerge } from './identity-api.ts';
import { IdentityLine } from './identity-line.tsx';
import { identityWords } from './identity-words.ts';
import { MergeDialog } from './merge-dialog.tsx';
import { useNamespaceName } from './namespace-name.ts';
import { useDecided } from './use-decided.ts';

/** The identities of one person, what joined them, and a working Split and Merge. */
export function IdentitiesPanel({ customer }: { customer: number }) {
  const say = useWords(identityWords);
  const nameOf = useNamespaceName();
  const session = useSession();
  const navigate = useNavigate();
  const decided = useDecided();
  const { notification } = App.useApp();
  const [picked, setPicked] = useState<ReadonlySet<number>>(new Set());
  const [dialog, setDialog] = useState<'split' | 'merge' | null>(null);
  const asked = useQuery({
    queryKey: ['customer', customer, 'identities'],
    queryFn: () => customerIdentities(customer),
  });
  const splitting = useMutation({
    mutationFn: (reason: string) => unmerge({ customer, homes: [...picked], reason }),
    onSuccess: (result) => {
      setDialog(null);
      setPicked(new Set());
      decided(result);
      const other = result.customers.find((id) => id !== customer);
      if (other === undefined) return;
      notification.info({
        title: say('splitTitle'),
        actions: (
          <Button type="link" onClick={() => void navigate(`/customers/${other}`)}>
            {say('openOther')}
          </Button>
        ),
      });
    },
  });
  const may = session.can('identity.review');
  const toggle = (home: number) =>
    setPicked((before) => {
      const next = new Set(before);
      if (!next.delete(home)) next.add(home);
      return next;
    });
  return (
    <Panel
      title={say('panel')}
      note={asked.data ? say('panelNote', { count: asked.data.identities.length }) : null}
      aside={
        may ? (
          <Button size="small" icon={<Icon name="merge" size={14} />} onClick={() => setDialog('merge')}>
            {say('merge')}
          </Button>
        ) : null
      }
    >
      <Answer of={asked}>
        {({ identities, evidence }) => {
          const splittable = may && identities.length > 1;
          return (
            <>
              {identities.map((identity) => (
                <IdentityLine
                  key={identity.home}
                  identity={identity}
                  before={
                    splittable ? (
                      <Checkbox
                        aria-label={say('pick', { name: `${nameOf(identity.namespace)} ${identity.value}` })}
                        checked={picked.has(identity.home)}
                        disabled={!picked.has(identity.home) && picked.size === identities.length - 1}
                        onChange={() => toggle(identity.home)}
                      />
                    ) : null
                  }
                />
              ))}
              {splittable ? (
                <div className={styles.foot}>
                  <span>{picked.size === 0 ? say('splitHint') : ''}</span>
                  <Row>
                    <Button
                      danger
                      disabled={picked.size === 0}
                      icon={<Icon name="split" size={14} />}
                      onClick={() => setDialog('split')}
                    >
                      {picked.size === 0 ? say('split') : say('splitOff', { count: picked.size })}
                    </Button>
                  </Row>
                </div>
              ) : null}
              <h3 className={styles.subtitle}>{say('evidence')}</h3>
              {evidence.length > 0 ? (
                <EvidenceList evidence={evidence} identities={identities} />
              ) : (
                <p className={styles.soft}>{say('alone')}</p>
              )}
            </>
          );
        }}
      </Answer>
      <ReasonDialog
        open={dialog === 'split'}
        title={say('splitTitle')}
        lead={say('splitLead', { count: picked.size })}
        label={say('reason')}
        hint={say('reasonHint')}
        missing={say('reasonNeeded')}
        okText={say('split')}
        danger
        busy={splitting.isPending}
        error={splitting.error}
        onConfirm={(reason) => splitting.mutate(reason)}
        onCancel={() => setDialog(null)}
      />
      <MergeDialog open={dialog === 'merge'} customer={customer} onClose={() => setDialog(null)} />
    </Panel>
  );
}
