import { readTagCell } from '../tags/index.ts';
import { cellText, freeValue, parseBoolean } from './coerce.ts';
import { headerSkeleton } from './guess.ts';
import { type ImportedEvent, type RowFrame, shorten } from './row-frame.ts';
import type { ImportSpec, RowProblem } from './spec.ts';

/** What a row of customers or events becomes. `key` '' asks for one made of the row's content. */
export type RowReading =
  | { ok: true; key: string; events: ImportedEvent[]; notes: RowProblem[] }
  | { ok: false; problems: RowProblem[] };

/** Headers of columns that hold days. An attribute of any other header may say what it likes. */
const dateHeader = /日期$|(购买|消费|下单|支付|付款|到店|成交|联系|登录|活跃)时间$|date$/;

/** Reads rows of customers: who they are, what is known of them, their membership, what they agreed to. */
export function customerRows(frame: RowFrame): (cells: readonly unknown[]) => RowReading {
  const attributes = frame.named('attribute:').map((each) => ({
    ...each,
    dated: each.name !== 'birthday' && dateHeader.test(headerSkeleton(each.slot.column ?? '')),
  }));
  const consents = frame.named('consent:');
  const traits = frame.slot('traits');
  const hasMembership = ['memberLevel', 'memberJoinedAt', 'memberOutlet', 'identity:member'].some((field) =>
    frame.slot(field),
  );

  return (cells) => {
    const problems: RowProblem[] = [];
    const identities = frame.identities(cells, problems);
    const time = frame.time(cells, 'time', problems);
    const joinedAt = hasMembership ? frame.time(cells, 'memberJoinedAt', problems) : null;
    if (identities.length === 0) {
      problems.push({ column: null, code: 'row.no-identity' });
    }
    const properties: Record<string, unknown> = {};
    readObject(traits?.read(cells), traits?.column ?? null, properties, problems);
    for (const { name, slot, dated } of attributes) {
      const cell = slot.read(cells);
      const value = freeValue(name, cell);
      if (value === undefined) continue;
      properties[name] = value;
      if (dated && !frame.isTime(cell)) {
        const params = { value: shorten(cellText(cell)) };
        problems.push({ column: slot.column, code: 'row.date-odd', params, note: true });
      }
    }
    const dimensions = frame.dimensions(cells);
    const common = { type: 'track' as const, occurredAt: time ?? null, identities, dimensions };
    const events: ImportedEvent[] = [
      { ...common, suffix: '', type: 'identify', name: 'Profile Updated', family: null, properties },
    ];
    const membership = hasMembership ? membershipOf(frame, cells) : {};
    if (typeof joinedAt === 'number') {
      events.push({
        ...common,
        suffix: ':member',
        name: 'Member Joined',
        family: 'relation',
        occurredAt: joinedAt,
        properties: membership,
      });
    } else {
      // a member, not known since when: a fact about the person, and nothing that happened on the day of the import
      const { memberNo, level, outlet } = membership;
      if (memberNo) properties.memberNo = memberNo;
      if (level) properties.memberLevel = level;
      if (outlet) properties.memberOutlet = outlet;
    }
    for (const { name: purpose, slot } of consents) {
      const text = cellText(slot.read(cells));
      if (text === '') continue;
      const granted = parseBoolean(text);
      if (granted === undefined) {
        problems.push({
          column: slot.column,
          code: 'row.boolean',
          params: { value: shorten(text) },
        });
        continue;
      }
      events.push({
        ...common,
        suffix: `:consent:${purpose}`,
        name: granted ? 'Consent Granted' : 'Consent Withdrawn',
        family: 'relation',
        properties: { purpose },
      });
    }
    events.push(...bookConsents(frame.spec, events));
    for (const named of readTagCell(frame.text(cells, 'tags'))) {
      events.push({
        ...common,
        suffix: `:tag:${named.group}:${named.tag}`,
        name: 'Tag Added',
        family: 'system',
        properties: { ...named, reason: 'import', by: frame.spec.source },
      });
    }
    const owner = frame.text(cells, 'owner');
    if (owner !== '') {
      const dimensions = { ...common.dimensions, staff: owner };
      const said = { name: 'Owner Assigned', family: 'relation' as const, properties: { staff: owner } };
      events.push({ ...common, ...said, suffix: ':owner', dimensions });
    }
    const outlet = frame.text(cells, 'assignedOutlet');
    if (outlet !== '') {
      const said = { name: 'Outlet Assigned', family: 'relation' as const, properties: { outlet } };
      events.push({ ...common, ...said, suffix: ':outlet' });
    }
    if (problems.some((problem) => !problem.note)) return { ok: false, problems };
    return { ok: true, key: frame.text(cells, 'rowKey'), events, notes: problems };
  };
}

/** The identity a medium reaches a person by. */
const addressOf = { email: 'email', sms: 'phone', phone: 'phone' } as const;

/** What people in an address book agreed to, as far as the row has their address and says nothing of it itself. */
function bookConsents(
  { addressBook: book, source }: ImportSpec,
  events: readonly ImportedEvent[],
): ImportedEvent[] {
  const [first] = events;
  if (!book || !first) return [];
  return book.consents.flatMap((medium) => {
    const has = first.identities.some(({ namespace }) => namespace === addressOf[medium]);
    const suffix = `:consent:marketing:${medium}`;
    if (!has || events.some((event) => event.suffix === ':consent:marketing')) return [];
    return {
      ...first,
      type: 'track' as const,
      suffix,
      name: 'Consent Granted',
      family: 'relation' as const,
      properties: {
        purpose: 'marketing',
        consentChannel: medium,
        // what the ledger shows of it, and whose word it is
        textVersion: book.evidence.trim().slice(0, 60),
        recordedBy: `import ${source}`,
        evidence: book.evidence.trim(),
      },
    };
  });
}

function membershipOf(
  frame: RowFrame,
  cells: readonly unknown[],
): { memberNo?: string; level?: string; outlet?: string } {
  const found = {
    memberNo: frame.text(cells, 'identity:member'),
    level: frame.text(cells, 'memberLevel'),
    outlet: frame.text(cells, 'memberOutlet'),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== ''));
}

/** Spreads a JSON object (a JSON line's own, or text) into `into`. */
export function readObject(
  cell: unknown,
  column: string | null,
  into: Record<string, unknown>,
  problems: RowProblem[],
): void {
  if (cell === undefined || cell === null || cell === '') return;
  let value: unknown = cell;
  if (typeof cell === 'string') {
    try {
      value = JSON.parse(cell);
    } catch {
      value = undefined;
    }
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) Object.assign(into, value);
  else problems.push({ column, code: 'row.object' });
}
