import { randomBytes } from 'node:crypto';
import type { OrganisationDraft, OrganisationPatch } from '@yutang/contracts/parties';
import { contactRoles } from '@yutang/core/customers';
import { AppError } from '@yutang/core/errors';
import type { Principal } from '../../platform/http/principal.ts';
import type { Inbox } from '../../platform/inbox/inbox.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { assertWhole, type Customers, ownEvent } from '../customers/index.ts';
import { identitiesOf } from '../identity/index.ts';
import { audit } from '../workspaces/index.ts';
import { organisationsByRef } from './organisation-store.ts';
import { askOrganisation, livingContact } from './party-question.ts';

export interface PartiesDeps {
  db: Db;
  inbox: Inbox;
  /** The workspace's clock (epoch ms): `workspaces.workspaceClock`. */
  clock(workspaceId: number): Promise<() => number>;
  customers: Pick<Customers, 'person' | 'list'>;
}

/** How long a command waits for its tick before it answers, ms. */
const patience = 1500;

/** What people say of organisations by hand. Each posts an event with an audit row and waits for the tick that takes it in. */
export interface PartyCommands {
  /** Answers its reference. @throws party.exists */
  make(principal: Principal, draft: OrganisationDraft): Promise<string>;
  /** @throws request.not-found, also for an organisation out of the principal's sight */
  change(principal: Principal, ref: string, patch: OrganisationPatch): Promise<void>;
  /** Makes a customer a contact with exactly these roles. @throws request.not-found */
  connect(principal: Principal, ref: string, id: number, roles: readonly string[]): Promise<void>;
  /** @throws request.not-found where the customer is no contact */
  part(principal: Principal, ref: string, id: number): Promise<void>;
}

/** What an event of these commands says. */
interface Saying {
  name: 'Organisation Changed' | 'Group Joined' | 'Relation Ended';
  properties: Record<string, unknown>;
  /** Of this person; nobody's where absent. */
  homes?: readonly number[];
}

/** Builds the commands. */
export function createPartyCommands({ db, inbox, clock, customers }: PartiesDeps): PartyCommands {
  async function say(
    principal: Principal,
    { name, properties, homes }: Saying,
    action: string,
    target: string,
    details: Record<string, unknown>,
  ): Promise<void> {
    const { workspaceId, label } = principal;
    const at = (await clock(workspaceId))();
    const identities = homes ? await identitiesOf(db, workspaceId, homes) : [];
    const event = ownEvent(
      { name, family: 'relation', properties: { ...properties, recordedBy: label } },
      identities,
      at,
    );
    const id = await db.transaction().execute(async (tx) => {
      await audit(tx, principal, action, target, details);
      return inbox.post(tx, workspaceId, [event]);
    });
    await inbox.settled(workspaceId, id, patience);
  }

  return {
    async make(principal, { ref = `org-${randomBytes(4).toString('hex')}`, name, kind, traits }) {
      // somebody who sees some customers only would not see it again
      assertWhole(principal);
      if ((await organisationsByRef(db, principal.workspaceId, [ref])).size > 0)
        throw new AppError('party.exists', { ref });
      const properties = { ...traits, groupId: ref, name: name.trim(), kind };
      const saying: Saying = { name: 'Organisation Changed', properties };
      await say(principal, saying, 'organisation.made', `party:${ref}`, { kind });
      return ref;
    },
    async change(principal, ref, { name, kind, traits, archived }) {
      // it stands in everybody's list
      assertWhole(principal);
      await askOrganisation(db, principal, ref);
      const said = {
        ...(name !== undefined && { name: name.trim() }),
        ...(kind !== undefined && { kind }),
        ...(archived !== undefined && { archived }),
      };
      // names of fields, never their values: a household's are personal
      const details = { fields: [...Object.keys(said), ...Object.keys(traits ?? {})] };
      const action =
        archived === undefined
          ? 'organisation.changed'
          : archived
            ? 'organisation.archived'
            : 'organisation.restored';
      const saying: Saying = {
        name: 'Organisation Changed',
        properties: { ...traits, ...said, groupId: ref },
      };
      await say(principal, saying, action, `party:${ref}`, details);
    },
    async connect(principal, ref, id, given) {
      const { homes, customer } = await customers.person(principal, id);
      await askOrganisation(db, principal, ref);
      const roles = contactRoles([...given]);
      const saying: Saying = { name: 'Group Joined', properties: { groupId: ref, roles }, homes };
      await say(principal, saying, 'contact.written', `customer:${customer}`, { organisation: ref, roles });
    },
    async part(principal, ref, id) {
      const { homes, customer } = await customers.person(principal, id);
      if (!(await livingContact(db, principal.workspaceId, ref, customer)))
        throw new AppError('request.not-found', { what: `contact ${id} of ${ref}` });
      const properties = { relation: 'member_of', to: ref };
      const saying: Saying = { name: 'Relation Ended', properties, homes };
      await say(principal, saying, 'contact.removed', `customer:${customer}`, { organisation: ref });
    },
  };
}
