import type { Inbox } from '../../platform/inbox/inbox.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { choosePeople, newWithoutOwner } from '../customers/index.ts';
import type { AssignmentService } from './assignment-service.ts';
import { listRules, workspacesWithRules } from './rule-store.ts';

/** People looked at in one pass. */
const peopleOfPass = 20_000;
const mostLagMs = 5000;

/**
 * Gives new people without an owner to somebody, by the first active rule that finds one. Who ever had an owner assigned is
 * left alone: releasing somebody is a decision too. Answers how many were given.
 */
export async function runRules(
  db: Db,
  service: Pick<AssignmentService, 'hand'>,
  inbox: Pick<Inbox, 'backlog'>,
  workspaceId: number,
  passSize = peopleOfPass,
): Promise<number> {
  let given = 0;
  for (const rule of await listRules(db, workspaceId)) {
    if (!rule.active) continue;
    const actor = { workspaceId, accountId: null, keyId: null, label: `rule ${rule.id}` };
    const { give, outletBy } = rule;
    // whom no rule finds anybody for stays among those looked at: so on past them, to the last
    for (let after: number | undefined = rule.afterHome; after !== undefined; ) {
      // while the engine lags, whom the last round gave away still looks like nobody's
      const { oldestAt } = await inbox.backlog(workspaceId);
      if (oldestAt !== null && Date.now() - oldestAt > mostLagMs) return given;
      const chosen = await choosePeople(db, newWithoutOwner(workspaceId, after), passSize);
      const done = await service.hand(actor, 'rule', chosen, {
        byOutlet: { give, outletBy },
        onlyNever: true,
      });
      given += done?.assignment.people ?? 0;
      after = chosen.length < passSize ? undefined : chosen.at(-1)?.customer;
    }
  }
  return given;
}

/** Runs the rules of every workspace that has some. */
export async function runAllRules(
  db: Db,
  service: Pick<AssignmentService, 'hand'>,
  inbox: Pick<Inbox, 'backlog'>,
): Promise<void> {
  for (const workspaceId of await workspacesWithRules(db)) await runRules(db, service, inbox, workspaceId);
}
