import type { Spend, SpendFile, SpendKind, SpendQuery } from '@yutang/contracts/spend';
import { channelName } from '@yutang/core/channels';
import type { SpendLine } from '@yutang/core/spend';
import { type RawBuilder, sql } from 'kysely';
import { cutPage, decodeCursor } from '../../platform/http/cursor.ts';
import { integers, texts } from '../../platform/postgres/array-literal.ts';
import type { Db, Tx } from '../../platform/postgres/db.ts';

const columns = sql.raw(`id, to_char(day, 'YYYY-MM-DD') as day, kind, channel, play, campaign, outlet,
  amount_minor as "amountMinor", impressions, clicks, key, file, written_at as "writtenAt", written_by as "writtenBy"`);

/** Who writes, and when (epoch ms). */
export interface Writing {
  at: number;
  label: string;
  file?: number;
}

/**
 * Writes lines; one whose key is known replaces what stood there. Answers the lines as they stand now, in the order given.
 * Keys must not repeat.
 */
export async function writeLines(
  tx: Tx,
  workspaceId: number,
  lines: readonly (SpendLine & { key?: string })[],
  { at, label, file }: Writing,
): Promise<(Spend & { added: boolean })[]> {
  if (lines.length === 0) return [];
  const { rows } = await sql<Spend & { added: boolean }>`
    insert into spend (workspace_id, day, kind, channel, play, campaign, outlet, amount_minor, impressions, clicks, key,
      file, written_at, written_by)
    select ${workspaceId}::int, d.*, ${file ?? null}::bigint, ${at}::bigint, ${label}::text from unnest(
      ${texts(lines.map((l) => l.day))}::date[], ${texts(lines.map((l) => l.kind))}::text[],
      ${texts(lines.map((l) => channelName(l.channel)))}::text[], ${texts(lines.map((l) => l.play))}::text[],
      ${texts(lines.map((l) => l.campaign))}::text[], ${texts(lines.map((l) => l.outlet))}::text[],
      ${integers(lines.map((l) => l.amountMinor))}::bigint[], ${integers(lines.map((l) => l.impressions))}::bigint[],
      ${integers(lines.map((l) => l.clicks))}::bigint[], ${texts(lines.map((l) => l.key ?? null))}::text[]) as d
    on conflict (workspace_id, key) where key is not null do update set day = excluded.day, kind = excluded.kind,
      channel = excluded.channel, play = excluded.play, campaign = excluded.campaign, outlet = excluded.outlet,
      amount_minor = excluded.amount_minor, impressions = excluded.impressions, clicks = excluded.clicks,
      written_at = excluded.written_at, written_by = excluded.written_by
    returning ${columns}, xmax = 0 as added`.execute(tx);
  return rows;
}

/**
 * Of these lines those for whose place (day, kind, channel, play, campaign, outlet) something stands already, with what
 * stands there and the files it came by (at most 5, newest first).
 */
export async function standingBeside(
  db: Db,
  workspaceId: number,
  lines: readonly SpendLine[],
): Promise<{ lines: number; amountMinor: number; files: string[] }> {
  const { rows } = await sql<{ lines: number; amountMinor: number; files: string[] | null }>`
    with told as (
      select day, kind, channel, coalesce(play, '') as play, coalesce(campaign, '') as campaign,
        coalesce(outlet, '') as outlet, count(*) as lines
      from unnest(${texts(lines.map((l) => l.day))}::date[], ${texts(lines.map((l) => l.kind))}::text[],
        ${texts(lines.map((l) => channelName(l.channel)))}::text[], ${texts(lines.map((l) => l.play))}::text[],
        ${texts(lines.map((l) => l.campaign))}::text[], ${texts(lines.map((l) => l.outlet))}::text[])
        as t(day, kind, channel, play, campaign, outlet)
      group by 1, 2, 3, 4, 5, 6),
    standing as (
      select t.lines, sum(s.amount_minor)::bigint as amount, array_agg(distinct s.file) as files
      from told t join spend s on s.workspace_id = ${workspaceId} and s.day = t.day and s.kind = t.kind
        and s.channel = t.channel and coalesce(s.play, '') = t.play and coalesce(s.campaign, '') = t.campaign
        and coalesce(s.outlet, '') = t.outlet
      group by t.day, t.kind, t.channel, t.play, t.campaign, t.outlet, t.lines)
    select coalesce(sum(lines), 0)::int as lines, coalesce(sum(amount), 0)::bigint as "amountMinor",
      (select array_agg(name) from (select f.name from spend_files f where f.workspace_id = ${workspaceId}
        and f.id in (select unnest(files) from standing) order by f.id desc limit 5) named) as files
    from standing`.execute(db);
  const [row] = rows;
  return { lines: row?.lines ?? 0, amountMinor: row?.amountMinor ?? 0, files: row?.files ?? [] };
}

/** Changes a line; undefined when there is none of that number. */
export async function changeLine(
  tx: Tx,
  workspaceId: number,
  id: number,
  line: SpendLine,
  { at, label }: Writing,
): Promise<Spend | undefined> {
  const { rows } = await sql<Spend>`
    update spend set day = ${line.day}::date, kind = ${line.kind}, channel = ${channelName(line.channel)}, play = ${line.play},
      campaign = ${line.campaign}, outlet = ${line.outlet}, amount_minor = ${line.amountMinor},
      impressions = ${line.impressions}, clicks = ${line.clicks}, written_at = ${at}, written_by = ${label}
    where workspace_id = ${workspaceId} and id = ${id} returning ${columns}`.execute(tx);
  return rows[0];
}

