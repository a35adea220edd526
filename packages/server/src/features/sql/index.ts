export { createSql, type SqlDeps } from './create-sql.ts';
export { dropDoor } from './door-access.ts';
export { doorCheck } from './door-check.ts';
