import type { Principal } from '../../platform/http/principal.ts';
import { partyConditions } from './contact-question.ts';
import type { ListInput } from './customer-list.ts';
import type { Showing } from './customer-row.ts';
import type { CustomersDeps } from './customer-service.ts';
import { createCandidates } from './find-candidates.ts';

/** Makes what a list is asked for out of a request's filters. */
type ReadListInput = (
  principal: Principal,
  query: ListInput['query'],
  showing: Showing,
) => Promise<ListInput>;

/** What features above know of people is asked here: by what `q` finds them, plays, tags, orders. */
export function createListInput(deps: CustomersDeps): ReadListInput {
  const candidatesOf = createCandidates(deps.db, deps.finders);
  return async (principal, query, { book, now }) => {
    const { workspaceId } = principal;
    const candidates = query.q === undefined ? [] : await candidatesOf(workspaceId, query.q);
    const homes = query.play === undefined ? [] : [deps.playHomes(workspaceId, query.play)];
    const also = [
      ...(await deps.tags.conditions(workspaceId, query, now)),
      ...partyConditions(workspaceId, query, deps.orders),
    ];
    const byName = !principal.masked;
    return { workspaceId, query, candidates, byName, homes, also, scope: principal, book, now };
  };
}
