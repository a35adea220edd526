import { defineErrors } from '../entry.ts';

/** Faults of the stage and of demo workspaces. */
export const demoErrors = defineErrors({
  'demo.none': {
    status: 404,
    en: 'There is no demo here. Start one with `npm run demo` and open /demo on the same machine.',
    zh: '这里没有演示。请用 `npm run demo` 启动,并在同一台机器上打开 /demo。',
  },
  'demo.not-demo': {
    status: 409,
    en: 'This is no demo workspace. Switch to the demo first.',
    zh: '当前不是演示工作区,请先切换到演示。',
  },
  'demo.own-exists': {
    status: 409,
    en: 'This house already has a workspace of its own. Ask its owner for an invitation.',
    zh: '这里已经有正式的工作区了。请向其所有者索取邀请。',
  },
  'demo.confirm': {
    status: 400,
    en: 'Field {field} is not the name of the demo workspace. Nothing was deleted.',
    zh: '字段 {field} 与演示工作区的名称不一致,未删除任何数据。',
  },
  'account.trial': {
    status: 403,
    en: 'This account is for trying the demo and has no password. Make your own account and workspace with “My own workspace”.',
    zh: '这是演示用的试用账号,没有密码。请用“建立自己的工作区”创建自己的账号与工作区。',
  },
});
