import type { Feature } from '../../platform/feature.ts';
import { foldChannels } from './channel-fold.ts';
import { type ChannelRoutesDeps, channelRoutes } from './channel-routes.ts';
import { resetActivity } from './channel-store.ts';

/** Builds the feature. It holds no connection of its own and needs no closing. */
export function createChannels(deps: ChannelRoutesDeps): { feature: Feature } {
  return {
    feature: {
      name: 'channels',
      routes: (app) => channelRoutes(app, deps),
      fold: foldChannels,
      reset: resetActivity,
    },
  };
}
