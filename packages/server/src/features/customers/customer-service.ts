import type {
  ConsentDraft,
  ConsentLedger,
  CustomerPatch,
  CustomerQuery,
  TagChip,
  tagFilters,
} from '@yutang/contracts/customers';
import type { ChannelBook } from '@yutang/core/channels';
import { currentConsents } from '@yutang/core/customers';
import { AppError } from '@yutang/core/errors';
import type { RawBuilder } from 'kysely';
import type { EventStore } from '../../platform/event-store/event-store.ts';
import type { Feature, Person } from '../../platform/feature.ts';
import type { Principal } from '../../platform/http/principal.ts';
import type { Inbox } from '../../platform/inbox/inbox.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { identitiesOf } from '../identity/index.ts';
import { audit } from '../workspaces/index.ts';
import type { OrderSides } from './contact-question.ts';
import { customerRows } from './customer-list.ts';
import type { Showing } from './customer-row.ts';
import { type ConsentRow, consentsOf } from './fact-store.ts';
import type { Finder } from './find-candidates.ts';
import { type OwnEvent, ownEvent } from './own-event.ts';
import { customersOf, partsOf } from './part-store.ts';
import { maySeeRow } from './visible-customers.ts';

export interface CustomersDeps {
  db: Db;
  events: EventStore;
  inbox: Inbox;
  /** The workspace's clock (epoch ms): `workspaces.workspaceClock`. */
  clock(workspaceId: number): Promise<() => number>;
  /** Channels with their classes of today: `readBook` of channels. */
  bookOf(workspaceId: number): Promise<ChannelBook>;
  /** All features, for export and erasure; asked when needed, for they are made after this one. */
  features(): readonly Feature[];
  /** Finds customers by what features above know, e.g. an order number. */
  finders(): readonly Finder[];
  /** SQL for the homes that had an event of a play: `plays.homesOf`. */
  playHomes: PlayHomes;
  /** Who pays for whom: `sides` of orders. */
  orders: OrderSides;
  /** What people are tagged with: `customerTags` of tags. */
  tags: TagLookup;
  /** What delivers events, by name: `sourceNames` of ingestion. */
  sources(workspaceId: number): Promise<{ id: number; name: string; kind: string }[]>;
  /** `workspaces.getWorkspace`. */
  workspace(workspaceId: number): Promise<{ currency: string }>;
}

/** What the list asks of tags; `now`: the workspace's clock, epoch ms. */
export interface TagLookup {
  /** What must hold of the customer `c`. */
  conditions(workspaceId: number, query: TagQuery, now: number): Promise<RawBuilder<unknown>[]>;
  /** The tags each of these customers has; who has none is left out. */
  chipsOf(workspaceId: number, customers: readonly number[], now: number): Promise<Map<number, TagChip[]>>;
  /** How many of the customers that `customers` selects have each tag, by group, and how many have one of the group. */
  distribution(workspaceId: number, customers: RawBuilder<unknown>, now: number): Promise<GroupCounts[]>;
}

type TagQuery = Pick<CustomerQuery, keyof typeof tagFilters>;

/** How often the tags of a group are had. */
export interface GroupCounts {
  id: number;
  name: string;
  single: boolean;
  /** People with any tag of the group. */
  people: number;
  tags: { id: number; name: string; people: number }[];
}

/** SQL that selects the homes with an event of a play. */
export type PlayHomes = (workspaceId: number, play: string) => RawBuilder<unknown>;

/** How long a command waits for its tick before it answers. */
const patience = 1500;

/** What the routes do with one person. */
export interface CustomerService {
  showing(principal: Principal): Promise<Showing>;
  /** The person of a number today. @throws request.not-found, also for who asks for a customer out of their scope. */
  person(principal: Principal, id: number): Promise<Person>;
  change(principal: Principal, id: number, patch: CustomerPatch): Promise<void>;
  consents(principal: Principal, id: number): Promise<ConsentLedger>;
  consent(principal: Principal, id: number, draft: ConsentDraft): Promise<ConsentLedger>;
}

