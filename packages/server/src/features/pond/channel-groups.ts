import { type ChannelBook, channelName, type DomainClass } from '@yutang/core/channels';
import type { QuestionParams } from '../../platform/event-store/event-store.ts';

/** Channels as a question groups them: by their one name, or by class. */
export interface ChannelGroups {
  /** SQL that gives an event's group; null for an event of none. */
  expression: string;
  params: QuestionParams;
}

/** Groups the spellings that events carried; `keyOf` names a channel's group. */
export function groupChannels(
  spellings: readonly string[],
  keyOf: (channel: string) => string,
): ChannelGroups {
  const groups = new Map<string, string[]>();
  for (const spelling of spellings) {
    const key = keyOf(channelName(spelling));
    groups.set(key, [...(groups.get(key) ?? []), spelling]);
  }
  const params: QuestionParams = {};
  const cases = [...groups].map(([key, list], index) => {
    params[`group${index}`] = key;
    params[`spellings${index}`] = list;
    return `when channel in (:spellings${index}) then :group${index}`;
  });
  return { expression: cases.length === 0 ? 'null' : `case ${cases.join(' ')} else null end`, params };
}

/** Both ways to group: by channel and by its class of today. */
export function channelGroupings(spellings: readonly string[], book: ChannelBook) {
  return {
    byChannel: groupChannels(spellings, (channel) => channel),
    byDomainClass: groupChannels(spellings, (channel): DomainClass => book.classOf(channel)),
  };
}
