import { Button } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { DataTable } from '../../design/data-table.tsx';
import { DownloadButton } from '../../design/download-button.tsx';
import { LoadMore } from '../../design/load-more.tsx';
import { Page, Panel } from '../../design/page.tsx';
import { usePaged } from '../../design/paged.ts';
import { Answer, Empty } from '../../design/state.tsx';
import { Tabs } from '../../design/tabs.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { AssignButton } from '../ownership/assign-button.tsx';
import { BulkTagsDialog } from '../tags/bulk-tags-dialog.tsx';
import { tagsWords } from '../tags/tags-words.ts';
import { useColumnChoice } from '../views/column-choice.tsx';
import { ViewMenu } from '../views/view-menu.tsx';
import { useCustomerColumns } from './customer-columns.tsx';
import { CustomerFilterBar } from './customer-filter-bar.tsx';
import { useCustomerFilters } from './customer-filters.ts';
import { customerPage, exportChosen, exportCustomers } from './customers-api.ts';
import { customersWords } from './customers-words.ts';
import { PortraitView } from './portrait.tsx';
import { portraitWords } from './portrait-words.ts';

/** Everybody the workspace knows: search, filters, order, export. */
export function CustomersPage() {
  const say = useWords(customersWords);
  const session = useSession();
  const navigate = useNavigate();
  const sayTags = useWords(tagsWords);
  const sayPortrait = useWords(portraitWords);
  const { filters, narrowing, set, clear, narrowed, view, show, open } = useCustomerFilters();
  const [chosen, setChosen] = useState<readonly number[]>([]);
  // who was chosen in another list is not chosen in this one
  const narrowedTo = JSON.stringify(narrowing);
  const [chosenIn, setChosenIn] = useState(narrowedTo);
  if (chosenIn !== narrowedTo) {
    setChosenIn(narrowedTo);
    setChosen([]);
  }
  const [tagging, setTagging] = useState(false);
  const mayTag = session.can('tags.write');
  const mayAssign = session.can('customers.assign');
  const list = usePaged(['customers', 'list', filters], (cursor, signal) =>
    customerPage({ ...filters, limit: 50, ...(cursor ? { cursor } : {}) }, signal),
  );
  const sort = filters.sort ?? 'last_seen';
  const mayExport = session.can('customers.export');
  const many = mayTag || mayAssign || mayExport;
  const columns = useColumnChoice(
    useCustomerColumns(many ? { chosen, choose: setChosen, listed: list.data?.items ?? [] } : null),
  );
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
          {mayExport ? (
            <DownloadButton
              name="customers.csv"
              text={say(chosen.length > 0 ? 'exportChosen' : 'export')}
              ask={() => (chosen.length > 0 ? exportChosen(chosen) : exportCustomers(filters))}
            />
          ) : null}
          <ViewMenu list="customers" />
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
            <>
              {chosen.length > 0 ? (
                <>
                  <strong>{say('chosen', { count: chosen.length })}</strong>
                  <Button type="link" size="small" onClick={() => setChosen([])}>
                    {say('chooseNobody')}
                  </Button>
                </>
              ) : null}
              {narrowed ? (
                <Button type="link" size="small" onClick={clear}>
                  {say('clear')}
                </Button>
              ) : null}
              {columns.button}
            </>
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
                    columns={columns.shown}
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
