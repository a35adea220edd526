import { addressErrors } from './catalogue/address.ts';
import { channelErrors } from './catalogue/channels.ts';
import { customerErrors } from './catalogue/customers.ts';
import { demoErrors } from './catalogue/demo.ts';
import { dictionaryErrors } from './catalogue/dictionary.ts';
import { exportErrors } from './catalogue/exports.ts';
import { identityErrors } from './catalogue/identity.ts';
import { importRowErrors } from './catalogue/import-rows.ts';
import { importErrors } from './catalogue/imports.ts';
import { ingestionErrors } from './catalogue/ingestion.ts';
import { organisationErrors } from './catalogue/organisation.ts';
import { partyErrors } from './catalogue/parties.ts';
import { questionErrors } from './catalogue/question.ts';
import { requestErrors } from './catalogue/request.ts';
import { settingsErrors } from './catalogue/settings.ts';
import { spendErrors } from './catalogue/spend.ts';
import { sqlErrors } from './catalogue/sql.ts';
import { storeErrors } from './catalogue/store.ts';
import { tagErrors } from './catalogue/tags.ts';
import { webhookErrors } from './catalogue/webhooks.ts';
import { workspaceErrors } from './catalogue/workspaces.ts';

/** Every error the platform answers with. Documented in `docs/errors.md`; a test holds the two together. */
export const errorCatalogue = {
  ...channelErrors,
  ...customerErrors,
  ...demoErrors,
  ...dictionaryErrors,
  ...exportErrors,
  ...identityErrors,
  ...ingestionErrors,
  ...organisationErrors,
  ...partyErrors,
  ...questionErrors,
  ...importErrors,
  ...importRowErrors,
  ...requestErrors,
  ...settingsErrors,
  ...spendErrors,
  ...sqlErrors,
  ...storeErrors,
  ...tagErrors,
  ...webhookErrors,
  ...workspaceErrors,
  ...addressErrors,
};

export type ErrorCode = keyof typeof errorCatalogue;
