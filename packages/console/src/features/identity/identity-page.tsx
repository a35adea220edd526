import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { Page } from '../../design/page.tsx';
import { Tabs } from '../../design/tabs.tsx';
import { useWords } from '../../words/use-words.ts';
import { ConflictList } from './conflict-list.tsx';
import { conflicts } from './identity-api.ts';
import { identityWords } from './identity-words.ts';
import { MergeHistory } from './merge-history.tsx';
import { NonLinkingValues } from './non-linking-values.tsx';

const tabs = ['open', 'decided', 'merges', 'values'] as const;
type Tab = (typeof tabs)[number];

/** Where evidence contradicts itself, people decide; and every decision can be undone. */
export function IdentityPage() {
  const say = useWords(identityWords);
  const [params, setParams] = useSearchParams();
  const tab: Tab = tabs.find((one) => one === params.get('tab')) ?? 'open';
  const open = useQuery({
    queryKey: ['identity', 'open-count'],
    queryFn: () => conflicts({ state: 'open', limit: 1 }),
  });
  const count = open.data?.total;
  return (
    <Page title={say('title')} lead={say('lead')}>
      <Tabs
        value={tab}
        onChange={(value) => setParams(value === 'open' ? {} : { tab: value })}
        options={[
          { value: 'open', label: count ? `${say('tabConflicts')} ${count}` : say('tabConflicts') },
          { value: 'decided', label: say('tabDecided') },
          { value: 'merges', label: say('tabMerges') },
          { value: 'values', label: say('tabValues') },
        ]}
      />
      {tab === 'open' ? <ConflictList state="open" /> : null}
      {tab === 'decided' ? <ConflictList state="decided" /> : null}
      {tab === 'merges' ? <MergeHistory /> : null}
      {tab === 'values' ? <NonLinkingValues /> : null}
    </Page>
  );
}
