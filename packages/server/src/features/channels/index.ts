export { markSettled, readActivity, readBook, readUnsettled } from './channel-store.ts';
export { createChannels } from './create-channels.ts';
