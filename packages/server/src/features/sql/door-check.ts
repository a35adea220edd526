import type { Db } from '../../platform/postgres/db.ts';
import { doorObstacle } from './door-obstacle.ts';

/** A line for doctor and the Health page: whether analysts can have SQL here. */
export function doorCheck(db: Db) {
  const remedy = {
    en: 'Give the database user of DATABASE_URL what the line says, or leave SQL to others.',
    zh: '请按提示为 DATABASE_URL 的数据库用户授权;不使用 SQL 查询时可忽略。',
  };
  return {
    name: 'sql.door',
    label: { en: 'SQL for analysts', zh: '分析师 SQL' },
    remedy,
    async find() {
      const obstacle = await doorObstacle(db);
      if (obstacle) return { state: 'warn' as const, detail: obstacle, remedy };
      return { state: 'ok' as const, detail: { en: 'can be opened', zh: '可以使用' } };
    },
  };
}
