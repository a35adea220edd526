import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { PlayPage as Answered, Play } from '@yutang/contracts/plays';
import { App, Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { designWords } from '../../design/design-words.ts';
import { Facts } from '../../design/facts.tsx';
import { useFormats } from '../../design/formats.ts';
import { Notice, problemText } from '../../design/notice.tsx';
import { NumberTile, Tiles } from '../../design/number-tile.tsx';
import { Page, Panel, Row } from '../../design/page.tsx';
import { Answer } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { useChannels } from '../channels/channels-api.ts';
import { spendByChannel } from '../spend/spend-api.ts';
import { PlayDrawer } from './play-drawer.tsx';
import { StatusTag } from './play-status.tsx';
import { archivePlay, changePlay, playPage } from './plays-api.ts';
import { playsWords } from './plays-words.ts';

/** One play: what it is for, whom it reached, what it cost and brought. */
export function PlayPage() {
  const { code = '' } = useParams();
  const say = useWords(playsWords);
  const session = useSession();
  const [edited, setEdited] = useState<Play | null>(null);
  const page = useQuery({ queryKey: ['plays', 'one', code], queryFn: () => playPage(code) });
  const play = page.data?.play;
  return (
    <Page
      title={
        play ? (
          <>
            {play.name} <StatusTag play={play} />
          </>
        ) : (
          code
        )
      }
      name={play?.name ?? code}
      lead={play?.goal}
      actions={
        play && session.can('plays.write') ? (
          <Row>
            {play.described ? <ArchiveButton play={play} /> : null}
            <Button onClick={() => setEdited(play)}>{say(play.described ? 'edit' : 'describe')}</Button>
          </Row>
        ) : null
      }
    >
      <Answer of={page}>{(data) => <Content {...data} />}</Answer>
      <PlayDrawer edited={edited} onClose={() => setEdited(null)} />
    </Page>
  );
}

function Content({ play, figures }: Answered) {
  const say = useWords(playsWords);
  const formats = useFormats();
  const navigate = useNavigate();
  const narrowed = (path: string, more = '') => `${path}?play=${encodeURIComponent(play.code)}${more}`;
  const cost = (value: number | null) =>
    value !== null ? formats.money(value) : play.spendMinor === 0 ? say('noSpend') : say('nobody');
  const dates =
    play.startsOn || play.endsOn
      ? `${play.startsOn ?? say('open')} – ${play.endsOn ?? say('open')}`
      : say('open');
  return (
    <>
      <Declining play={play} />
      <Tiles>
        <NumberTile
          strong
          label={say('people')}
          value={formats.number(play.people)}
          note={`${formats.number(play.events)} ${say('events')}`}
          onOpen={() => void navigate(narrowed('/customers'))}
        />
        <NumberTile
          label={say('entered')}
          value={formats.number(figures.entered)}
          note={say('enteredNote', { left: formats.number(figures.left) })}
          onOpen={() => void navigate(narrowed('/pond', '&direction=in'))}
        />
        <NumberTile
          label={say('orders')}
          value={formats.number(figures.orders)}
          note={say('ordersNote')}
          onOpen={() => void navigate(narrowed('/spend', '&tab=credits'))}
        />
        <NumberTile
          label={say('paid')}
          value={formats.money(figures.paidMinor)}
          note={say('paidNote', { count: figures.buyers })}
        />
      </Tiles>
      <Tiles>
        <NumberTile
          label={say('spent')}
          value={formats.money(play.spendMinor)}
          note={
            play.budgetMinor
              ? say('ofBudget', { share: formats.percent(play.spendMinor / play.budgetMinor) })
              : say('spentNote', {
                  acquisition: formats.money(figures.acquisitionMinor),
                  reach: formats.money(figures.reachMinor),
                })
          }
          onOpen={() => void navigate(narrowed('/spend'))}
        />
        <NumberTile label={say('perPerson')} value={cost(figures.perPersonMinor)} />
        <NumberTile label={say('perEntry')} value={cost(figures.perEntryMinor)} />
        <NumberTile label={say('perOrder')} value={cost(figures.perOrderMinor)} />
      </Tiles>
      <Panel
        title={say('about')}
        aside={
          <Row>
            <Link to={narrowed('/pond')}>{say('seePond')}</Link>
            <Link to={narrowed('/spend')}>{say('seeSpend')}</Link>
            <Link to={narrowed('/spend', '&tab=credits')}>{say('seeCredits')}</Link>
          </Row>
        }
      >
        <Facts
          rows={[
            [say('code'), <code key="code">{play.code}</code>],
            [say('owner'), play.owner ?? '—'],
            [say('dates'), dates],
            [say('budget'), play.budgetMinor === null ? '—' : formats.money(play.budgetMinor)],
            [say('hypothesis'), play.hypothesis ?? '—'],
            [say('impressions'), formats.number(figures.impressions)],
            [say('clicks'), formats.number(figures.clicks)],
          ]}
        />
      </Panel>
    </>
  );
}

/** A platform in decline is said on the page of every play that spends there (ACQ-41). */
function Declining({ play }: { play: Play }) {
  const say = useWords(playsWords);
  const formats = useFormats();
  const session = useSession();
  const channels = useChannels();
  const spent = useQuery({
    queryKey: ['spend', 'channels', play.code],
    queryFn: () => spendByChannel({ play: play.code, from: '2000-01-01' }),
    enabled: session.can('spend.read'),
  });
  const names = (spent.data?.items ?? [])
    .filter((row) => row.trend === 'decline' && row.entered)
    .map(
      (row) =>
        channels.data?.items.find((channel) => channel.name === row.channel)?.title ?? row.channel ?? '',
    );
  return names.length > 0 ? (
    <Notice tone="warn">{say('decline', { names: formats.list(names) })}</Notice>
  ) : null;
}

function ArchiveButton({ play }: { play: Play }) {
  const say = useWords(playsWords);
  const sayDesign = useWords(designWords);
  const queryClient = useQueryClient();
  const { message } = App.useApp();
  const archived = play.archivedAt !== null;
  const saving = useMutation({
    mutationFn: () => (archived ? changePlay(play.code, { archived: false }) : archivePlay(play.code)),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: ['plays'] }),
    onError: (error) => message.error(problemText(error, sayDesign)),
  });
  if (archived)
    return (
      <Button loading={saving.isPending} onClick={() => saving.mutate()}>
        {say('restore')}
      </Button>
    );
  return (
    <Popconfirm
      title={say('archiveTitle')}
      description={say('archiveText')}
      okText={say('archive')}
      cancelText={sayDesign('cancel')}
      onConfirm={() => saving.mutate()}
    >
      <Button loading={saving.isPending}>{say('archive')}</Button>
    </Popconfirm>
  );
}
