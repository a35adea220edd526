import { packAttributes } from '../customers/index.ts';
import { cutText, type LoggedEvent } from '../events/index.ts';
import { readOrder } from '../orders/index.ts';

/** What one event says of an organisation: that there is one, and perhaps what it is called or what kind it is. */
export interface OrganisationMention {
  ref: string;
  /** Value as JSON by key. */
  words: [key: string, json: string][];
}

const tellers = new Set(['Group Joined', 'Organisation Changed']);
/** Of the contact, not of the organisation. */
const ofContact = new Set(['groupId', 'role', 'roles']);

/**
 * The organisations an event names (ID-12): the one of a `group` call or of a change by hand, with its traits, and those
 * that pay for an order or that it is for. Empty for any other event.
 */
export function organisationsOf(event: LoggedEvent): OrganisationMention[] {
  if (tellers.has(event.name)) {
    const { groupId } = event.properties;
    const ref =
      typeof groupId === 'number' ? String(groupId) : typeof groupId === 'string' ? groupId.trim() : '';
    if (ref === '') return [];
    const traits = Object.entries(event.properties).filter(([key]) => !ofContact.has(key));
    return [{ ref: cutText(ref, 200), words: packAttributes(traits) }];
  }
  if (event.family !== 'consumption') return [];
  const order = readOrder(event);
  const named = [order?.payer, order?.beneficiary].flatMap((party) =>
    party?.kind === 'organisation' ? [party.ref] : [],
  );
  return [...new Set(named)].map((ref) => ({ ref, words: [] }));
}
