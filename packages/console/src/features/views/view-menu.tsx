import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { SavedView, ViewedList } from '@yutang/contracts/views';
import { App, Button, Dropdown, type MenuProps } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { designWords } from '../../design/design-words.ts';
import { Icon } from '../../design/icon.tsx';
import { problemText } from '../../design/notice.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { useChoose, usePreferences } from '../preferences/preferences-api.ts';
import { ViewDialog } from './view-dialog.tsx';
import { changeView, deleteView, savedViews } from './views-api.ts';
import { viewsWords } from './views-words.ts';

/** Which view is open stands beside what it holds; what the address holds is what is shown. */
const openKey = 'saved';

/** An address without what only says where it came from, its parts in one order. */
export function heldBy(params: URLSearchParams): string {
  const held = new URLSearchParams(params);
  held.delete(openKey);
  held.sort();
  return held.toString();
}

/** Opens, keeps, renames and deletes views of a list. Filters, order and columns live in the address; a view is one of these. */
export function ViewMenu({ list }: { list: ViewedList }) {
  const say = useWords(viewsWords);
  const sayDesign = useWords(designWords);
  const { account } = useSession();
  const { message, modal } = App.useApp();
  const queryClient = useQueryClient();
  const [params, setParams] = useSearchParams();
  const [naming, setNaming] = useState<SavedView | 'new' | null>(null);
  const asked = useQuery({ queryKey: ['views', list], queryFn: () => savedViews(list), staleTime: 60_000 });
  const preferences = usePreferences();
  const choose = useChoose();
  const views = asked.data?.items ?? [];
  const held = heldBy(params);
  const open = views.find(({ id }) => String(id) === params.get(openKey));
  const changed = open !== undefined && open.query !== held;
  const usual = preferences.data?.customersView ?? null;

  const show = (view: SavedView | null, replace = false) => {
    const next = new URLSearchParams(view?.query ?? '');
    if (view) next.set(openKey, String(view.id));
    setParams(next, { replace });
  };
  useUsual(
    views.find(({ id }) => id === usual),
    (view) => show(view, true),
  );

  const told = { onError: (error: unknown) => void message.error(problemText(error, sayDesign)) };
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['views', list] });
  const updating = useMutation({
    mutationFn: (id: number) => changeView(id, { query: held }),
    onSuccess: () => {
      message.success(sayDesign('saved'));
      void refresh();
    },
    ...told,
  });
  const removing = useMutation({
    mutationFn: deleteView,
    onSuccess: () => {
      message.success(say('removed'));
      void refresh();
      setParams(new URLSearchParams(held), { replace: true });
    },
    ...told,
  });

  const line = (view: SavedView) => ({
    key: `view:${view.id}`,
    label: view.id === usual ? `${view.name} · ${say('opensWith')}` : view.name,
  });
  const group = (key: 'own' | 'shared', members: SavedView[]) =>
    members.length > 0 ? [{ key, type: 'group' as const, label: say(key), children: members.map(line) }] : [];
  const items: MenuProps['items'] = [
    { key: 'everything', label: say('everything') },
    ...group(
      'own',
      views.filter(({ shared }) => !shared),
    ),
    ...group(
      'shared',
      views.filter(({ shared }) => shared),
    ),
    { type: 'divider' },
    ...(open?.editable && changed ? [{ key: 'update', label: say('update', { name: open.name }) }] : []),
    { key: 'new', label: say('saveNew') },
    ...(open?.editable ? [{ key: 'rename', label: say('rename') }] : []),
    ...(open && account
      ? [{ key: 'usual', label: say(open.id === usual ? 'noDefault' : 'makeDefault') }]
      : []),
    ...(open?.editable ? [{ key: 'remove', danger: true, label: say('remove') }] : []),
  ];
  const act: Record<string, () => void> = {
    everything: () => show(null),
    new: () => setNaming('new'),
    update: () => open && updating.mutate(open.id),
    rename: () => open && setNaming(open),
    usual: () => open && choose.mutate({ customersView: open.id === usual ? null : open.id }),
    remove: () =>
      open &&
      void modal.confirm({
        title: say('removeAsk', { name: open.name }),
        content: say('removeNote'),
        okText: say('remove'),
        okButtonProps: { danger: true },
        cancelText: sayDesign('cancel'),
        onOk: () => removing.mutateAsync(open.id),
      }),
  };
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items,
          selectedKeys: open ? [`view:${open.id}`] : [],
          onClick: ({ key }) => {
            const view = views.find(({ id }) => key === `view:${id}`);
            if (view) show(view);
            else act[key]?.();
          },
        }}
      >
        <Button loading={asked.isLoading}>
          {open ? say('view', { name: open.name }) : say('views')}
          {changed ? say('changed') : ''} <Icon name="down" size={12} />
        </Button>
      </Dropdown>
      {naming ? (
        <ViewDialog
          list={list}
          query={held}
          view={naming === 'new' ? null : naming}
          onClose={() => setNaming(null)}
          onMade={(view) => show(view, true)}
        />
      ) : null}
    </>
  );
}

/** Opens the list with the view of one's choice, once, where the address asks for nothing else. */
function useUsual(view: SavedView | undefined, open: (view: SavedView) => void): void {
  const [params] = useSearchParams();
  const asksNothing = useRef(params.size === 0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the choice is known
  useEffect(() => {
    if (view && asksNothing.current && params.size === 0) open(view);
    if (params.size > 0 || view) asksNothing.current = false;
  }, [view, params]);
}
