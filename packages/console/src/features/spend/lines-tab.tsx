import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Spend, SpendKind } from '@yutang/contracts/spend';
import { App, Button, Select } from 'antd';
import { useState } from 'react';
import { DataTable } from '../../design/data-table.tsx';
import { designWords } from '../../design/design-words.ts';
import { useFormats } from '../../design/formats.ts';
import { Icon } from '../../design/icon.tsx';
import { LoadMore } from '../../design/load-more.tsx';
import { problemText } from '../../design/notice.tsx';
import { Panel, Row } from '../../design/page.tsx';
import { Answer, Empty } from '../../design/state.tsx';
import { Tag } from '../../design/tag.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { ChannelName } from '../channels/channel-name.tsx';
import { useChannels } from '../channels/channels-api.ts';
import { usePlayFilter } from '../plays/play-filter.tsx';
import { usePlayName } from '../plays/plays-api.ts';
import { enterSpend, removeSpend, spendPage } from './spend-api.ts';
import { spendWords } from './spend-words.ts';

/** Every line as it was entered; corrected and removed here. */
export function LinesTab({ onEdit }: { onEdit: (line: Spend) => void }) {
  const say = useWords(spendWords);
  const formats = useFormats();
  const channels = useChannels();
  const [play] = usePlayFilter();
  const [channel, setChannel] = useState<string | null>(null);
  const [kind, setKind] = useState<SpendKind | null>(null);
  const filter = { ...(play && { play }), ...(channel && { channel }), ...(kind && { kind }) };
  const asked = useInfiniteQuery({
    queryKey: ['spend', 'lines', filter],
    queryFn: ({ pageParam, signal }) =>
      spendPage({ ...filter, limit: 50, ...(pageParam ? { cursor: pageParam } : {}) }, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  const first = asked.data?.pages[0];
  const list = {
    data: asked.data
      ? { items: asked.data.pages.flatMap((page) => page.items), total: first?.total }
      : undefined,
    error: asked.error,
    isPending: asked.isPending,
    isFetching: asked.isFetching,
    refetch: asked.refetch,
    hasMore: asked.hasNextPage,
    loadMore: () => void asked.fetchNextPage(),
    loadingMore: asked.isFetchingNextPage,
  };
  return (
    <Panel
      flush
      title={first ? say('total', { sum: formats.money(first.sumMinor) }) : say('tab.lines')}
      aside={
        <Row>
          <Select
            size="small"
            style={{ minWidth: 120 }}
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            aria-label={say('channel')}
            placeholder={say('anyChannel')}
            value={channel}
            onChange={(name) => setChannel(name ?? null)}
            options={(channels.data?.items ?? []).map((one) => ({ value: one.name, label: one.title }))}
          />
          <Select<SpendKind>
            size="small"
            style={{ minWidth: 110 }}
            allowClear
            aria-label={say('kind')}
            placeholder={say('anyKind')}
            value={kind}
            onChange={(value) => setKind(value ?? null)}
            options={(['acquisition', 'reach'] as const).map((value) => ({
              value,
              label: say(`kind.${value}`),
            }))}
          />
        </Row>
      }
    >
      <Answer of={list}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={say('emptyTitle')} text={say('emptyText')} />
          ) : (
            <>
              <Lines items={items} onEdit={onEdit} />
              <LoadMore of={list} />
            </>
          )
        }
      </Answer>
    </Panel>
  );
}

function Lines({ items, onEdit }: { items: Spend[]; onEdit: (line: Spend) => void }) {
  const say = useWords(spendWords);
  const formats = useFormats();
  const session = useSession();
  const nameOf = usePlayName();
  const may = session.can('spend.write');
  return (
    <DataTable
      caption={say('tab.lines')}
      rows={items}
      rowKey={(line) => line.id}
      columns={[
        { key: 'day', title: say('day'), phone: 'title', noWrap: true, cell: (line) => line.day },
        { key: 'channel', title: say('channel'), cell: (line) => <ChannelName name={line.channel} /> },
        {
          key: 'kind',
          title: say('kind'),
          phone: 'bare',
          cell: (line) => <Tag>{say(`kind.${line.kind}`)}</Tag>,
        },
        { key: 'play', title: say('play'), cell: (line) => (line.play ? nameOf(line.play) : '—') },
        { key: 'campaign', title: say('campaign'), phone: 'hide', cell: (line) => line.campaign ?? '—' },
        { key: 'outlet', title: say('outlet'), phone: 'hide', cell: (line) => line.outlet ?? '—' },
        {
          key: 'amount',
          title: say('amount'),
          number: true,
          cell: (line) => formats.money(line.amountMinor),
        },
        {
          key: 'clicks',
          title: say('clicks'),
          number: true,
          phone: 'hide',
          cell: (line) => (line.clicks === null ? '—' : formats.number(line.clicks)),
        },
        {
          key: 'act',
          title: '',
          number: true,
          cell: (line) =>
            may ? (
              <Row>
                <Button size="small" onClick={() => onEdit(line)}>
                  {say('edit')}
                </Button>
                <RemoveButton line={line} />
              </Row>
            ) : null,
        },
      ]}
    />
  );
}

/** Removes at once and offers to bring the line back. */
function RemoveButton({ line }: { line: Spend }) {
  const say = useWords(spendWords);
  const sayDesign = useWords(designWords);
  const queryClient = useQueryClient();
  const { message } = App.useApp();
  const again = () => void queryClient.invalidateQueries({ queryKey: ['spend'] });
  const restore = () => {
    const { day, kind, channel, play, campaign, outlet, amountMinor, impressions, clicks } = line;
    enterSpend({ day, kind, channel, play, campaign, outlet, amountMinor, impressions, clicks }).then(
      again,
      (error: unknown) => message.error(problemText(error, sayDesign)),
    );
  };
  const removing = useMutation({
    mutationFn: () => removeSpend(line.id),
    onSuccess: () => {
      again();
      const key = `spend-${line.id}`;
      message.success({
        key,
        duration: 8,
        content: (
          <>
            {say('removed')}{' '}
            <Button
              type="link"
              size="small"
              onClick={() => {
                message.destroy(key);
                restore();
              }}
            >
              {say('undo')}
            </Button>
          </>
        ),
      });
    },
    onError: (error) => message.error(problemText(error, sayDesign)),
  });
  return (
    <Button
      size="small"
      type="text"
      aria-label={say('remove')}
      icon={<Icon name="trash" size={16} />}
      loading={removing.isPending}
      onClick={() => removing.mutate()}
    />
  );
}
