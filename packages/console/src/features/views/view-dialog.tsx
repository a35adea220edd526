import type { SavedView, ViewedList } from '@yutang/contracts/views';
import { Checkbox, Form, Input } from 'antd';
import { SaveDialog } from '../../design/save-dialog.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { changeView, saveView } from './views-api.ts';
import { viewsWords } from './views-words.ts';

interface Fields {
  name: string;
  shared?: boolean;
}

/** Names a view, and says whose it is. */
export function ViewDialog({
  list,
  query,
  view,
  onClose,
  onMade,
}: {
  list: ViewedList;
  /** What a new view holds. */
  query: string;
  /** The view that is renamed; null: a new one. */
  view: SavedView | null;
  onClose: () => void;
  onMade: (view: SavedView) => void;
}) {
  const say = useWords(viewsWords);
  const { account, ownStaff, unitId } = useSession();
  // who sees a part of the workspace keeps views for themselves; a program has no others
  const mayShare = ownStaff === null && unitId === null;
  return (
    <SaveDialog<Fields>
      title={say('saveTitle')}
      initial={{ name: view?.name ?? '', shared: view?.shared ?? account === null }}
      touches={[['views', list]]}
      onClose={onClose}
      save={async ({ name, shared = false }) => {
        if (view) await changeView(view.id, { name, ...(shared === view.shared ? {} : { shared }) });
        else onMade(await saveView({ list, name, query, shared }));
      }}
      before={view ? null : <p style={{ color: 'var(--ink-soft)', marginBottom: 12 }}>{say('saveLead')}</p>}
    >
      <Form.Item
        name="name"
        label={say('name')}
        rules={[{ required: true, whitespace: true, message: say('nameNeeded') }]}
      >
        <Input autoFocus maxLength={60} />
      </Form.Item>
      {mayShare ? (
        <Form.Item name="shared" valuePropName="checked">
          <Checkbox disabled={account === null}>{say('forAll')}</Checkbox>
        </Form.Item>
      ) : null}
    </SaveDialog>
  );
}
