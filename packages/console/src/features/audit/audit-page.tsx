import type { AuditEntry, AuditQuery } from '@yutang/contracts/audit';
import { DatePicker, Input, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { Link } from 'react-router';
import { call } from '../../api/client.ts';
import { DataTable } from '../../design/data-table.tsx';
import { Side } from '../../design/drawer.tsx';
import { Facts } from '../../design/facts.tsx';
import { Instant } from '../../design/instant.tsx';
import { JsonView } from '../../design/json-view.tsx';
import { LoadMore } from '../../design/load-more.tsx';
import { Page, Panel, Row } from '../../design/page.tsx';
import { type PageOf, usePaged } from '../../design/paged.ts';
import { Answer, Empty } from '../../design/state.tsx';
import { Tag } from '../../design/tag.tsx';
import { zonedMidnight } from '../../design/zoned-midnight.ts';
import { hasPhrase, useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { addressOf } from '../parties/parties-api.ts';
import styles from './audit.module.css';
import { auditWords } from './audit-words.ts';

/** What comes before the dot in the name of an action. */
const nouns = [
  'session',
  'member',
  'invitation',
  'key',
  'account',
  'workspace',
  'source',
  'field-rule',
  'customer',
  'customers',
  'organisation',
  'contact',
  'merge',
  'conflict',
  'value',
  'channel',
  'definition',
  'steps',
  'quarantine',
  'import',
  'sql',
  'backup',
  'engine',
] as const;

const auditPage = (query: AuditQuery) => call<PageOf<AuditEntry>>('GET', '/audit', { query });

/** What everybody did, newest first. */
export function AuditPage() {
  const say = useWords(auditWords);
  const { workspace } = useSession();
  const [actor, setActor] = useState('');
  const [noun, setNoun] = useState<string>();
  const [span, setSpan] = useState<[Dayjs | null, Dayjs | null] | null>(null);
  const [opened, setOpened] = useState<AuditEntry | null>(null);
  const from = span?.[0] ? zonedMidnight(span[0].format('YYYY-MM-DD'), workspace.zone) : undefined;
  const to = span?.[1]
    ? zonedMidnight(span[1].add(1, 'day').format('YYYY-MM-DD'), workspace.zone)
    : undefined;
  const filters: AuditQuery = {
    ...(actor.trim() ? { actor: actor.trim() } : {}),
    ...(noun ? { action: `${noun}.` } : {}),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
  const list = usePaged<AuditEntry>(['audit', filters], (cursor) =>
    auditPage({ ...filters, limit: 60, ...(cursor ? { cursor } : {}) }),
  );
  return (
    <Page title={say('title')} lead={say('lead')}>
      <Row className={styles.filters ?? ''}>
        <Input
          allowClear
          aria-label={say('actor')}
          placeholder={say('actorPlaceholder')}
          value={actor}
          onChange={(event) => setActor(event.target.value)}
        />
        <Select
          allowClear
          aria-label={say('action')}
          placeholder={say('anyAction')}
          value={noun ?? null}
          onChange={(value) => setNoun(value ?? undefined)}
          options={nouns.map((value) => ({ value, label: say(`noun.${value}`) }))}
        />
        <DatePicker.RangePicker
          className={styles.span ?? ''}
          aria-label={say('when')}
          placeholder={[say('from'), say('to')]}
          allowEmpty={[true, true]}
          value={span}
          onChange={(next) => setSpan(next)}
        />
      </Row>
      <Panel flush>
        <Answer of={list}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title={say(Object.keys(filters).length > 0 ? 'none' : 'empty')} />
            ) : (
              <>
                <DataTable
                  caption={say('title')}
                  rows={items}
                  rowKey={(entry) => entry.id}
                  onOpen={setOpened}
                  isActive={(entry) => entry.id === opened?.id}
                  columns={[
                    {
                      key: 'actor',
                      title: say('actor'),
                      phone: 'title',
                      cell: (entry) => (
                        <>
                          {entry.actor} {entry.keyId === null ? null : <Tag>{say('key')}</Tag>}
                        </>
                      ),
                    },
                    {
                      key: 'action',
                      title: say('action'),
                      phone: 'bare',
                      cell: (entry) => <Action name={entry.action} />,
                    },
                    {
                      key: 'target',
                      title: say('target'),
                      phone: 'bare',
                      cell: (entry) => <Target of={entry.target} />,
                    },
                    { key: 'ip', title: say('ip'), phone: 'hide', cell: (entry) => entry.ip },
                    {
                      key: 'when',
                      title: say('when'),
                      number: true,
                      phone: 'bare',
                      cell: (entry) => <Instant at={entry.at} />,
                    },
                  ]}
                />
                <LoadMore of={list} />
              </>
            )
          }
        </Answer>
      </Panel>
      <Side
        open={opened !== null}
        title={opened ? <Action name={opened.action} /> : undefined}
        onClose={() => setOpened(null)}
      >
        {opened ? (
          <div className={styles.detail}>
            <Facts
              rows={[
                [say('actor'), opened.actor],
                [say('target'), <Target key="target" of={opened.target} />],
                [say('when'), <Instant key="when" at={opened.at} as="exact" />],
                [say('ip'), opened.ip],
              ]}
            />
            <JsonView value={opened.details} label={say('details')} />
          </div>
        ) : null}
      </Side>
    </Page>
  );
}

/** What was done, in words where there are some. */
function Action({ name }: { name: string }) {
  const say = useWords(auditWords);
  const key = `did.${name}`;
  return hasPhrase(auditWords, key) ? <span title={name}>{say(key)}</span> : <code>{name}</code>;
}

/** What it was done to; a customer is a way to their page. */
function Target({ of }: { of: string }) {
  const customer = /^customer:(\d+)$/.exec(of)?.[1];
  const party = /^party:(.+)$/s.exec(of)?.[1];
  const address = customer ? `/customers/${customer}` : party ? addressOf(party) : null;
  return address ? (
    <Link to={address} onClick={(event) => event.stopPropagation()}>
      <code>{of}</code>
    </Link>
  ) : (
    <code>{of}</code>
  );
}
