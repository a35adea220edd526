export {
  readDay,
  readSpendFile,
  type SpendFileContent,
  type SpendKind,
  type SpendLine,
  type SpendLineError,
} from './read-spend-file.ts';
