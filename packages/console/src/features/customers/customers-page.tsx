import { App, Button } from 'antd';
import { useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { DataTable } from '../../design/data-table.tsx';
import { designWords } from '../../design/design-words.ts';
import { useFormats } from '../../design/formats.ts';
import { Icon } from '../../design/icon.tsx';
import { Instant } from '../../design/instant.tsx';
import { LoadMore } from '../../design/load-more.tsx';
import { problemText } from '../../design/notice.tsx';
import { Page, Panel } from '../../design/page.tsx';
import { usePaged } from '../../design/paged.ts';
import { Answer, Empty } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { ChannelName } from '../channels/channel-name.tsx';
import { CustomerFilterBar } from './customer-filter-bar.tsx';
import { type CustomerFilters, useCustomerFilters } from './customer-filters.ts';
import { customerPage } from './customers-api.ts';
import styles from './customers-page.module.css';
import { customersWords } from './customers-words.ts';
import { exportCustomers } from './export-customers.ts';
import { PersonLink, RoleTags, StateTag } from './person.tsx';

/** Everybody the workspace knows: search, filters, order, export. */
export function CustomersPage() {
  const say = useWords(customersWords);
  const formats = useFormats();
  const session = useSession();
  const navigate = useNavigate();
  const { filters, set, clear, narrowed } = useCustomerFilters();
  const list = usePaged(['customers', 'list', filters], (cursor, signal) =>
    customerPage({ ...filters, limit: 50, ...(cursor ? { cursor } : {}) }, signal),
  );
  const sort = filters.sort ?? 'last_seen';
  return (
    <Page
      title={say('title')}
      lead={session.masked ? say('masked') : say('lead')}
      actions={session.can('customers.export') ? <ExportButton filters={filters} /> : null}
    >
      <CustomerFilterBar filters={filters} set={set} />
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
    </Page>
  );
}

function ExportButton({ filters }: { filters: CustomerFilters }) {
  const say = useWords(customersWords);
  const sayDesign = useWords(designWords);
  const formats = useFormats();
  const { message } = App.useApp();
  const [progress, setProgress] = useState<{ done: number; total: number }>();
  const running = useRef<AbortController>(undefined);
  const start = async () => {
    running.current = new AbortController();
    setProgress({ done: 0, total: 0 });
    try {
      const count = await exportCustomers(
        filters,
        (done, total) => setProgress({ done, total }),
        running.current.signal,
      );
      message.success(say('exported', { count }));
    } catch (error) {
      if (!running.current.signal.aborted) message.error(problemText(error, sayDesign));
    } finally {
      setProgress(undefined);
    }
  };
  if (progress) {
    return (
      <Button onClick={() => running.current?.abort()}>
        <span className="figure">
          {say('exporting', { done: formats.number(progress.done), total: formats.number(progress.total) })}
        </span>
        <Icon name="close" size={14} />
      </Button>
    );
  }
  return (
    <Button onClick={() => void start()} icon={<Icon name="download" size={16} />}>
      {say('export')}
    </Button>
  );
}
