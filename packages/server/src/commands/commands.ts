import { backup } from './backup.ts';
import { demo } from './demo/demo.ts';
import { doctor } from './doctor.ts';
import { importCommand } from './import.ts';
import { restore } from './restore.ts';
import { start } from './start.ts';

/** Every `yutang` command by name; each answers the process's exit code, or stays running. */
export const commands: Record<string, (args: string[]) => Promise<number>> = {
  start,
  import: importCommand,
  demo,
  doctor,
  backup,
  restore,
};
