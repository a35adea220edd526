import type { Source } from '@yutang/contracts/sources';
import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { DataTable } from '../../design/data-table.tsx';
import { useFormats } from '../../design/formats.ts';
import { Icon } from '../../design/icon.tsx';
import { Instant } from '../../design/instant.tsx';
import { Page, Panel } from '../../design/page.tsx';
import { Answer, Empty } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { ChannelName } from '../channels/channel-name.tsx';
import { NewSourceDrawer } from './new-source.tsx';
import { SourceDrawer } from './source-drawer.tsx';
import { SourceState } from './source-state.tsx';
import { useSources } from './sources-api.ts';
import styles from './sources-page.module.css';
import { sourcesWords } from './sources-words.ts';

/** Who delivers events, how much, and how to connect one more. */
export function SourcesPage() {
  const say = useWords(sourcesWords);
  const session = useSession();
  const sources = useSources(10_000);
  const [withImports, setWithImports] = useState(false);
  const [making, setMaking] = useState(false);
  const [params, setParams] = useSearchParams();
  const opened = Number(params.get('open') ?? 0);
  const add = session.can('sources.write') ? (
    <Button type="primary" icon={<Icon name="plus" size={16} />} onClick={() => setMaking(true)}>
      {say('add')}
    </Button>
  ) : null;
  return (
    <Page title={say('title')} lead={say('lead')} actions={add}>
      <Answer of={sources}>
        {({ items }) => {
          const imported = items.filter(({ kind }) => kind === 'import').length;
          // each import is a source of its own, so that it can be taken back alone
          const shown = withImports ? items : items.filter(({ kind }) => kind !== 'import');
          return (
            <>
              {imported > 0 ? (
                <Checkbox checked={withImports} onChange={(event) => setWithImports(event.target.checked)}>
                  {say('withImports', { count: imported })}
                </Checkbox>
              ) : null}
              <Panel flush={shown.length > 0}>
                {shown.length === 0 ? (
                  <Empty title={say('emptyTitle')} text={say('emptyText')} action={add} />
                ) : (
                  <SourceTable sources={shown} onOpen={(source) => setParams({ open: String(source.id) })} />
                )}
              </Panel>
              <SourceDrawer source={items.find((one) => one.id === opened)} onClose={() => setParams({})} />
            </>
          );
        }}
      </Answer>
      <NewSourceDrawer open={making} onClose={() => setMaking(false)} />
    </Page>
  );
}

function SourceTable({ sources, onOpen }: { sources: Source[]; onOpen: (source: Source) => void }) {
  const say = useWords(sourcesWords);
  const formats = useFormats();
  return (
    <DataTable
      caption={say('title')}
      rows={sources}
      rowKey={(source) => source.id}
      onOpen={onOpen}
      columns={[
        {
          key: 'name',
          title: say('name'),
          phone: 'title',
          cell: (source) => (
            <span className={styles.name}>
              <button type="button" className={styles.link} onClick={() => onOpen(source)}>
                {source.name}
              </button>
              <SourceState state={source.state} />
              {source.staleSince === null ? null : (
                <small>
                  {say('staleSince')} <Instant at={source.staleSince} as="ago" />
                </small>
              )}
            </span>
          ),
        },
        { key: 'kind', title: say('kind'), phone: 'bare', cell: (source) => say(`kind.${source.kind}`) },
        {
          key: 'channel',
          title: say('channel'),
          phone: 'bare',
          cell: (source) => (source.channel ? <ChannelName name={source.channel} /> : null),
        },
        {
          key: 'today',
          title: say('accepted'),
          number: true,
          cell: (source) => (
            <span title={`${say('total')} ${formats.number(source.accepted)}`}>
              {say('today', { count: source.acceptedToday })} · {formats.short(source.accepted)}
            </span>
          ),
        },
        {
          key: 'refused',
          title: say('refused'),
          number: true,
          cell: (source) => (
            <span className={source.refusedToday > 0 ? styles.bad : ''}>
              {formats.number(source.refusedToday)} · {formats.short(source.refused)}
            </span>
          ),
        },
        {
          key: 'last',
          title: say('lastEvent'),
          number: true,
          cell: (source) => <Instant at={source.lastEventAt} as="ago" />,
        },
      ]}
    />
  );
}
