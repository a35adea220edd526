import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BrandSource, brand, brandSources } from '@yutang/core/simulation';
import { sql } from 'kysely';
import { insertSource, newWriteKey } from '../../features/ingestion/index.ts';
import {
  addMember,
  createAccount,
  createWorkspace,
  hashPassword,
  newPassword,
} from '../../features/workspaces/index.ts';
import type { Db } from '../../platform/postgres/db.ts';

/** The workspace of the simulated brand and how to get into it; kept in the data folder as `demo.json`. */
export interface DemoWorkspace {
  workspaceId: number;
  zone: string;
  login: string;
  password: string;
  /** Key of the source that takes a visitor's own first event. */
  writeKey: string;
  sources: Record<BrandSource, number>;
  /** Epoch ms at which the simulated past ends. */
  endAt: number;
  /** False while it is being filled: a filling that was cut off begins anew. */
  filled: boolean;
}

const fileOf = (dataFolder: string): string => join(dataFolder, 'demo.json');

/** The demo of an earlier start, complete; undefined when there is none. */
export function readDemo(dataFolder: string): DemoWorkspace | undefined {
  if (!existsSync(fileOf(dataFolder))) return undefined;
  const demo = JSON.parse(readFileSync(fileOf(dataFolder), 'utf8')) as DemoWorkspace;
  return demo.filled ? demo : undefined;
}

/** Whether the demo's workspace is in this database: another database may have a real one of the same number. */
export async function isDemoOf(db: Db, { workspaceId, writeKey }: DemoWorkspace): Promise<boolean> {
  const { rows } = await sql`
    select 1 from sources s join workspaces w on w.id = s.workspace_id
    where w.id = ${workspaceId} and w.kind = 'demo' and s.key_hash = sha256(convert_to(${writeKey}::text, 'UTF8'))`.execute(
    db,
  );
  return rows.length > 0;
}

export function keepDemo(dataFolder: string, demo: DemoWorkspace): void {
  writeFileSync(fileOf(dataFolder), `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
}

/** Makes the demo workspace with an owner, the brand's sources and one for the visitor's own events. */
export async function makeDemo(db: Db, endAt: number): Promise<DemoWorkspace> {
  const password = newPassword();
  const passwordHash = await hashPassword(password);
  const own = newWriteKey('server');
  return db.transaction().execute(async (tx) => {
    const now = Date.now();
    const workspaceId = await createWorkspace(tx, { name: brand.name, zone: brand.zone, kind: 'demo' }, now);
    const login = `owner@demo-${workspaceId}.local`;
    const accountId = await createAccount(tx, { login, name: '小满老板', passwordHash, language: 'zh' }, now);
    await addMember(tx, { workspaceId, accountId, role: 'owner' }, now);
    const sources = {} as Record<BrandSource, number>;
    for (const key of Object.keys(brandSources) as BrandSource[]) {
      const { name, kind } = brandSources[key];
      const { key: _secret, ...stored } = newWriteKey(kind);
      sources[key] = await insertSource(tx, workspaceId, {
        ...stored,
        name,
        kind,
        channel: null,
        staleAfterMs: null,
        createdBy: 'demo',
      });
    }
    const { key: writeKey, ...stored } = own;
    await insertSource(tx, workspaceId, {
      ...stored,
      name: '我的第一个事件',
      kind: 'server',
      channel: null,
      staleAfterMs: null,
      createdBy: 'demo',
    });
    return { workspaceId, zone: brand.zone, login, password, writeKey, sources, endAt, filled: false };
  });
}
