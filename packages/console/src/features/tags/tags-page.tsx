import { useQuery } from '@tanstack/react-query';
import type { TagGroup, TagList } from '@yutang/contracts/tags';
import { Button } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useFormats } from '../../design/formats.ts';
import { NumberTile, Tiles } from '../../design/number-tile.tsx';
import { Page } from '../../design/page.tsx';
import { Answer, Empty } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { TagBatches } from './tag-batches.tsx';
import { type Edited, TagDialog } from './tag-dialogs.tsx';
import { TagGroupPanel } from './tag-group-panel.tsx';
import { isUsable, tagCoverage, useTags } from './tags-api.ts';
import { tagsWords } from './tags-words.ts';

/** Tag groups with their tags, how far they reach, and what was changed for many people at once. */
export function TagsPage() {
  const say = useWords(tagsWords);
  const session = useSession();
  const asked = useTags();
  const [edited, setEdited] = useState<Edited | null>(null);
  const may = session.can('tags.write');
  const newGroup = (
    <Button type="primary" onClick={() => setEdited({ kind: 'group', group: null })}>
      {say('addGroup')}
    </Button>
  );
  return (
    <Page title={say('title')} lead={say('lead')} actions={may ? newGroup : null}>
      <Answer of={asked}>
        {(list) =>
          list.groups.length === 0 ? (
            <Empty title={say('emptyTitle')} text={say('emptyText')} action={may ? newGroup : null} />
          ) : (
            <Groups list={list} may={may} onEdit={setEdited} />
          )
        }
      </Answer>
      {may ? <TagBatches groups={asked.data?.groups ?? []} /> : null}
      {edited ? <TagDialog edited={edited} onClose={() => setEdited(null)} /> : null}
    </Page>
  );
}

function Groups({ list, may, onEdit }: { list: TagList; may: boolean; onEdit: (edited: Edited) => void }) {
  const say = useWords(tagsWords);
  const formats = useFormats();
  const session = useSession();
  const navigate = useNavigate();
  const { data: coverage } = useQuery({
    queryKey: ['tags', 'coverage'],
    queryFn: tagCoverage,
    enabled: session.can('pond.read'),
  });
  const open = (query: string) => void navigate(`/customers?${query}`);
  return (
    <>
      {coverage ? (
        <Tiles>
          <NumberTile
            strong
            label={say('coverage')}
            value={coverage.private > 0 ? formats.percent(coverage.tagged / coverage.private) : '—'}
            note={say('coverageNote')}
          />
          <NumberTile
            label={say('tagged')}
            value={formats.number(coverage.tagged)}
            onOpen={() => open('state=private&tagged=true')}
          />
          <NumberTile
            label={say('untagged')}
            value={formats.number(coverage.private - coverage.tagged)}
            onOpen={() => open('state=private&tagged=false')}
          />
          <NumberTile
            label={say('private')}
            value={formats.number(coverage.private)}
            onOpen={() => open('state=private')}
          />
          <NumberTile label={say('tagCount')} value={formats.number(usable(list.groups))} />
        </Tiles>
      ) : null}
      {list.groups.map((group) => (
        <TagGroupPanel
          key={group.id}
          group={group}
          coverage={coverage}
          may={may}
          onEdit={onEdit}
          onOpen={open}
        />
      ))}
    </>
  );
}

const usable = (groups: readonly TagGroup[]) =>
  groups.reduce((sum, group) => sum + group.tags.filter(isUsable).length, 0);