export async function readLine(tx: Tx, workspaceId: number, id: number): Promise<Spend | undefined> {
  const { rows } = await sql<Spend>`
    select ${columns} from spend where workspace_id = ${workspaceId} and id = ${id} for update`.execute(tx);
  return rows[0];
}

export async function deleteLine(tx: Tx, workspaceId: number, id: number): Promise<void> {
  await sql`delete from spend where workspace_id = ${workspaceId} and id = ${id}`.execute(tx);
}

/** One page of lines, latest day first, with the sum of all that fit. */
export async function listLines(
  db: Db,
  workspaceId: number,
  query: SpendQuery,
): Promise<{ items: Spend[]; nextCursor: string | null; total: number; sumMinor: number }> {
  const { limit = 50, cursor, ...filter } = query;
  const where = conditions(workspaceId, filter);
  const after = decodeCursor(cursor, ['string', 'number']);
  const { rows } = await sql<Spend>`
    select ${columns} from spend where ${where} ${after ? sql`and (day, id) < (${after[0]}::date, ${after[1]})` : sql``}
    order by spend.day desc, id desc limit ${limit + 1}`.execute(db);
  const { rows: sums } = await sql<{ total: number; sumMinor: number }>`
    select count(*) as total, coalesce(sum(amount_minor), 0)::bigint as "sumMinor" from spend where ${where}`.execute(
    db,
  );
  const { total = 0, sumMinor = 0 } = sums[0] ?? {};
  return { ...cutPage(rows, limit, (row) => [row.day, row.id]), total, sumMinor };
}

function conditions(workspaceId: number, query: Omit<SpendQuery, 'limit' | 'cursor'>): RawBuilder<unknown> {
  const all: RawBuilder<unknown>[] = [sql`workspace_id = ${workspaceId}`];
  if (query.from !== undefined) all.push(sql`day >= ${query.from}::date`);
  if (query.to !== undefined) all.push(sql`day <= ${query.to}::date`);
  if (query.channel !== undefined) all.push(sql`channel = ${channelName(query.channel)}`);
  for (const column of ['kind', 'play', 'outlet', 'file'] as const)
    if (query[column] !== undefined) all.push(sql`${sql.ref(column)} = ${query[column]}`);
  return sql.join(all, sql` and `);
}

/** Spend added up by one column, or by day. */
export interface SpendSum {
  by: string;
  kind: SpendKind;
  amountMinor: number;
  impressions: number;
  clicks: number;
}

/** Sums of the lines that fit, by day, channel or play; lines without one are left out. */
export async function sumSpend(
  db: Db,
  workspaceId: number,
  by: 'day' | 'channel' | 'play',
  query: Omit<SpendQuery, 'limit' | 'cursor'> = {},
): Promise<SpendSum[]> {
  const column = by === 'day' ? sql`to_char(day, 'YYYY-MM-DD')` : sql.ref(by);
  const { rows } = await sql<SpendSum>`
    select ${column} as by, kind, sum(amount_minor)::bigint as "amountMinor",
      coalesce(sum(impressions), 0)::bigint as impressions, coalesce(sum(clicks), 0)::bigint as clicks
    from spend where ${conditions(workspaceId, query)} and ${sql.ref(by)} is not null group by 1, 2 order by 1, 2`.execute(
    db,
  );
  return rows;
}

const fileColumns = sql.raw(`id, name, lines, amount_minor as "amountMinor", uploaded_at as "uploadedAt",
  uploaded_by as "uploadedBy", undone_at as "undoneAt", undone_by as "undoneBy"`);

/** Notes a file; undefined when the same content is taken in already. */
export async function insertFile(
  tx: Tx,
  workspaceId: number,
  file: { name: string; hash: string; lines: number; amountMinor: number },
  { at, label }: Writing,
): Promise<SpendFile | undefined> {
  const { rows } = await sql<SpendFile>`
    insert into spend_files (workspace_id, name, content_hash, lines, amount_minor, uploaded_at, uploaded_by)
    values (${workspaceId}, ${file.name}, decode(${file.hash}, 'hex'), ${file.lines}, ${file.amountMinor}, ${at}, ${label})
    on conflict (workspace_id, content_hash) where undone_at is null do nothing returning ${fileColumns}`.execute(
    tx,
  );
  return rows[0];
}

export async function listFiles(db: Db, workspaceId: number, page: { limit?: number; cursor?: string }) {
  const limit = page.limit ?? 50;
  const after = decodeCursor(page.cursor, ['number']);
  const { rows } = await sql<SpendFile>`
    select ${fileColumns} from spend_files where workspace_id = ${workspaceId} ${after ? sql`and id < ${after[0]}` : sql``}
    order by id desc limit ${limit + 1}`.execute(db);
  return cutPage(rows, limit, (row) => [row.id]);
}

/** Takes back the lines a file brought; undefined when there is no such file that stands. */
export async function undoFile(
  tx: Tx,
  workspaceId: number,
  id: number,
  { at, label }: Writing,
): Promise<SpendFile | undefined> {
  const { rows } = await sql<SpendFile>`
    update spend_files set undone_at = ${at}, undone_by = ${label}
    where workspace_id = ${workspaceId} and id = ${id} and undone_at is null returning ${fileColumns}`.execute(
    tx,
  );
  if (rows[0]) await sql`delete from spend where workspace_id = ${workspaceId} and file = ${id}`.execute(tx);
  return rows[0];
}
