import { demo } from './demo/demo.ts';
import { start } from './start.ts';

/** Every `yutang` command by name; each answers the process's exit code, or stays running. */
export const commands: Record<string, (args: string[]) => Promise<number>> = {
  start,
  demo,
};
