import { Checkbox } from 'antd';
import { Panel } from '../../design/page.tsx';
import { useWords } from '../../words/use-words.ts';
import { useChoose, usePreferences } from '../preferences/preferences-api.ts';
import { homeWords } from './home-words.ts';

/** Brings the first-hour checklist back after it was put away. */
export function ChecklistSwitch() {
  const say = useWords(homeWords);
  const { data } = usePreferences();
  const choose = useChoose();
  if (!data) return null;
  return (
    <Panel title={say('title')}>
      <Checkbox
        checked={!data.checklistHidden}
        disabled={choose.isPending}
        onChange={(event) => choose.mutate({ checklistHidden: event.target.checked ? null : true })}
      >
        {say('showAgain')}
      </Checkbox>
    </Panel>
  );
}
