import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Source, SourceChange } from '@yutang/contracts/sources';
import { App, Button, Form } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { Bars } from '../../design/bars.tsx';
import { Secret } from '../../design/copy.tsx';
import { designWords } from '../../design/design-words.ts';
import { Side } from '../../design/drawer.tsx';
import { Facts } from '../../design/facts.tsx';
import { useFormats } from '../../design/formats.ts';
import { Instant } from '../../design/instant.tsx';
import { Notice, problemText } from '../../design/notice.tsx';
import { Row } from '../../design/page.tsx';
import { Answer } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { ChannelName } from '../channels/channel-name.tsx';
import { IssuedKey } from './new-source.tsx';
import { SnippetTabs } from './snippet-tabs.tsx';
import { type SourceFields, SourceForm, staleSetting } from './source-form.tsx';
import { SourceState } from './source-state.tsx';
import { changeSource, renewKey, sourceDays } from './sources-api.ts';
import styles from './sources-page.module.css';
import { sourcesWords } from './sources-words.ts';

/** One source: its key and snippets, volume, settings. */
export function SourceDrawer({ source, onClose }: { source: Source | undefined; onClose: () => void }) {
  return (
    <Side open={source !== undefined} title={source?.name} onClose={onClose} width={640}>
      {source ? <Detail key={source.id} source={source} /> : null}
    </Side>
  );
}

function Detail({ source }: { source: Source }) {
  const say = useWords(sourcesWords);
  const sayDesign = useWords(designWords);
  const formats = useFormats();
  const session = useSession();
  const queryClient = useQueryClient();
  const { message, modal } = App.useApp();
  const [editing, setEditing] = useState(false);
  const days = useQuery({ queryKey: ['sources', source.id, 'days'], queryFn: () => sourceDays(source.id) });
  const changing = useMutation({
    mutationFn: (change: SourceChange) => changeSource(source.id, change),
    onSuccess: () => {
      setEditing(false);
      message.success(say('saved'));
      void queryClient.invalidateQueries({ queryKey: ['sources'] });
    },
    onError: (error) => message.error(problemText(error, sayDesign)),
  });
  const renewing = useMutation({
    mutationFn: () => renewKey(source.id),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: ['sources'] }),
    onError: (error) => message.error(problemText(error, sayDesign)),
  });
  const disabled = source.state === 'disabled';
  const keyed = source.kind !== 'import' && source.kind !== 'connector';
  const may = session.can('sources.write');
  if (renewing.data) return <IssuedKey created={renewing.data} />;
  return (
    <div className={styles.detail}>
      {source.staleSince === null ? null : (
        <Notice tone="warn">{say('staleText', { since: formats.dateTime(source.staleSince) })}</Notice>
      )}
      <Facts
        rows={[
          [say('kind'), say(`kind.${source.kind}`)],
          [null, <SourceState key="state" state={source.state} />],
          [
            say('channel'),
            source.channel ? <ChannelName key="channel" name={source.channel} /> : say('noChannel'),
          ],
          [say('lastEvent'), <Instant key="last" at={source.lastEventAt} as="ago" />],
          source.kind === 'import'
            ? null
            : [
                say('stale'),
                source.staleRule === 'never'
                  ? say('staleNever')
                  : source.staleAfterMs === null
                    ? say('staleUnknown')
                    : [
                        formats.duration(source.staleAfterMs),
                        ...(source.staleRule === 'learned' ? [say('staleLearned')] : []),
                      ].join(' · '),
              ],
          [
            say('accepted'),
            <span key="accepted" className="figure">
              {formats.number(source.accepted)}
            </span>,
          ],
          [
            say('refused'),
            <span key="refused" className="figure">
              {formats.number(source.refused)}{' '}
              {source.refused > 0 && session.can('quarantine.write') ? (
                <Link to={`/quarantine?source=${source.id}`}>{say('seeRefused')}</Link>
              ) : null}
            </span>,
          ],
        ]}
      />
      {may ? (
        <Row>
          <Button onClick={() => setEditing(!editing)}>{say('edit')}</Button>
          <Button
            onClick={() =>
              disabled
                ? changing.mutate({ disabled: false })
                : void modal.confirm({
                    title: say('disableTitle'),
                    content: say('disableText'),
                    okText: say('disable'),
                    okButtonProps: { danger: true },
                    onOk: () => changing.mutateAsync({ disabled: true }).catch(() => {}),
                  })
            }
          >
            {say(disabled ? 'enable' : 'disable')}
          </Button>
          {keyed ? (
            <Button
              danger
              onClick={() =>
                void modal.confirm({
                  title: say('renewTitle'),
                  content: say('renewText'),
                  okText: say('renew'),
                  okButtonProps: { danger: true },
                  onOk: () => renewing.mutateAsync().catch(() => {}),
                })
              }
            >
              {say('renew')}
            </Button>
          ) : null}
        </Row>
      ) : null}
      {editing ? (
        <EditSource source={source} busy={changing.isPending} onSave={(change) => changing.mutate(change)} />
      ) : null}
      {keyed ? (
        <section>
          <h3>{say('key')}</h3>
          {source.writeKey ? (
            <Secret value={source.writeKey} />
          ) : (
            <p className={styles.soft}>{say('keyHidden', { hint: source.keyHint ?? '' })}</p>
          )}
          <h3>{say('connect')}</h3>
          <SnippetTabs source={source} secret={null} />
        </section>
      ) : null}
      <section>
        <h3>
          {say('volume')} <small>{say('volumeNote')}</small>
        </h3>
        <Answer of={days} small>
          {({ items }) =>
            items.length === 0 ? (
              <Notice>{say('noTraffic')}</Notice>
            ) : (
              <Bars
                height={72}
                label={say('volume')}
                bars={items.map((day) => ({
                  key: day.day,
                  value: day.accepted,
                  bad: day.refused,
                  title: say('dayTitle', {
                    day: day.day,
                    accepted: formats.number(day.accepted),
                    refused: formats.number(day.refused),
                  }),
                }))}
              />
            )
          }
        </Answer>
      </section>
    </div>
  );
}

interface EditProps {
  source: Source;
  busy: boolean;
  onSave: (change: SourceChange) => void;
}

function EditSource({ source, busy, onSave }: EditProps) {
  const say = useWords(sourcesWords);
  const [form] = Form.useForm<SourceFields>();
  return (
    <div className={styles.edit}>
      <SourceForm
        form={form}
        source={source}
        onFinish={({ name, channel, staleAfterMs }) =>
          onSave({ name: name.trim(), channel: channel || null, ...staleSetting(staleAfterMs) })
        }
      />
      <Button type="primary" loading={busy} onClick={() => form.submit()}>
        {say('save')}
      </Button>
    </div>
  );
}
