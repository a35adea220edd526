import type { CustomerItem } from '@yutang/contracts/customers';
import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { DataTable } from '../../design/data-table.tsx';
import { DownloadButton } from '../../design/download-button.tsx';
import { useFormats } from '../../design/formats.ts';
import { Instant } from '../../design/instant.tsx';
import { LoadMore } from '../../design/load-more.tsx';
import { Page, Panel } from '../../design/page.tsx';
import { usePaged } from '../../design/paged.ts';
import { Answer, Empty } from '../../design/state.tsx';
import { Tabs } from '../../design/tabs.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { ChannelName } from '../channels/channel-name.tsx';
import { AssignButton } from '../ownership/assign-button.tsx';
import { BulkTagsDialog } from '../tags/bulk-tags-dialog.tsx';
import { TagChips } from '../tags/tag-chips.tsx';
import { tagsWords } from '../tags/tags-words.ts';
import { CustomerFilterBar } from './customer-filter-bar.tsx';
import { useCustomerFilters } from './customer-filters.ts';
import { customerPage, exportCustomers } from './customers-api.ts';
import styles from './customers-page.module.css';
import { customersWords } from './customers-words.ts';
import { PersonLink, RoleTags, StateTag } from './person.tsx';
import { PortraitView } from './portrait.tsx';
import { portraitWords } from './portrait-words.ts';

/** Everybody the workspace knows: search, filters, order, export. */
export function CustomersPage() {
  const say = useWords(customersWords);
  const formats = useFormats();
  const session = useSession();
  const navigate = useNavigate();
  const sayTags = useWords(tagsWords);
  const sayPortrait = useWords(portraitWords);
  const { filters, narrowing, set, clear, narrowed, view, show, open } = useCustomerFilters();
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const [tagging, setTagging] = useState(false);
  const mayTag = session.can('tags.write');
  const mayAssign = session.can('customers.assign');
  const list = usePaged(['customers', 'list', filters], (cursor, signal) =>
    customerPage({ ...filters, limit: 50, ...(cursor ? { cursor } : {}) }, signal),
  );
  const sort = filters.sort ?? 'last_seen';
  return (
    <Page
      title={say('title')}
      lead={session.masked ? say('masked') : say('lead')}
      actions={
        <>
          {mayTag && list.data?.total ? (
            <Button onClick={() => setTagging(true)}>{sayTags('bulk')}</Button>
          ) : null}
          {mayAssign && list.data?.total ? (
            <AssignButton
              selected={chosen}
              filter={narrowing}
              total={list.data.total}
              onDone={() => setChosen([])}
            />
          ) : null}
          {session.can('customers.export') ? (
            <DownloadButton name="customers.csv" text={say('export')} ask={() => exportCustomers(filters)} />
          ) : null}
        </>
      }
    >
      <CustomerFilterBar filters={filters} set={set} />
      <Tabs
        value={view}
        onChange={show}
        options={(['list', 'portrait'] as const).map((value) => ({ value, label: sayPortrait(value) }))}
      />
      {tagging ? (
        <BulkTagsDialog
          selected={chosen}
          filter={narrowing}
          total={list.data?.total ?? 0}
          onClose={() => {
            setTagging(false);
            setChosen([]);
          }}
        />
      ) : null}
      {view === 'portrait' ? (
        <PortraitView filter={narrowing} onOpen={open} />
      ) : (
        <Panel
          flush
          title={list.data?.total === undefined ? null : say('people', { count: list.data.total })}
          aside={
            narrowed ? (
              <Button type="link" size="small" onClick={clear}>
                {say('clear')}
              </Button>
            ) : null
          }
        >
          <Answer of={list}>
            {({ items }) =>
              items.length === 0 ? (
                narrowed ? (
                  <Empty
                    title={say('noneTitle')}
                    text={say('noneText')}
                    action={<Button onClick={clear}>{say('clear')}</Button>}
                  />
                ) : (
                  <Empty
                    title={say('emptyTitle')}
                    text={say('emptyText')}
                    action={
                      <>
                        <Link to="/sources">{say('toSources')}</Link>
                        <Link to="/imports">{say('toImports')}</Link>
                      </>
                    }
                  />
                )
              ) : (
                <>
                  <DataTable
                    caption={say('title')}
                    rows={items}
                    rowKey={(one) => one.id}
                    onOpen={(one) => void navigate(`/customers/${one.id}`)}
                    sort={{ key: sort, descending: true }}
                    onSort={({ key }) => set({ sort: key === 'last_seen' ? undefined : key })}
                    columns={[
                      ...(mayTag || mayAssign
                        ? [
                            {
                              key: 'choose',
                              title: <span className="visually-hidden">{sayPortrait('choose')}</span>,
                              width: 36,
                              phone: 'hide' as const,
                              cell: (one: CustomerItem) => (
                                <Checkbox
                                  aria-label={sayTags('selectOne', { name: one.name ?? one.id })}
                                  checked={chosen.includes(one.id)}
                                  onChange={(event) =>
                                    setChosen(
                                      event.target.checked
                                        ? [...chosen, one.id]
                                        : chosen.filter((id) => id !== one.id),
                                    )
                                  }
                                />
                              ),
                            },
                          ]
                        : []),
                      {
                        key: 'name',
                        title: say('name'),
                        phone: 'title',
                        cell: (one) => (
                          <span className={styles.person}>
                            <PersonLink person={one} />
                            <StateTag pond={one.pond} />
                            <RoleTags roles={one.roles} />
                          </span>
                        ),
                      },
                      {
                        key: 'contact',
                        title: say('contact'),
                        phone: 'bare',
                        cell: (one) => one.phone ?? one.email,
                      },
                      {
                        key: 'channel',
                        title: say('channel'),
                        phone: 'bare',
                        cell: (one) =>
                          one.channel ? <ChannelName name={one.channel} domain={one.domainClass} /> : null,
                      },
                      {
                        key: 'tags',
                        title: sayTags('title'),
                        phone: 'bare',
                        cell: (one) => (one.tags?.length ? <TagChips tags={one.tags} most={3} /> : null),
                      },
                      {
                        key: 'owner',
                        title: say('owner'),
                        phone: 'bare',
                        cell: (one) => [one.owner, one.outlet].filter(Boolean).join(' · ') || null,
                      },
                      {
                        key: 'net_sales',
                        title: say('net'),
                        phone: 'bare',
                        number: true,
                        sortable: true,
                        cell: (one) =>
                          one.sales.orders ? (
                            <span title={say('orders', { count: one.sales.orders })}>
                              {formats.money(one.sales.netMinor)}
                            </span>
                          ) : null,
                      },
                      {
                        key: 'first_seen',
                        title: say('firstSeen'),
                        number: true,
                        sortable: true,
                        phone: 'hide',
                        cell: (one) => <Instant at={one.firstSeenAt} as="date" />,
                      },
                      {
                        key: 'last_seen',
                        title: say('lastSeen'),
                        phone: 'bare',
                        number: true,
                        sortable: true,
                        cell: (one) => <Instant at={one.lastSeenAt} as="ago" />,
                      },
                    ]}
                  />
                  <LoadMore of={list} />
                </>
              )
            }
          </Answer>
        </Panel>
      )}
    </Page>
  );
}
