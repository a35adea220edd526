import { useQuery } from '@tanstack/react-query';
import { Secret } from '../../design/copy.tsx';
import { Notice } from '../../design/notice.tsx';
import { Panel } from '../../design/page.tsx';
import { Answer } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { readAddress } from './address-api.ts';
import { addressWords } from './address-words.ts';

/** Under which address people reach us. */
export function AddressPanel() {
  const say = useWords(addressWords);
  const asked = useQuery({ queryKey: ['address'], queryFn: readAddress });
  return (
    <Panel title={say('title')} note={say('note')}>
      <Answer of={asked} small>
        {({ publicUrl }) =>
          publicUrl ? (
            <Secret value={publicUrl} />
          ) : (
            <Notice tone="warn">{say('unset', { address: window.location.origin })}</Notice>
          )
        }
      </Answer>
    </Panel>
  );
}