export function createCustomerService(deps: CustomersDeps): CustomerService {
  const { db, inbox } = deps;

  async function person(principal: Principal, id: number): Promise<Person> {
    const { workspaceId } = principal;
    const customer = (await customersOf(db, workspaceId, [id])).get(id);
    const [row] = customer === undefined ? [] : await customerRows(db, workspaceId, [customer]);
    if (!row || !maySeeRow(row, principal)) {
      throw new AppError('request.not-found', { what: `customer ${id}` });
    }
    const parts = await partsOf(db, workspaceId, [row.customer]);
    return { customer: row.customer, homes: parts.map((part) => part.home) };
  }

  /** Posts events about a person with an audit row, and waits for the tick that takes them in. */
  async function say(
    principal: Principal,
    of: Person,
    says: readonly OwnEvent[],
    action: string,
    details: Record<string, unknown>,
  ): Promise<void> {
    const { workspaceId } = principal;
    const identities = await identitiesOf(db, workspaceId, of.homes);
    const at = (await deps.clock(workspaceId))();
    const id = await db.transaction().execute(async (tx) => {
      await audit(tx, principal, action, `customer:${of.customer}`, details);
      return inbox.post(
        tx,
        workspaceId,
        says.map((each) => ownEvent(each, identities, at)),
      );
    });
    await inbox.settled(workspaceId, id, patience);
  }

  async function consents(principal: Principal, id: number): Promise<ConsentLedger> {
    const { homes } = await person(principal, id);
    return ledgerOf(await consentsOf(db, principal.workspaceId, homes));
  }

  return {
    person,
    consents,
    async showing(principal) {
      const book = await deps.bookOf(principal.workspaceId);
      const now = (await deps.clock(principal.workspaceId))();
      return { book, now, masked: principal.masked };
    },
    async change(principal, id, { attributes, owner, outlet }) {
      const of = await person(principal, id);
      const says: OwnEvent[] = [];
      if (attributes && Object.keys(attributes).length > 0) {
        const properties = { ...attributes, recordedBy: principal.label };
        says.push({ name: 'Profile Updated', family: 'behaviour', type: 'identify', properties });
      }
      if (owner !== undefined) {
        const properties = { ...(owner !== null && { staff: owner }), recordedBy: principal.label };
        const name = owner === null ? 'Owner Released' : 'Owner Assigned';
        says.push({ name, family: 'relation', properties, staff: owner });
      }
      if (outlet !== undefined) {
        const properties = { ...(outlet !== null && { outlet }), recordedBy: principal.label };
        const name = outlet === null ? 'Outlet Released' : 'Outlet Assigned';
        says.push({ name, family: 'relation', properties });
      }
      if (says.length === 0) return;
      // names of fields, never their values: the audit log outlives an erasure
      const details = {
        attributes: Object.keys(attributes ?? {}),
        ...(owner !== undefined && { owner }),
        ...(outlet !== undefined && { outlet }),
      };
      await say(principal, of, says, 'customer.changed', details);
    },
    async consent(principal, id, draft) {
      const { purpose, channel, state, textVersion, note } = draft;
      const event: OwnEvent = {
        name: state === 'granted' ? 'Consent Granted' : 'Consent Withdrawn',
        family: 'relation',
        properties: {
          purpose,
          consentChannel: channel,
          textVersion,
          recordedBy: principal.label,
          ...(note !== undefined && { note }),
        },
      };
      const of = await person(principal, id);
      await say(principal, of, [event], `consent.${state}`, { purpose, channel, textVersion });
      return consents(principal, of.customer);
    },
  };
}

function ledgerOf(rows: readonly ConsentRow[]): ConsentLedger {
  const entry = (row: ConsentRow): ConsentLedger['now'][number] => ({
    purpose: row.purpose,
    channel: row.channel,
    state: row.granted ? 'granted' : 'withdrawn',
    textVersion: row.textVersion,
    at: row.at,
    seq: row.seq,
    home: row.via,
    by: row.by,
  });
  // one event stands once for each home the person had then
  const history = new Map(rows.map((row) => [row.seq, entry(row)]));
  const now = currentConsents(rows).map((fact) => entry(fact as ConsentRow));
  const byKey = (a: { purpose: string; channel: string }, b: { purpose: string; channel: string }) =>
    `${a.purpose} ${a.channel}` < `${b.purpose} ${b.channel}` ? -1 : 1;
  return {
    now: now.sort(byKey),
    history: [...history.values()].sort((a, b) => b.at - a.at || b.seq - a.seq),
  };
}
