import type { PersonExport } from '@yutang/contracts/customers';
import { AppError } from '@yutang/core/errors';
import type { Person } from '../../platform/feature.ts';
import type { Principal } from '../../platform/http/principal.ts';
import { audit } from '../workspaces/index.ts';
import { type ListInput, listCustomers } from './customer-list.ts';
import { type Showing, showCustomers } from './customer-row.ts';
import type { CustomersDeps } from './customer-service.ts';
import { askTimeline } from './timeline-question.ts';

const hour = 3_600_000;
/** Exports of lists a principal may make in an hour (CMP-12). */
const exportsAnHour = 10;
const pageSize = 1000;

/** Everything known of one person, by feature, with every event. */
export async function exportPerson(
  deps: CustomersDeps,
  principal: Principal,
  person: Person,
): Promise<PersonExport> {
  const { workspaceId } = principal;
  const data: Record<string, unknown> = {};
  await deps.db.transaction().execute(async (tx) => {
    for (const feature of deps.features()) {
      if (feature.export) data[feature.name] = await feature.export(tx, workspaceId, person);
    }
    await audit(tx, principal, 'customer.exported', `customer:${person.customer}`, {});
  });
  const events: PersonExport['events'] = [];
  let upTo = 0;
  let cursor: string | null | undefined;
  do {
    const query = { limit: pageSize, ...(cursor && { cursor }) };
    const page = await askTimeline(deps.events, {
      workspaceId,
      homes: person.homes,
      query,
      masked: principal.masked,
    });
    events.push(...page.items);
    upTo = page.upTo;
    cursor = page.nextCursor;
  } while (cursor);
  const exportedAt = (await deps.clock(workspaceId))();
  return { customer: person.customer, homes: person.homes, exportedAt, upTo, data, events };
}

/** Counts exports by principal. @throws request.too-many beyond ten in an hour. */
export function createExportLimit(now: () => number) {
  const made = new Map<string, number[]>();
  return (principal: Principal): void => {
    const key = `${principal.workspaceId} ${principal.accountId ?? ''} ${principal.keyId ?? ''}`;
    const recent = (made.get(key) ?? []).filter((at) => at > now() - hour);
    const oldest = recent[0];
    if (recent.length >= exportsAnHour && oldest !== undefined) {
      throw new AppError('request.too-many', { seconds: Math.ceil((oldest + hour - now()) / 1000) });
    }
    recent.push(now());
    made.set(key, recent);
  };
}

const header = [
  'customer',
  'name',
  'kind',
  'phone',
  'email',
  'identifiable',
  'reachable',
  'operable',
  'private',
  'channel',
  'domain_class',
  'owner',
  'outlet',
  'first_seen',
  'last_seen',
  'orders',
  'placed',
  'paid',
  'refunded',
  'net',
  'member_no',
  'member_level',
];

/** A cell: quoted where needed; text that a spreadsheet would take for a formula is told to be text. */
function cell(value: string | number | boolean | null): string {
  if (value === null) return '';
  const text = String(value);
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const major = (minor: number) => (minor / 100).toFixed(2);

/** The whole of a list as CSV text, page by page, with a byte order mark for spreadsheets. */
export async function* csvOfCustomers(
  deps: CustomersDeps,
  input: ListInput,
  showing: Showing,
): AsyncGenerator<string> {
  yield `\uFEFF${header.join(',')}\r\n`;
  let cursor: string | null | undefined;
  do {
    const page = await listCustomers(deps.db, input, { limit: pageSize, cursor: cursor ?? undefined });
    const items = await showCustomers(deps.db, input.workspaceId, page.items, showing);
    let text = '';
    for (const item of items) {
      const { pond, sales } = item;
      text += [
        item.id,
        item.name,
        item.kind,
        item.phone,
        item.email,
        pond.identifiable,
        pond.reachable,
        pond.operable,
        pond.private,
        item.channel,
        item.domainClass,
        item.owner,
        item.outlet,
        new Date(item.firstSeenAt).toISOString(),
        new Date(item.lastSeenAt).toISOString(),
        sales.orders,
        major(sales.placedMinor),
        major(sales.paidMinor),
        major(sales.refundedMinor),
        major(sales.netMinor),
        item.member?.memberNo ?? null,
        item.member?.level ?? null,
      ]
        .map(cell)
        .join(',')
        .concat('\r\n');
    }
    yield text;
    cursor = page.nextCursor;
  } while (cursor);
}
