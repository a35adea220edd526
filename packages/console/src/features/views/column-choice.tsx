import { Button, Checkbox, Popover } from 'antd';
import { useSearchParams } from 'react-router';
import type { Column } from '../../design/data-table.tsx';
import { useWords } from '../../words/use-words.ts';
import { viewsWords } from './views-words.ts';

/** A column that people may show or hide. */
export interface ChoosableColumn<T> extends Column<T> {
  /** What it is called in the choice. */
  name: string;
  /** Always there: what the row is about. */
  fixed?: boolean;
  /** Shown only when chosen. */
  extra?: boolean;
}

const addressKey = 'columns';

/** The columns to show, as the address says them (`columns=a,b`, in the list's own order), and the button to choose. */
export function useColumnChoice<T>(columns: readonly ChoosableColumn<T>[]) {
  const say = useWords(viewsWords);
  const [params, setParams] = useSearchParams();
  const choosable = columns.filter(({ fixed }) => !fixed);
  const usual = choosable.filter(({ extra }) => !extra).map(({ key }) => key);
  const named = params.get(addressKey)?.split(',');
  const chosen = named ? choosable.map(({ key }) => key).filter((key) => named.includes(key)) : usual;
  const choose = (keys: readonly string[]) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        const ordered = choosable.map(({ key }) => key).filter((key) => keys.includes(key));
        if (ordered.join() === usual.join()) next.delete(addressKey);
        else next.set(addressKey, ordered.join(',') || '-');
        return next;
      },
      { replace: true },
    );
  return {
    shown: columns.filter(({ key, fixed }) => fixed || chosen.includes(key)),
    button: (
      <Popover
        trigger="click"
        placement="bottomRight"
        content={
          <div style={{ display: 'grid', gap: 6, maxWidth: 240 }}>
            <Checkbox.Group
              style={{ display: 'grid', gap: 4 }}
              value={chosen}
              onChange={choose}
              options={choosable.map(({ key, name }) => ({ value: key, label: name }))}
            />
            <Button size="small" type="link" disabled={!named} onClick={() => choose(usual)}>
              {say('usual')}
            </Button>
          </div>
        }
      >
        <Button size="small">{say('columns')}</Button>
      </Popover>
    ),
  };
}
