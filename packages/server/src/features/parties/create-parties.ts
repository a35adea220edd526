import type { Feature } from '../../platform/feature.ts';
import { createPartyCommands, type PartiesDeps } from './party-commands.ts';
import { eraseParties, exportParties, foldParties, resetParties } from './party-fold.ts';
import { partyRoutes } from './party-routes.ts';

/** Builds the feature. It holds no connection of its own and needs no closing. Stands after orders in the list. */
export function createParties(deps: PartiesDeps): { feature: Feature } {
  return {
    feature: {
      name: 'parties',
      routes: (app) => partyRoutes(app, deps, createPartyCommands(deps)),
      fold: foldParties,
      foldsBeside: true,
      reset: resetParties,
      export: exportParties,
      erase: eraseParties,
    },
  };
}
