export {
  type ChannelBook,
  type ChannelSetting,
  channelName,
  createChannelBook,
  isMedium,
  type KnownChannel,
} from './channel-book.ts';
export {
  type ChannelDimensions,
  type ConnectionType,
  channelCarriers,
  channelForms,
  channelLines,
  channelTrends,
  connectionTypes,
} from './dimensions.ts';
export { type DomainClass, domainClasses, domainRank } from './domain-class.ts';
export { type ChannelTraits, type SeededChannel, seededChannels } from './seeded-channels.ts';
