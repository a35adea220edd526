import type { SetupRequest } from '@yutang/contracts/accounts';
import { currentLanguage } from '../../words/language.ts';

/** What is asked of whoever founds a workspace. */
export interface SetupFields {
  workspace: string;
  zone: string;
  currency: string;
  name: string;
  login: string;
  password: string;
}

/** The request these fields make, in the language they were read in. */
export function setupOf({ workspace, zone, currency, name, login, password }: SetupFields): SetupRequest {
  const language = currentLanguage() === 'en' ? 'en' : 'zh';
  return {
    workspace: { name: workspace.trim(), zone, currency, language },
    name: name.trim(),
    login: login.trim(),
    password,
  };
}
