import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type BrandSource, brand, brandOutlets, brandSources } from '@yutang/core/simulation';
import { sql } from 'kysely';
import { writeChannel } from '../../features/channels/index.ts';
import { type Demo, demoFile, insertDemo } from '../../features/demo/index.ts';
import { insertSource, newWriteKey } from '../../features/ingestion/index.ts';
import {
  addMember,
  advanceClock,
  createAccount,
  createWorkspace,
  hashPassword,
  makeTrialAccounts,
  newPassword,
  type TrialPerson,
} from '../../features/workspaces/index.ts';
import type { Db, Tx } from '../../platform/postgres/db.ts';
import { seedOrganisation } from './seed-organisation.ts';

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

/** Sources the phones on the stage send through. */
const onStage = new Set<BrandSource>(['mini-program', 'server', 'wecom', 'official-account']);

/** As whom the demo can be tried with one click. 小美 is the first guide of the first outlet. */
const trialPeople: readonly TrialPerson[] = [
  { role: 'owner', name: '小满老板' },
  { role: 'admin', name: '管理员小周' },
  { role: 'operator', name: '运营小林' },
  { role: 'manager', name: '华东区经理' },
  { role: 'guide', name: '小美', staffRef: brandOutlets[0]?.guides[0]?.key ?? '' },
  { role: 'analyst', name: '分析师小陈' },
];

/** The demo of an earlier start, complete; undefined when there is none. */
export function readDemo(dataFolder: string): DemoWorkspace | undefined {
  if (!existsSync(demoFile(dataFolder))) return undefined;
  const demo = JSON.parse(readFileSync(demoFile(dataFolder), 'utf8')) as DemoWorkspace;
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
  writeFileSync(demoFile(dataFolder), `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
}

/** Makes the demo workspace: an owner, an account of every role to try, the brand's sources, one for the visitor's own events. */
export async function makeDemo(db: Db, simulation: Demo['simulation']): Promise<DemoWorkspace> {
  const password = newPassword();
  const passwordHash = await hashPassword(password);
  return db.transaction().execute(async (tx) => {
    const now = Date.now();
    const workspaceId = await createWorkspace(tx, { name: brand.name, zone: brand.zone, kind: 'demo' }, now);
    const login = `owner@demo-${workspaceId}.local`;
    const accountId = await createAccount(tx, { login, name: '小满老板', passwordHash, language: 'zh' }, now);
    await addMember(tx, { workspaceId, accountId, role: 'owner' }, now);
    const regions = await seedOrganisation(tx, workspaceId, now);
    const people = trialPeople.map((one) =>
      one.role === 'manager' ? { ...one, unitId: regions.get('华东') } : one,
    );
    await makeTrialAccounts(tx, workspaceId, people, now);
    await writeChannel(tx, workspaceId, referral, { at: now, label: 'demo', resettle: false });
    const sources = {} as Record<BrandSource, number>;
    const keys: Demo['keys'] = {};
    for (const key of Object.keys(brandSources) as BrandSource[]) {
      const { name, kind } = brandSources[key];
      const made = await makeSource(tx, workspaceId, name, kind);
      sources[key] = made.id;
      if (onStage.has(key)) keys[key] = made.writeKey;
    }
    await insertDemo(tx, { workspaceId, simulation, sources, keys });
    const { writeKey } = await makeSource(tx, workspaceId, '我的第一个事件', 'server');
    const { endAt } = simulation;
    return { workspaceId, zone: brand.zone, login, password, writeKey, sources, endAt, filled: false };
  });
}

/** The brand's own channel, which no platform seeds. */
const referral = {
  name: 'referral',
  title: '老客推荐',
  platform: null,
  domainClass: 'private',
  paidToReach: false,
  reusable: true,
  dataExportable: true,
  form: 'image_text',
  line: 'online',
  carrier: 'personal_account',
  connection: 'community',
  trend: null,
} as const;

async function makeSource(
  tx: Tx,
  workspaceId: number,
  name: string,
  kind: 'browser' | 'server',
): Promise<{ id: number; writeKey: string }> {
  const { key, ...stored } = newWriteKey(kind);
  const source = { ...stored, name, kind, channel: null, staleAfterMs: null, createdBy: 'demo' };
  return { id: await insertSource(tx, workspaceId, source), writeKey: key };
}

/** Sets the demo's clock to where its past ends: it opens at ten in the morning, whenever it was filled. */
export async function openAt(db: Db, workspaceId: number, endAt: number): Promise<void> {
  const ahead = Math.max(0, endAt - Date.now());
  await db.transaction().execute((tx) => advanceClock(tx, workspaceId, ahead));
}
