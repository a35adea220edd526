import { defineErrors } from '../entry.ts';

/** Faults of collection, sources and the engine's commands. */
export const ingestionErrors = defineErrors({
  'collection.unknown-key': {
    status: 401,
    en: 'The write key is missing, unknown or disabled. Copy it again from Data › Sources.',
    zh: '写入密钥缺失、不存在或已停用。请到「数据 › 来源」重新复制。',
  },
  'source.off': {
    status: 409,
    en: 'The source {source} is disabled, so nothing is taken in by it. Enable it under Data › Sources.',
    zh: '来源「{source}」已停用,不再接收数据。请在「数据 › 来源」启用。',
  },
  'source.keyless': {
    status: 409,
    en: 'This source has no write key: imports and connectors deliver by themselves.',
    zh: '该来源没有写入密钥:导入和连接器自行投递数据。',
  },
});
