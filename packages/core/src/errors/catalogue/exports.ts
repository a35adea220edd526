import { defineErrors } from '../entry.ts';

/** A whole workspace out and in again. */
export const exportErrors = defineErrors({
  'exports.running': {
    status: 409,
    en: 'Another export or intake of this workspace is still running. Wait until it is done.',
    zh: '本工作区的另一次导出或迁入仍在进行,请等待其完成。',
  },
  'exports.disturbed': {
    status: 409,
    en: 'A person was erased or an import was undone while the export was written. Begin it again.',
    zh: '导出期间有客户被抹除,或有导入被撤销。请重新开始导出。',
  },
  'exports.not-done': {
    status: 409,
    en: 'The export {name} is not done. Wait until it is, then download it.',
    zh: '导出 {name} 尚未完成,请待其完成后再下载。',
  },
  'exports.not-an-export': {
    status: 400,
    en: 'This is not an export of a workspace: there is no manifest.json that can be read. Give the folder that yutang export wrote, or the .tar downloaded from the console.',
    zh: '这不是工作区导出:没有可读取的 manifest.json。请提供 yutang export 写出的文件夹,或从控制台下载的 .tar 文件。',
  },
  'exports.damaged': {
    status: 400,
    en: 'The export is damaged, nothing was taken in: {lines}. Copy or download it again.',
    zh: '导出已损坏,未迁入任何内容:{lines}。请重新复制或下载。',
  },
  'exports.newer': {
    status: 409,
    en: 'The export was written by a newer version ({version}). Update this installation, then take it in.',
    zh: '导出由更新的版本({version})写出。请先升级本安装,再迁入。',
  },
  'exports.not-empty': {
    status: 409,
    en: 'This workspace is not empty: it already holds {what}. Make a new workspace and take the export in there.',
    zh: '本工作区不为空:已有 {what}。请新建一个工作区,在其中迁入。',
  },
  'exports.folder-not-empty': {
    status: 409,
    en: 'The folder {folder} is not empty. Name a folder that does not exist or is empty.',
    zh: '目录 {folder} 不为空,请指定不存在或为空的目录。',
  },
  'exports.not-computed': {
    status: 500,
    en: 'The export was read, but its log could not be computed: {detail}. Ask for a rebuild (POST /api/engine/rebuild) after an update, or take it into another new workspace.',
    zh: '导出已读取,但日志无法计算:{detail}。请升级后重新计算(POST /api/engine/rebuild),或迁入另一个新工作区。',
  },
});
