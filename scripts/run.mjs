// The one door of every npm script: on a fresh checkout it installs and builds what the command needs, then runs it.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [command = '', ...rest] = process.argv.slice(2);
const windows = process.platform === 'win32';

function run(program, args, env = {}) {
  const { status, signal } = spawnSync(program, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
    shell: windows,
  });
  if (status !== 0) process.exit(status ?? (signal ? 130 : 1));
}
const bin = (name) => join(root, 'node_modules', '.bin', windows ? `${name}.cmd` : name);

/** Newest change (epoch ms) among the files below a folder, build output and packages aside. */
function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path)
    .filter((name) => name !== 'node_modules' && name !== 'dist')
    .reduce((latest, name) => Math.max(latest, newest(join(path, name))), 0);
}

function install() {
  const marker = join(root, 'node_modules', '.package-lock.json');
  if (existsSync(marker) && statSync(marker).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs)
    return;
  console.log('Installing packages …');
  run('npm', ['ci', '--no-audit', '--no-fund']);
}

function build() {
  install();
  const made = join(root, 'packages/server/dist/main.js');
  const sources = ['core', 'contracts', 'server', 'console', 'tracker'].map((name) =>
    newest(join(root, 'packages', name)),
  );
  const page = join(root, 'packages/console/dist/index.html');
  if (existsSync(made) && existsSync(page) && statSync(made).mtimeMs >= Math.max(...sources)) return;
  console.log('Building …');
  run(process.execPath, ['scripts/build.mjs']);
}

/** Runs the server in this process's place: signals reach it, and its end is ours. */
function serve(args) {
  build();
  const child = spawn(process.execPath, [join(root, 'packages/server/dist/main.js'), ...args], {
    cwd: process.cwd(),
    stdio: 'inherit',
    // DuckDB, password hashing and files share these threads; four would make one wait for the other
    env: { UV_THREADPOOL_SIZE: '16', ...process.env },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(signal ? 130 : (code ?? 0)));
}

const packages = [
  'packages/core',
  'packages/contracts',
  'packages/server',
  'packages/console',
  'packages/tracker',
  'tests',
  'bench',
];

const commands = {
  start: () => serve(['start', ...rest]),
  demo: () => serve(['demo', ...rest]),
  build: () => {
    install();
    run(process.execPath, ['scripts/build.mjs']);
  },
  /** Everything that needs no server and no browser of its own. */
  test: () => {
    build();
    run(bin('vitest'), ['run', '--exclude', 'tests/chaos/**', '--exclude', 'tests/browser/**', ...rest]);
  },
  types: () => {
    install();
    // the native compiler: five times faster; the other one is there for tools that need its interface
    const tsc = join(root, 'node_modules/typescript-native/bin/tsc');
    for (const name of packages) run(process.execPath, [tsc, '-p', name]);
  },
  /** The laws: format, lint, types, imports, dead code, spelling, file sizes. */
  check: () => {
    install();
    run(bin('biome'), ['check', '--error-on-warnings', '.']);
    commands.types();
    run(bin('depcruise'), ['--config', '.dependency-cruiser.cjs', 'packages', 'tests', 'bench']);
    run(bin('knip'), ['--no-progress']);
    run(bin('cspell'), ['--no-progress', '--no-summary', '**/*.{ts,tsx,md,sql}']);
    run(process.execPath, ['scripts/file-sizes.mjs']);
  },
  bench: () => {
    build();
    run(process.execPath, ['--import', 'tsx', 'bench/run.ts', ...rest]);
  },
  requirements: () => {
    install();
    run(process.execPath, ['scripts/requirements.mjs', ...rest]);
  },
};

const work = commands[command];
if (!work) {
  console.error(`Say one of: ${Object.keys(commands).join(', ')}`);
  process.exit(2);
}
work();
