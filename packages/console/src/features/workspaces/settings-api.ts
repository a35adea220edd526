import type { AccountPatch, SessionEntry, WhoAmI } from '@yutang/contracts/accounts';
import type { Workspace, WorkspacePatch } from '@yutang/contracts/workspaces';
import { call } from '../../api/client.ts';

export const changeWorkspace = (body: WorkspacePatch) => call<Workspace>('PATCH', '/workspace', { body });
export const changeAccount = (body: AccountPatch) => call<WhoAmI>('PATCH', '/account', { body });
export const sessionList = () => call<{ items: SessionEntry[] }>('GET', '/sessions');
export const endSession = (id: number) => call<{ ended: number }>('DELETE', `/sessions/${id}`);
/** Ends every session but this one. */
export const endOtherSessions = () => call<{ ended: number }>('DELETE', '/sessions');
