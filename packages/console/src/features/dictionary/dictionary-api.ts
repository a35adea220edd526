import type {
  CheckRequest,
  CheckResponse,
  Definition,
  DefinitionPut,
  DefinitionVersion,
  DictionaryPage,
  DictionaryReport,
  UnknownEvent,
} from '@yutang/contracts/dictionary';
import { call, type Query } from '../../api/client.ts';

const path = (name: string) => `/dictionary/${encodeURIComponent(name)}`;

export const definitions = (query: Query) => call<DictionaryPage>('GET', '/dictionary', { query });
export const putDefinition = (name: string, body: DefinitionPut) =>
  call<Definition>('PUT', path(name), { body });
/** Deletes it; a standard event is set back to how it came. */
export const deleteDefinition = (name: string) => call<void>('DELETE', path(name));
export const definitionVersions = (name: string) =>
  call<{ items: DefinitionVersion[]; nextCursor: string | null }>('GET', `${path(name)}/versions`);
export const unknownEvents = () =>
  call<{ items: UnknownEvent[]; total: number }>('GET', '/dictionary/unknown');
export const checkEvent = (body: CheckRequest) => call<CheckResponse>('POST', '/dictionary/check', { body });
export const dictionaryReport = (days: number) =>
  call<DictionaryReport>('GET', '/dictionary/report', { query: { days } });
