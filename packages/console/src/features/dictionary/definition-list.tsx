import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Definition } from '@yutang/contracts/dictionary';
import { Input, Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { DataTable } from '../../design/data-table.tsx';
import { useFormats } from '../../design/formats.ts';
import { Icon } from '../../design/icon.tsx';
import { Instant } from '../../design/instant.tsx';
import { Panel, Row } from '../../design/page.tsx';
import { Answer, Empty } from '../../design/state.tsx';
import { Tag, type TagTone } from '../../design/tag.tsx';
import { useWords } from '../../words/use-words.ts';
import type { Edited } from './definition-drawer.tsx';
import styles from './dictionary.module.css';
import { definitions } from './dictionary-api.ts';
import { dictionaryWords } from './dictionary-words.ts';

const families = ['consumption', 'behaviour', 'relation', 'system'] as const;
const modes = ['off', 'warn', 'enforce'] as const;
const tones: Record<Definition['mode'], TagTone> = { off: 'plain', warn: 'warn', enforce: 'water' };

/** Every described event, standard ones included. */
export function DefinitionList({ onEdit }: { onEdit: (edited: Edited) => void }) {
  const say = useWords(dictionaryWords);
  const formats = useFormats();
  const [q, setQ] = useState('');
  const [family, setFamily] = useState<string>();
  const [mode, setMode] = useState<string>();
  const query = useDeferredValue({ q: q.trim(), family, mode });
  const asked = useQuery({
    queryKey: ['dictionary', 'list', query.q, query.family, query.mode],
    queryFn: () => definitions({ limit: 500, ...query }),
    placeholderData: keepPreviousData,
  });
  return (
    <Panel flush>
      <Row className={styles.filters ?? ''}>
        <Input
          allowClear
          aria-label={say('search')}
          placeholder={say('search')}
          prefix={<Icon name="search" size={16} />}
          value={q}
          onChange={(event) => setQ(event.target.value)}
        />
        <Select
          allowClear
          aria-label={say('family')}
          placeholder={say('anyFamily')}
          value={family ?? null}
          onChange={(value) => setFamily(value ?? undefined)}
          options={families.map((value) => ({ value, label: say(`family.${value}`) }))}
        />
        <Select
          allowClear
          aria-label={say('mode')}
          placeholder={say('anyMode')}
          value={mode ?? null}
          onChange={(value) => setMode(value ?? undefined)}
          options={modes.map((value) => ({ value, label: say(`mode.${value}`) }))}
        />
      </Row>
      <Answer of={asked}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={say('emptyTitle')} />
          ) : (
            <DataTable
              caption={say('tabEvents')}
              rows={items}
              rowKey={(item) => item.name}
              onOpen={(definition) => onEdit({ definition })}
              columns={[
                {
                  key: 'name',
                  title: say('name'),
                  phone: 'title',
                  cell: (item) => (
                    <span className={styles.name}>
                      <strong>{item.name}</strong>
                      {item.zh ? <span className={styles.soft}>{item.zh}</span> : null}
                      {item.standard ? <Tag>{say('standard')}</Tag> : null}
                    </span>
                  ),
                },
                {
                  key: 'family',
                  title: say('family'),
                  phone: 'bare',
                  cell: (item) => say(`family.${item.family}`),
                },
                {
                  key: 'mode',
                  title: say('mode'),
                  phone: 'bare',
                  cell: (item) => (
                    <Tag tone={tones[item.mode]} title={say(`about.${item.mode}`)}>
                      {say(`mode.${item.mode}`)}
                    </Tag>
                  ),
                },
                {
                  key: 'properties',
                  title: say('properties'),
                  phone: 'hide',
                  cell: (item) => (
                    <span className={styles.soft}>
                      {Object.entries(item.properties)
                        .slice(0, 4)
                        .map(([name, rule]) => (rule.required ? `${name}*` : name))
                        .join(', ') || '—'}
                    </span>
                  ),
                },
                { key: 'owner', title: say('owner'), phone: 'bare', cell: (item) => item.owner },
                {
                  key: 'seen',
                  title: say('seen'),
                  number: true,
                  phone: 'hide',
                  cell: (item) => formats.short(item.seen),
                },
                {
                  key: 'last',
                  title: say('lastSeen'),
                  number: true,
                  phone: 'bare',
                  cell: (item) => <Instant at={item.lastSeenAt} as="ago" />,
                },
              ]}
            />
          )
        }
      </Answer>
    </Panel>
  );
}
