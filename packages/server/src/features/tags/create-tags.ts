import type { Feature } from '../../platform/feature.ts';
import { workspaceIds } from '../workspaces/index.ts';
import { sweepExpired } from './sweep-expired.ts';
import { eraseTags, exportTags, foldTags, resetTags } from './tag-fold.ts';
import { tagRoutes } from './tag-routes.ts';
import { createTagService, type TagsDeps } from './tag-service.ts';

/** Tags: what they are, who has them, how far they reach. */
export interface Tags {
  feature: Feature;
  /** Says in the log which tags have ended, in every workspace; call it now and then, on the HTTP side only. */
  sweep(): Promise<void>;
}

/** Builds the feature. It holds no connection of its own and needs no closing. */
export function createTags(deps: TagsDeps): Tags {
  return {
    feature: {
      name: 'tags',
      routes: (app) => tagRoutes(app, deps, createTagService(deps)),
      fold: foldTags,
      foldsBeside: true,
      reset: resetTags,
      export: exportTags,
      erase: eraseTags,
    },
    async sweep() {
      for (const workspaceId of await workspaceIds(deps.db)) await sweepExpired(deps, workspaceId);
    },
  };
}
