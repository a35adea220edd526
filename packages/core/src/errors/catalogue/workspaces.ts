import { defineErrors } from '../entry.ts';

/** Faults of signing in, of members, invitations, keys and workspaces. */
export const workspaceErrors = defineErrors({
  'setup.done': {
    status: 409,
    en: 'This installation already has an owner. Sign in, or reset a password with `yutang reset-password`.',
    zh: '本系统已有所有者。请登录,或用 `yutang reset-password` 重设密码。',
  },
  'session.wrong-credentials': {
    status: 401,
    en: 'Login or password is wrong. An administrator can reset it with `yutang reset-password <login>`.',
    zh: '账号或密码不正确。管理员可用 `yutang reset-password <账号>` 重设密码。',
  },
  'session.no-workspace': {
    status: 403,
    en: 'This account is not a member of any workspace any more. Ask for an invitation link.',
    zh: '该账号已不属于任何工作区,请向管理员索取邀请链接。',
  },
  'account.required': {
    status: 403,
    en: 'This needs a signed-in person; an API key cannot do it.',
    zh: '此操作需要登录的账号,API 密钥不能执行。',
  },
  'account.login-taken': {
    status: 409,
    en: 'The login {login} is taken. Choose another.',
    zh: '账号 {login} 已被使用,请换一个。',
  },
  'account.wrong-password': {
    status: 400,
    en: 'The present password (field {field}) is missing or wrong. Nothing was changed.',
    zh: '当前密码(字段 {field})缺失或不正确,未做任何修改。',
  },
  'account.password-weak': {
    status: 400,
    en: 'The password is too easy to guess. Use at least 8 characters that are neither a common password nor the login.',
    zh: '密码过于简单。请使用至少 8 个字符,且不是常见密码或账号本身。',
  },
  'workspace.not-member': {
    status: 403,
    en: 'You are not a member of workspace {workspace}.',
    zh: '您不是工作区 {workspace} 的成员。',
  },
  'workspace.real-clock': {
    status: 409,
    en: 'The clock of a real workspace cannot be moved; use a demo or test workspace.',
    zh: '正式工作区的时钟不能调整,请使用演示或测试工作区。',
  },
  'team.last-owner': {
    status: 409,
    en: 'A workspace needs an owner. Make somebody else owner first.',
    zh: '工作区必须有一位所有者,请先将其他成员设为所有者。',
  },
  'team.owner-in-unit': {
    status: 409,
    en: 'An owner answers for the whole workspace and cannot be held to a unit (field unitId). Choose another role first.',
    zh: '所有者负责整个工作区,不能限定在某个组织单元(字段 unitId)。请先换一个角色。',
  },
  'team.not-grantable': {
    status: 403,
    en: 'You cannot give, change or remove the role {role}; somebody with at least these rights can.',
    zh: '您无权授予、修改或移除角色 {role},请由拥有同等权限的成员操作。',
  },
  'post.held': {
    status: 409,
    en: '{members} members hold this post. Give them another one first.',
    zh: '还有 {members} 位成员在这个岗位上,请先为他们换岗。',
  },
  'invitation.invalid': {
    status: 410,
    en: 'This invitation is unknown, used, revoked or expired. Ask for a new link.',
    zh: '邀请不存在、已使用、已撤销或已过期,请索取新的链接。',
  },
  'invitation.account-needed': {
    status: 400,
    en: 'Sign in, or give login and password ({field} is missing) to accept the invitation.',
    zh: '请先登录,或填写账号和密码(缺少 {field})以接受邀请。',
  },
  'key.scope-not-held': {
    status: 403,
    en: 'You cannot give the scope {scope} because you do not hold it.',
    zh: '您没有 {scope} 权限,不能授予密钥。',
  },
});
