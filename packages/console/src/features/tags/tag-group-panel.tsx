import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Tag as OneTag, TagCoverage, TagGroup } from '@yutang/contracts/tags';
import { App, Button } from 'antd';
import { DataTable } from '../../design/data-table.tsx';
import { designWords } from '../../design/design-words.ts';
import { useFormats } from '../../design/formats.ts';
import { problemText } from '../../design/notice.tsx';
import { Panel, Row } from '../../design/page.tsx';
import { Empty } from '../../design/state.tsx';
import { Tag } from '../../design/tag.tsx';
import { useWords } from '../../words/use-words.ts';
import type { Edited } from './tag-dialogs.tsx';
import styles from './tags.module.css';
import { changeTag, isUsable, mergeTag } from './tags-api.ts';
import { tagsWords } from './tags-words.ts';

interface GroupProps {
  group: TagGroup;
  coverage: TagCoverage | undefined;
  may: boolean;
  onEdit: (edited: Edited) => void;
  /** Opens the customer list with this query. */
  onOpen: (query: string) => void;
}

/** One group: its tags with how many have them, and what can be done. */
export function TagGroupPanel({ group, coverage, may, onEdit, onOpen }: GroupProps) {
  const say = useWords(tagsWords);
  const formats = useFormats();
  const act = useActs();
  const tags = group.tags.filter(isUsable);
  const hidden = group.tags.filter((tag) => !isUsable(tag));
  const reached = coverage?.groups.find(({ id }) => id === group.id)?.tagged ?? 0;
  const countOf = (tag: OneTag) => coverage?.tags.find(({ id }) => id === tag.id);
  const share = (tagged: number) =>
    coverage && coverage.private > 0 ? formats.percent(tagged / coverage.private) : '—';
  const figure = (count: number | undefined, query: string) => (
    <button
      type="button"
      className={`${styles.number} figure`}
      disabled={!count}
      onClick={() => onOpen(query)}
    >
      {count === undefined ? '—' : formats.number(count)}
    </button>
  );
  return (
    <Panel
      flush
      title={group.name || say('ungrouped')}
      note={
        <>
          {say(group.choice)}
          {coverage ? ` · ${say('share')} ${share(reached)}` : ''}
        </>
      }
      aside={
        may ? (
          <Row>
            <Button size="small" onClick={() => onEdit({ kind: 'group', group })}>
              {say('edit')}
            </Button>
            <Button size="small" onClick={() => onEdit({ kind: 'tag', group, tag: null })}>
              {say('addTag')}
            </Button>
          </Row>
        ) : null
      }
    >
      {tags.length === 0 ? (
        <Empty small title={say('emptyGroup')} />
      ) : (
        <DataTable
          caption={group.name || say('ungrouped')}
          rows={tags}
          rowKey={(tag) => tag.id}
          columns={[
            {
              key: 'tag',
              title: say('tag'),
              phone: 'title',
              cell: (tag) => (
                <span>
                  <Tag dot={tag.colour ?? undefined}>{tag.name}</Tag>
                  {tag.description ? <small className={styles.description}>{tag.description}</small> : null}
                </span>
              ),
            },
            {
              key: 'people',
              title: say('people'),
              number: true,
              cell: (tag) => figure(countOf(tag)?.people, `tagsAll=${tag.id}`),
            },
            {
              key: 'private',
              title: say('privatePeople'),
              number: true,
              cell: (tag) => figure(countOf(tag)?.tagged, `state=private&tagsAll=${tag.id}`),
            },
            {
              key: 'share',
              title: say('share'),
              number: true,
              cell: (tag) => share(countOf(tag)?.tagged ?? 0),
            },
            {
              key: 'ends',
              title: say('ends'),
              cell: (tag) =>
                tag.expiresDays === null ? say('forever') : say('days', { count: tag.expiresDays }),
            },
            ...(may
              ? [
                  {
                    key: 'acts',
                    title: '',
                    cell: (tag: OneTag) => (
                      <Row>
                        <Button type="link" size="small" onClick={() => onEdit({ kind: 'tag', group, tag })}>
                          {say('edit')}
                        </Button>
                        {tags.length > 1 ? (
                          <Button
                            type="link"
                            size="small"
                            onClick={() => onEdit({ kind: 'merge', group, tag })}
                          >
                            {say('merge')}
                          </Button>
                        ) : null}
                        <Button
                          type="link"
                          size="small"
                          onClick={() => act.mutate(() => changeTag(tag.id, { archived: true }))}
                        >
                          {say('archive')}
                        </Button>
                      </Row>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
      {hidden.length > 0 ? (
        <details className={styles.details} style={{ padding: '0 20px 14px' }}>
          <summary>{`${say('hidden')} (${hidden.length})`}</summary>
          <ul className={styles.history}>
            {hidden.map((tag) => (
              <li key={tag.id}>
                {tag.name} ·{' '}
                {tag.mergedInto === null
                  ? say('archived')
                  : say('mergedInto', {
                      name: group.tags.find(({ id }) => id === tag.mergedInto)?.name ?? '',
                    })}
                {may ? (
                  <Button
                    type="link"
                    size="small"
                    onClick={() =>
                      act.mutate(() =>
                        tag.mergedInto === null
                          ? changeTag(tag.id, { archived: false })
                          : mergeTag(tag.id, null),
                      )
                    }
                  >
                    {say(tag.mergedInto === null ? 'restore' : 'part')}
                  </Button>
                ) : null}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </Panel>
  );
}

/** Archiving, restoring, parting: each can be taken back where it was done. */
function useActs() {
  const sayDesign = useWords(designWords);
  const queryClient = useQueryClient();
  const { message } = App.useApp();
  return useMutation({
    mutationFn: (act: () => Promise<unknown>) => act(),
    onSuccess: () => {
      for (const key of ['tags', 'customers', 'customer'])
        void queryClient.invalidateQueries({ queryKey: [key] });
    },
    onError: (error) => void message.error(problemText(error, sayDesign)),
  });
}
