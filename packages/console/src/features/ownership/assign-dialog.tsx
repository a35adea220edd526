import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { AssignmentDraft, GiveTo, OutletBy } from '@yutang/contracts/ownership';
import { App, Button, Form, Modal, Radio, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { designWords } from '../../design/design-words.ts';
import { useFormats } from '../../design/formats.ts';
import { Notice, problemText } from '../../design/notice.tsx';
import { Skeleton } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { OutletSelect, StaffSelect } from '../organisation/choices.tsx';
import { assign, previewAssignment, undoAssignment } from './ownership-api.ts';
import { ownershipWords } from './ownership-words.ts';

/** Whom: some by number, or all that a filter finds. */
export type Chosen = Pick<AssignmentDraft, 'ids' | 'filter'>;

type How = 'outlet' | 'owner' | 'move' | 'release';
const hows: readonly How[] = ['outlet', 'owner', 'move', 'release'];
const gives: readonly GiveTo[] = ['in_turn', 'head'];
export const outletBys: readonly OutletBy[] = ['assigned', 'first_order', 'last_order', 'last_seen'];

/** Takes an assignment back, and says so. */
export function useUndo() {
  const say = useWords(ownershipWords);
  const sayDesign = useWords(designWords);
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: undoAssignment,
    onSuccess: () => {
      message.success(say('undone'));
      void queryClient.invalidateQueries();
    },
    onError: (error) => message.error(problemText(error, sayDesign)),
  });
}

/** Hands people over: how, what would happen, then it is done, and can be undone. */
export function AssignDialog({
  chosen,
  count,
  onClose,
}: {
  chosen: Chosen;
  count: number;
  onClose: (done: boolean) => void;
}) {
  const say = useWords(ownershipWords);
  const sayDesign = useWords(designWords);
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const undo = useUndo();
  const [how, setHow] = useState<How>('outlet');
  const [give, setGive] = useState<GiveTo>('in_turn');
  const [outletBy, setOutletBy] = useState<OutletBy>('assigned');
  const [owner, setOwner] = useState<string>();
  const [outlet, setOutlet] = useState<string>();
  const draft = draftOf(chosen, how, { give, outletBy, owner, outlet });
  const preview = useQuery({
    queryKey: ['assignments', 'preview', draft],
    queryFn: () => previewAssignment(draft as AssignmentDraft),
    enabled: draft !== null,
    staleTime: 0,
  });
  const doing = useMutation({
    mutationFn: assign,
    onSuccess: ({ assignment }) => {
      void queryClient.invalidateQueries();
      message.success({
        duration: 8,
        content: (
          <>
            {say('done', { count: assignment.people })}{' '}
            <Button type="link" size="small" onClick={() => undo.mutate(assignment.id)}>
              {say('undo')}
            </Button>
          </>
        ),
      });
      onClose(true);
    },
  });
  return (
    <Modal
      open
      title={say('assign')}
      okText={say('confirm')}
      cancelText={sayDesign('cancel')}
      okButtonProps={{ disabled: !draft || !preview.data?.changing }}
      confirmLoading={doing.isPending}
      onOk={() => draft && doing.mutate(draft)}
      onCancel={() => onClose(false)}
    >
      <p style={{ color: 'var(--ink-soft)', marginBottom: 12 }}>{say('lead', { count })}</p>
      {doing.error ? <Notice error={doing.error} /> : null}
      <Form layout="vertical">
        <Form.Item label={say('how')}>
          <Radio.Group
            value={how}
            onChange={(event) => setHow(event.target.value as How)}
            options={hows.map((value) => ({ value, label: say(`how.${value}`) }))}
            vertical
          />
        </Form.Item>
        {how === 'outlet' ? (
          <>
            <Form.Item label={say('give')}>
              <Select
                value={give}
                onChange={setGive}
                options={gives.map((value) => ({ value, label: say(`give.${value}`) }))}
              />
            </Form.Item>
            <Form.Item label={say('outletBy')}>
              <Select
                value={outletBy}
                onChange={setOutletBy}
                options={outletBys.map((value) => ({ value, label: say(`by.${value}`) }))}
              />
            </Form.Item>
          </>
        ) : null}
        {how === 'owner' ? (
          <Form.Item label={say('owner')}>
            <StaffSelect value={owner} onChange={setOwner} />
          </Form.Item>
        ) : null}
        {how === 'move' ? (
          <Form.Item label={say('outlet')}>
            <OutletSelect value={outlet} onChange={setOutlet} />
          </Form.Item>
        ) : null}
      </Form>
      {draft === null ? null : preview.data ? (
        <Outcome preview={preview.data} />
      ) : preview.error ? (
        <Notice error={preview.error} />
      ) : (
        <Skeleton lines={2} />
      )}
    </Modal>
  );
}

function draftOf(
  chosen: Chosen,
  how: How,
  given: { give: GiveTo; outletBy: OutletBy; owner: string | undefined; outlet: string | undefined },
): AssignmentDraft | null {
  const { give, outletBy, owner, outlet } = given;
  if (how === 'outlet') return { ...chosen, byOutlet: { give, outletBy } };
  if (how === 'release') return { ...chosen, owner: null };
  if (how === 'owner') return owner ? { ...chosen, owner } : null;
  return outlet ? { ...chosen, outlet } : null;
}

function Outcome({ preview }: { preview: Awaited<ReturnType<typeof previewAssignment>> }) {
  const say = useWords(ownershipWords);
  const formats = useFormats();
  const { changing, noOutlet, noStaff, to } = preview;
  return (
    <Notice tone={changing > 0 ? 'info' : 'warn'}>
      <strong>{say('changing', { count: changing })}</strong>
      {to.length > 0 ? (
        <div>
          {to
            .slice(0, 8)
            .map((one) => `${one.name ?? one.owner} ${formats.number(one.people)}`)
            .join(' · ')}
          {to.length > 8 ? ' …' : ''}
        </div>
      ) : null}
      {noOutlet > 0 ? <div>{say('noOutlet', { count: noOutlet })}</div> : null}
      {noStaff > 0 ? (
        <div>
          {say('noStaff', { count: noStaff })} <Link to="/organisation?tab=staff">{say('toStaff')}</Link>
        </div>
      ) : null}
    </Notice>
  );
}
