import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Entry of the process that appends until it is killed. */
export const appendingProcess = fileURLToPath(new URL('./append-until-killed.ts', import.meta.url));

/** Starts the writer, kills it −9 after a while, answers the last watermark it acknowledged. */
export function appendUntilKilled(target: string, ms: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', appendingProcess, target, '500'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let fault = '';
    child.stderr.on('data', (data) => {
      fault += data;
    });
    child.stdout.on('data', (data) => {
      if (out === '') setTimeout(() => child.kill('SIGKILL'), ms);
      out += data;
    });
    child.on('error', reject);
    child.on('close', (_, signal) => {
      const acknowledged = out.split('\n').slice(0, -1).map(Number);
      if (signal === 'SIGKILL') resolve(acknowledged.at(-1) ?? 0);
      else reject(new Error(`the writer ended by itself: ${fault}`));
    });
  });
}
