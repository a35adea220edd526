export { createAccount } from './account-store.ts';
export { type Actor, audit } from './audit.ts';
export { createWorkspaces, type Workspaces, type WorkspacesDeps } from './create-workspaces.ts';
export { forgetDemo } from './forget-workspace.ts';
export { maskValue } from './mask-value.ts';
export { addMember, listMembers } from './member-store.ts';
export { hashPassword } from './password.ts';
export { replacePassword } from './replace-password.ts';
export { newPassword } from './token.ts';
export { makeTrialAccounts, type TrialPerson, trialAccounts } from './trial-accounts.ts';
export {
  advanceClock,
  checkedZone,
  createWorkspace,
  type WorkspaceInfo,
  type WorkspaceMake,
  workspaceIds,
} from './workspace-store.ts';
