export { backupQuestions } from './backup-questions.ts';
export { type Backups, type BackupsDeps, createBackups } from './create-backups.ts';
