import { defineErrors } from '../entry.ts';

/** What can stand in the way of the stores: starting them, migrating them, copying and restoring them. */
export const storeErrors = defineErrors({
  'store.already-running': {
    status: 409,
    en: 'Another Yutang (process {pid}) already uses the data folder {folder}. Stop it first, or set YUTANG_DATA to another folder.',
    zh: '另一个鱼塘进程({pid})正在使用数据目录 {folder}。请先停止它,或将 YUTANG_DATA 设为其他目录。',
  },
  'store.embedded-unsupported': {
    status: 503,
    en: 'The embedded PostgreSQL cannot run here: {reason}. Set DATABASE_URL to a PostgreSQL 15 or newer.',
    zh: '内置 PostgreSQL 无法在此环境运行:{reason}。请将 DATABASE_URL 设为 PostgreSQL 15 或更高版本。',
  },
  'store.embedded-failed': {
    status: 503,
    en: 'The embedded PostgreSQL did not start: {detail}. Its full log is {log}.',
    zh: '内置 PostgreSQL 未能启动:{detail}。完整日志见 {log}。',
  },
  'store.embedded-damaged': {
    status: 503,
    en: 'The data folder holds a database but {detail}. Restore the missing file from a copy, or restore a backup into an empty folder.',
    zh: '数据目录中已有数据库,但{detail}。请从副本恢复缺失的文件,或将备份恢复到空目录。',
  },
  'store.other-major': {
    status: 503,
    en: 'The data folder was made by PostgreSQL {found}; this version brings {expected}. Run "yutang backup" with the old version, then "yutang restore" with this one into an empty folder.',
    zh: '数据目录由 PostgreSQL {found} 创建,当前版本自带 {expected}。请用旧版本执行 yutang backup,再用本版本执行 yutang restore 恢复到空目录。',
  },
  'store.folder-not-ours': {
    status: 503,
    en: 'The folder {folder} belongs to user {owner}, and we run as {user}. Run as {owner}, or change the owner of the whole data folder.',
    zh: '目录 {folder} 属于用户 {owner},而当前用户为 {user}。请以 {owner} 运行,或修改整个数据目录的所有者。',
  },
  'store.user-unknown': {
    status: 503,
    en: 'User id {uid} has no entry in /etc/passwd, which PostgreSQL needs. Add one (yutang:x:{uid}:{uid}::/:/sbin/nologin), run as a known user, or set DATABASE_URL.',
    zh: '用户 ID {uid} 在 /etc/passwd 中没有记录,PostgreSQL 无法启动。请添加一行(yutang:x:{uid}:{uid}::/:/sbin/nologin)、改用已有用户运行,或设置 DATABASE_URL。',
  },
  'store.server-too-old': {
    status: 503,
    en: 'The database server is PostgreSQL {found}; {needed} or newer is needed.',
    zh: '数据库服务器为 PostgreSQL {found},需要 {needed} 或更高版本。',
  },
  'store.encoding': {
    status: 503,
    en: 'The database is encoded as {found}; it must be UTF8. Make it anew: create database yutang encoding utf8 template template0.',
    zh: '数据库编码为 {found},必须为 UTF8。请重新创建:create database yutang encoding utf8 template template0。',
  },
  'store.migration-edited': {
    status: 503,
    en: 'The migration {name} was changed after it had been applied. Put the original file back; changes go into a new migration.',
    zh: '迁移 {name} 在应用之后被修改。请恢复原文件,变更应写入新的迁移。',
  },
  'store.migration-missing': {
    status: 503,
    en: 'The database has migration {name}, which this version does not know: it was used by a newer version. Run that version, or restore a backup.',
    zh: '数据库含有本版本未知的迁移 {name}:它已被更新的版本使用过。请运行该版本,或恢复备份。',
  },
  'store.migration-order': {
    status: 503,
    en: 'The migration {name} comes before {applied}, which is already applied. Give it a higher number.',
    zh: '迁移 {name} 排在已应用的 {applied} 之前,请使用更大的编号。',
  },
  'store.migration-failed': {
    status: 503,
    en: 'The migration {name} failed and was rolled back: {detail}.',
    zh: '迁移 {name} 失败并已回滚:{detail}。',
  },
  'backup.not-empty': {
    status: 409,
    en: 'The folder {folder} is not empty. Name a folder that does not exist or is empty.',
    zh: '目录 {folder} 不为空,请指定不存在或为空的目录。',
  },
  'backup.nothing': {
    status: 404,
    en: 'There is no database in {folder} yet: nothing to back up. Set YUTANG_DATA to the data folder of the installation.',
    zh: '{folder} 中还没有数据库,无可备份。请将 YUTANG_DATA 设为该安装的数据目录。',
  },
  'backup.running': {
    status: 409,
    en: 'The backup {name} is still running. Wait until it is done.',
    zh: '备份 {name} 仍在进行,请等待其完成。',
  },
  'backup.log-gap': {
    status: 409,
    en: 'Workspace {workspace}: events up to {stored} are in the event store, but the log begins at {log}. Let the exporter catch up, then back up again.',
    zh: '工作区 {workspace}:事件库已有至 {stored} 的事件,而日志从 {log} 开始。请等待导出追平后重新备份。',
  },
  'restore.not-a-backup': {
    status: 400,
    en: 'The folder {folder} is not a complete backup: {detail}.',
    zh: '目录 {folder} 不是完整的备份:{detail}。',
  },
  'restore.damaged': {
    status: 400,
    en: 'The backup is damaged, nothing was restored:\n{lines}',
    zh: '备份已损坏,未恢复任何内容:\n{lines}',
  },
  'restore.target-not-empty': {
    status: 409,
    en: 'The target already holds data ({what}). Restore into an empty data folder and database.',
    zh: '目标已有数据({what})。请恢复到空的数据目录和数据库。',
  },
  'restore.newer-backup': {
    status: 409,
    en: 'The backup was made by a newer version (migration {backup}, this version knows {known}). Restore it with that version or a newer one.',
    zh: '备份由更新的版本创建(迁移 {backup},当前版本仅到 {known})。请用该版本或更新的版本恢复。',
  },
});
