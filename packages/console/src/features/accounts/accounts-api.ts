import type { SetupRequest, SetupState, SignInRequest, WhoAmI } from '@yutang/contracts/accounts';
import type { InvitationAcceptance, InvitationPreview } from '@yutang/contracts/team';
import { call } from '../../api/client.ts';

/** Who is signed in here; throws `Problem` 401 when nobody is. */
export const whoAmI = () => call<WhoAmI>('GET', '/session');
/** Whether this installation has no account yet. */
export const setupState = () => call<SetupState>('GET', '/setup');
/** Makes the first workspace and its owner. */
export const setUp = (body: SetupRequest) => call<WhoAmI>('POST', '/setup', { body });
export const signIn = (body: SignInRequest) => call<WhoAmI>('POST', '/session', { body });
export const signOut = () => call<void>('DELETE', '/session');
/** Moves this session to another workspace of the account. */
export const switchWorkspace = (workspaceId: number) =>
  call<WhoAmI>('POST', '/session/workspace', { body: { workspaceId } });
/** What an invitation link offers. */
export const invitation = (token: string) =>
  call<InvitationPreview>('GET', `/invitations/${encodeURIComponent(token)}`);
export const acceptInvitation = (token: string, body: InvitationAcceptance) =>
  call<WhoAmI>('POST', `/invitations/${encodeURIComponent(token)}/accept`, { body });
