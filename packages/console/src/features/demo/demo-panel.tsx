import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { Notice } from '../../design/notice.tsx';
import { Panel, Row } from '../../design/page.tsx';
import { TypedConfirm } from '../../design/typed-confirm.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { deleteDemo, useDemoStage } from './demo-api.ts';
import { demoWords } from './demo-words.ts';
import { OwnWorkspace } from './own-workspace.tsx';

/** Leaving the demo: a workspace of one's own beside it, or the demo deleted. */
export function DemoPanel() {
  const say = useWords(demoWords);
  const session = useSession();
  const queryClient = useQueryClient();
  const { message } = App.useApp();
  const stage = useDemoStage();
  const [open, setOpen] = useState<'own' | 'delete' | null>(null);
  const deleting = useMutation({
    mutationFn: () => deleteDemo(session.workspace.name),
    onSuccess: ({ rows }) => {
      message.success(say('deleted', { rows }));
      queryClient.clear();
      // whoever has a workspace of their own is still signed in, anybody else is asked who they are
      setTimeout(() => window.location.assign('/'), 1200);
    },
  });
  const hasOwn = session.workspaces.some((one) => one.kind === 'real');
  return (
    <Panel title={say('demoTitle')} note={say('demoNote')}>
      <Row>
        <Button type="primary" onClick={() => setOpen('own')}>
          {say('ownTitle')}
        </Button>
        {stage.data ? (
          <Button href="/demo" target="_top">
            {say('openStage')}
          </Button>
        ) : null}
        <Button danger onClick={() => setOpen('delete')}>
          {say('deleteDo')}
        </Button>
      </Row>
      <OwnWorkspace open={open === 'own'} onClose={() => setOpen(null)} />
      <TypedConfirm
        open={open === 'delete'}
        title={say('deleteDo')}
        lead={say('deleteLead')}
        word={session.workspace.name}
        okText={say('deleteDo')}
        busy={deleting.isPending}
        error={deleting.error}
        onConfirm={() => deleting.mutate()}
        onCancel={() => setOpen(null)}
      >
        {hasOwn ? null : <Notice tone="warn">{say('deleteOnly')}</Notice>}
      </TypedConfirm>
    </Panel>
  );
}
