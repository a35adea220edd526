import { Side } from '../../design/drawer.tsx';
import { useFormats } from '../../design/formats.ts';
import { useWords } from '../../words/use-words.ts';
import { useChannelTitle } from '../channels/channels-api.ts';
import { domainWords } from '../channels/domain-words.ts';
import { customersWords } from '../customers/customers-words.ts';
import { PeopleList } from '../customers/people-list.tsx';
import { usePlayName } from '../plays/plays-api.ts';
import type { Behind } from './people-behind.ts';
import { pondPeople } from './pond-api.ts';
import { pondWords } from './pond-words.ts';

/** The people behind a number of the pond. */
export function PeopleDrawer({ behind, onClose }: { behind: Behind | null; onClose: () => void }) {
  const title = useTitle(behind);
  return (
    <Side open={behind !== null} onClose={onClose} title={title} width={560}>
      {behind ? <People behind={behind} /> : null}
    </Side>
  );
}

function useTitle(behind: Behind | null): string {
  const say = useWords(pondWords);
  const sayPeople = useWords(customersWords);
  const sayDomain = useWords(domainWords);
  const formats = useFormats();
  const titleOf = useChannelTitle();
  const nameOf = usePlayName();
  if (!behind) return '';
  const parts: string[] = [];
  if (behind.direction) parts.push(say(behind.direction === 'in' ? 'drawerIn' : 'drawerOut'));
  if (behind.reason) parts.push(say(`reason.${behind.reason}`));
  if (behind.day) parts.push(formats.day(behind.day));
  if (behind.channel) parts.push(behind.channel === '-' ? say('noChannel') : titleOf(behind.channel));
  if (behind.domainClass) parts.push(sayDomain(behind.domainClass));
  if (behind.play) parts.push(nameOf(behind.play));
  if (behind.state) parts.push(sayPeople(`state.${behind.state}`));
  return parts.join(' · ');
}

function People({ behind }: { behind: Behind }) {
  return (
    <PeopleList
      queryKey={['pond', 'people', behind]}
      ask={(page, signal) => pondPeople({ ...behind, ...page }, signal)}
      listAt={listable(behind) ? `/customers?${listAddress(behind)}` : undefined}
    />
  );
}

/** The customer list knows states, channels and classes of now, not who moved when. */
function listable(behind: Behind): boolean {
  return !behind.direction && !behind.day && !behind.reason;
}

function listAddress(behind: Behind): string {
  return new URLSearchParams(
    Object.entries(behind).filter((entry): entry is [string, string] => Boolean(entry[1])),
  ).toString();
}
