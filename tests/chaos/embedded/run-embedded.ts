import { AppError } from '../../../packages/core/src/errors/index.ts';
import { startEmbeddedPostgres } from '../../../packages/server/src/platform/postgres/embedded/start-embedded-postgres.ts';

/**
 * A process that does what the server does with the embedded PostgreSQL and nothing else. Says what happens as lines of
 * JSON; stops in order on SIGTERM, and half a second after SIGINT, as a server that drains its requests does.
 */
const [folder = '', maxConnections] = process.argv.slice(2);
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);
const log = (level: string) => (message: string) => say({ level, message });
try {
  const server = await startEmbeddedPostgres({
    dataFolder: folder,
    log: { info: log('info'), warn: log('warn'), error: log('error') },
    ...(maxConnections ? { maxConnections: Number(maxConnections) } : {}),
  });
  const stop = async () => {
    say({ stillAlive: server.pid() !== undefined && isAlive(server.pid() ?? 0) });
    await server.stop();
    say({ stopped: true });
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', () => setTimeout(stop, 500));
  setInterval(() => {}, 60_000);
  say({ ready: true, url: server.url, adopted: server.adopted, pid: server.pid() });
} catch (error) {
  say(error instanceof AppError ? { code: error.code, params: error.params } : { fault: String(error) });
  process.exit(1);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
