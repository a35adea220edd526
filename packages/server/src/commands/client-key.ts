import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The API key of a command that speaks to a server: said, in a file that was named, or kept in the data folder. */
export async function clientKey(
  { key, keyFile }: { key: string | null; keyFile: string | null },
  dataFolder: string,
): Promise<string | undefined> {
  if (key !== null) return key;
  if (keyFile !== null) return (await readFile(keyFile, 'utf8')).trim();
  const kept = await readFile(join(dataFolder, 'api.key'), 'utf8').catch(() => '');
  return kept.trim() || undefined;
}
