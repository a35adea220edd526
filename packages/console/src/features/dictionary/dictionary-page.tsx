import { Button } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { Icon } from '../../design/icon.tsx';
import { Page } from '../../design/page.tsx';
import { Tabs } from '../../design/tabs.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { CoverageReport } from './coverage-report.tsx';
import { DefinitionDrawer, type Edited } from './definition-drawer.tsx';
import { DefinitionList } from './definition-list.tsx';
import { dictionaryWords } from './dictionary-words.ts';
import { UnknownEvents } from './unknown-events.tsx';

const tabs = ['events', 'unknown', 'report'] as const;
type Tab = (typeof tabs)[number];

/** What events mean and must carry. */
export function DictionaryPage() {
  const say = useWords(dictionaryWords);
  const session = useSession();
  const [params, setParams] = useSearchParams();
  const [edited, setEdited] = useState<Edited | null>(null);
  const tab: Tab = tabs.find((one) => one === params.get('tab')) ?? 'events';
  return (
    <Page
      title={say('title')}
      lead={say('lead')}
      actions={
        session.can('dictionary.write') ? (
          <Button
            type="primary"
            icon={<Icon name="plus" size={16} />}
            onClick={() => setEdited({ name: '' })}
          >
            {say('add')}
          </Button>
        ) : null
      }
    >
      <Tabs
        value={tab}
        onChange={(value) => setParams(value === 'events' ? {} : { tab: value })}
        options={[
          { value: 'events', label: say('tabEvents') },
          { value: 'unknown', label: say('tabUnknown') },
          { value: 'report', label: say('tabReport') },
        ]}
      />
      {tab === 'events' ? <DefinitionList onEdit={setEdited} /> : null}
      {tab === 'unknown' ? <UnknownEvents onEdit={setEdited} /> : null}
      {tab === 'report' ? <CoverageReport /> : null}
      <DefinitionDrawer edited={edited} onClose={() => setEdited(null)} />
    </Page>
  );
}
