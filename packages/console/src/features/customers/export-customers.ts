import type { CustomerItem } from '@yutang/contracts/customers';
import { csvLine, saveFile } from '../../design/csv.ts';
import type { CustomerFilters } from './customer-filters.ts';
import { customerPage } from './customers-api.ts';

/** Columns as the API names them, so that a file can be read by a program in either language. */
const header = [
  'id',
  'name',
  'kind',
  'phone',
  'email',
  'private',
  'identifiable',
  'reachable',
  'operable',
  'channel',
  'domainClass',
  'owner',
  'outlet',
  'memberNo',
  'level',
  'orders',
  'paidMinor',
  'netMinor',
  'firstSeenAt',
  'lastSeenAt',
];

function row(one: CustomerItem): string {
  return csvLine([
    one.id,
    one.name,
    one.kind,
    one.phone,
    one.email,
    one.pond.private,
    one.pond.identifiable,
    one.pond.reachable,
    one.pond.operable,
    one.channel,
    one.domainClass,
    one.owner,
    one.outlet,
    one.member?.memberNo,
    one.member?.level,
    one.sales.orders,
    one.sales.paidMinor,
    one.sales.netMinor,
    new Date(one.firstSeenAt).toISOString(),
    new Date(one.lastSeenAt).toISOString(),
  ]);
}

/** Everybody the filters find, as a CSV file; tells how far it is. Returns how many. */
export async function exportCustomers(
  filters: CustomerFilters,
  onProgress: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<number> {
  const lines = [header.join(',')];
  let cursor: string | null = null;
  do {
    const page = await customerPage({ ...filters, limit: 200, ...(cursor ? { cursor } : {}) }, signal);
    for (const one of page.items) lines.push(row(one));
    onProgress(lines.length - 1, page.total ?? lines.length - 1);
    cursor = page.nextCursor;
  } while (cursor);
  // The mark tells spreadsheets that the text is UTF-8.
  saveFile(`customers-${new Date().toISOString().slice(0, 10)}.csv`, 'text/csv;charset=utf-8', [
    '\ufeff',
    lines.join('\r\n'),
  ]);
  return lines.length - 1;
}
