import { Button } from 'antd';
import { useState } from 'react';
import { useWords } from '../../words/use-words.ts';
import { AssignDialog, type Chosen } from './assign-dialog.tsx';
import { ownershipWords } from './ownership-words.ts';

/** Hands over the people who were chosen in a list; nobody chosen: all that the filter finds. */
export function AssignButton({
  selected,
  filter,
  total,
  onDone,
}: {
  selected: readonly number[];
  filter: NonNullable<Chosen['filter']>;
  total: number;
  onDone: () => void;
}) {
  const say = useWords(ownershipWords);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{say('assign')}</Button>
      {open ? (
        <AssignDialog
          chosen={selected.length > 0 ? { ids: [...selected] } : { filter }}
          count={selected.length || total}
          onClose={(done) => {
            setOpen(false);
            if (done) onDone();
          }}
        />
      ) : null}
    </>
  );
}
