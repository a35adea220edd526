import type { Spend } from '@yutang/contracts/spend';
import { Button, Segmented, Tabs } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { Icon } from '../../design/icon.tsx';
import { Page, Row } from '../../design/page.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { PlayFilter } from '../plays/play-filter.tsx';
import { ChannelsTab } from './channels-tab.tsx';
import { CreditsTab } from './credits-tab.tsx';
import { FileDrawer } from './file-drawer.tsx';
import { FilesTab } from './files-tab.tsx';
import { LinesTab } from './lines-tab.tsx';
import { ScaleTab } from './scale-tab.tsx';
import { SpendDrawer } from './spend-drawer.tsx';
import { spendWords } from './spend-words.ts';

const tabs = ['channels', 'scale', 'credits', 'lines', 'files'] as const;
const spans = [30, 90, 180] as const;
type Tab = (typeof tabs)[number];

/** What was paid, by day and channel, and what it brought. */
export function SpendPage() {
  const say = useWords(spendWords);
  const session = useSession();
  const [params, setParams] = useSearchParams();
  const [days, setDays] = useState<number>(90);
  const [edited, setEdited] = useState<Spend | 'new' | null>(null);
  const [uploading, setUploading] = useState(false);
  const tab = tabs.find((one) => one === params.get('tab')) ?? 'channels';
  const show = (next: string) => {
    const kept = new URLSearchParams(params.get('play') ? { play: params.get('play') ?? '' } : {});
    if (next !== 'channels') kept.set('tab', next);
    setParams(kept, { replace: true });
  };
  const content: Record<Tab, React.ReactNode> = {
    channels: <ChannelsTab days={days} />,
    scale: <ScaleTab days={days} />,
    credits: <CreditsTab days={days} />,
    lines: <LinesTab onEdit={setEdited} />,
    files: <FilesTab />,
  };
  return (
    <Page
      title={say('title')}
      lead={say('lead')}
      actions={
        session.can('spend.write') ? (
          <Row>
            <Button icon={<Icon name="upload" size={16} />} onClick={() => setUploading(true)}>
              {say('upload')}
            </Button>
            <Button type="primary" icon={<Icon name="plus" size={16} />} onClick={() => setEdited('new')}>
              {say('enter')}
            </Button>
          </Row>
        ) : null
      }
    >
      <Tabs
        activeKey={tab}
        onChange={show}
        items={tabs.map((key) => ({ key, label: say(`tab.${key}`) }))}
        style={{ marginBottom: -16 }}
      />
      {tab === 'files' ? null : (
        <Row>
          {tab === 'lines' ? null : (
            <Segmented
              aria-label={say('period')}
              value={days}
              onChange={setDays}
              options={spans.map((count) => ({ value: count, label: say('days', { count }) }))}
            />
          )}
          {tab === 'scale' ? null : <PlayFilter />}
        </Row>
      )}
      {content[tab]}
      <SpendDrawer edited={edited} onClose={() => setEdited(null)} />
      <FileDrawer open={uploading} onClose={() => setUploading(false)} />
    </Page>
  );
}
