import type { Feature } from '../../platform/feature.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { addressRoutes } from './address-routes.ts';
import { verificationRoutes } from './verification-routes.ts';

export interface AddressDeps {
  db: Db;
  /** The real clock, epoch ms. */
  now: () => number;
  /** `PUBLIC_URL`; null while unset. */
  publicUrl: string | null;
}

/** Under which address people reach this installation, and what platforms read there to believe that it is ours. */
export function createAddress(deps: AddressDeps): { feature: Feature } {
  return {
    feature: {
      name: 'address',
      routes(app) {
        addressRoutes(app, deps.publicUrl);
        verificationRoutes(app, deps);
      },
    },
  };
}
