export { markSettled, readActivity, readBook, readUnsettled, writeChannel } from './channel-store.ts';
export { createChannels } from './create-channels.ts';
