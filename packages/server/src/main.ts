import { AppError, formatError } from '@yutang/core/errors';
import { commands } from './commands/commands.ts';
import { terminalLanguage } from './config.ts';

/** `yutang <command> …`: finds the command, runs it, says in one line what the caller can do about a failure. */
async function main(): Promise<void> {
  const [name = 'help', ...args] = process.argv.slice(2);
  const command = commands[name];
  if (!command) {
    console.error(`There is no command ${name}. Say one of: ${Object.keys(commands).join(', ')}`);
    process.exitCode = 2;
    return;
  }
  try {
    process.exitCode = await command(args);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    console.error(formatError(error.code, error.params, terminalLanguage()));
    process.exitCode = 1;
  }
}

await main();
