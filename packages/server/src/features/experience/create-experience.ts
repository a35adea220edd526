import type { Feature } from '../../platform/feature.ts';
import { eraseExperience, exportExperience, foldExperience, resetExperience } from './experience-fold.ts';
import { type ExperienceDeps, experienceRoutes } from './experience-routes.ts';

/** Scores, complaints and follow-ups (DAT-06). It holds no connection of its own and needs no closing. */
export function createExperience(deps: ExperienceDeps): { feature: Feature } {
  return {
    feature: {
      name: 'experience',
      routes: (app) => experienceRoutes(app, deps),
      fold: foldExperience,
      foldsBeside: true,
      reset: resetExperience,
      export: exportExperience,
      erase: eraseExperience,
    },
  };
}
