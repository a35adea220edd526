import { useQuery } from '@tanstack/react-query';
import type { Channel, ChannelDraft, ChannelList, ChannelPatch } from '@yutang/contracts/channels';
import { call } from '../../api/client.ts';
import { useSession } from '../accounts/session.tsx';

export const channelList = () => call<ChannelList>('GET', '/channels');
export const makeChannel = (body: ChannelDraft) => call<Channel>('POST', '/channels', { body });
export const changeChannel = (name: string, body: ChannelPatch) =>
  call<Channel>('PATCH', `/channels/${encodeURIComponent(name)}`, { body });

/** All channels, where the role may read them. */
export function useChannels() {
  const session = useSession();
  return useQuery({
    queryKey: ['channels'],
    queryFn: channelList,
    enabled: session.can('channels.read'),
    staleTime: 60_000,
  });
}

/** What a channel is called, or its key while it has no title. */
export function useChannelTitle(): (name: string) => string {
  const { data } = useChannels();
  return (name) => data?.items.find((channel) => channel.name === name)?.title ?? name;
}
