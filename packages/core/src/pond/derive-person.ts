import { type ChannelBook, type DomainClass, domainRank } from '../channels/index.ts';
import {
  assignedOf,
  type ConsentFact,
  currentConsents,
  isAllowed,
  isKnownNamespace,
  latestRelations,
  ownerOf,
  type RelationFact,
} from '../customers/index.ts';
import { type PondFlags, type PondState, pondFlags, pondState } from './pond-state.ts';

/** All that decides about a person's place: the namespaces of its homes, its relations and its consents. */
export interface Facets {
  namespaces: readonly string[];
  relations: readonly RelationFact[];
  consents: readonly ConsentFact[];
}

/** Why a part holds or does not. */
export interface PondEvidence {
  part: 'identifiable' | 'reachable' | 'operable';
  holds: boolean;
  code: string;
  ref: string | null;
  channel: string | null;
  since: number | null;
}

/** Where a person stands; nothing that needs a setting, so that a replay gives the same. */
export interface Standing {
  state: PondState;
  owner: string | null;
  ownerSince: number | null;
  /** The outlet somebody assigned; null: where the person was seen counts. */
  outlet: string | null;
}

export interface DerivedPerson extends Standing, PondFlags {
  evidence: PondEvidence[];
  /** The most private place the person is in. */
  domainLevel: DomainClass;
}

const base = (namespace: string) => namespace.split(':', 1)[0] ?? '';

/** Media that reach a person by an identity alone, if there is consent to marketing. */
const media = [
  { namespace: 'phone', channel: 'sms' },
  { namespace: 'email', channel: 'email' },
] as const;

/** The three parts and the owner (ACQ-01), from what is known of a person. */
export function standingOf(facets: Facets): Standing {
  const relations = facets.relations.length > 0 ? latestRelations(facets.relations) : [];
  const active = (kind: string) => relations.some((fact) => fact.kind === kind && fact.active);
  const owner = facets.relations.length > 0 ? ownerOf(facets.relations) : null;
  const consents = facets.consents.length > 0 ? currentConsents(facets.consents) : [];
  const owned = active('contact') || active('community');
  return {
    state: pondState({
      identifiable: facets.namespaces.some(isKnownNamespace),
      reachable:
        owned ||
        active('follow') ||
        media.some(
          ({ namespace, channel }) =>
            isAllowed(consents, 'marketing', channel) &&
            facets.namespaces.some((candidate) => base(candidate) === namespace),
        ),
      operable: owned || owner !== null,
    }),
    owner: owner?.staff ?? null,
    ownerSince: owner?.since ?? null,
    outlet: facets.relations.length > 0 ? (assignedOf(facets.relations, 'outlet')?.ref ?? null) : null,
  };
}

/**
 * The three-part test of a person with its evidence (ACQ-01): identifiable by an identity that is more than a machine's,
 * reachable by a living relation or a consented address, operable by an owner or by sitting in an own container.
 */
export function derivePerson(
  facets: Facets & { channels: readonly string[] },
  book: Pick<ChannelBook, 'classOf'>,
): DerivedPerson {
  const standing = standingOf(facets);
  const flags = pondFlags(standing.state);
  const relations = latestRelations(facets.relations);
  const evidence = [
    ...identityEvidence(facets, flags),
    ...reachEvidence(facets, relations, flags),
    ...operationEvidence(standing, relations, flags),
  ];
  const places = relations.filter((fact) => fact.active && fact.channel && fact.kind !== 'owner');
  const containers: Record<string, string> = {
    contact: 'wecom',
    follow: 'official_account',
    community: 'community',
  };
  const classes = [
    ...facets.channels.map((channel) => book.classOf(channel)),
    ...places.flatMap((fact) => {
      const own = containers[fact.kind];
      return own ? [book.classOf(own)] : [];
    }),
  ];
  // a visit alone makes nobody private: only all three parts do
  const reached = classes.filter((found) => flags.private || found !== 'private');
  const domainLevel = flags.private
    ? 'private'
    : reached.reduce<DomainClass>(
        (most, found) => (domainRank(found) > domainRank(most) ? found : most),
        'public',
      );
  return { ...standing, ...flags, evidence, domainLevel };
}

function piece(
  part: PondEvidence['part'],
  holds: boolean,
  code: string,
  rest: Partial<Pick<PondEvidence, 'ref' | 'channel' | 'since'>> = {},
): PondEvidence {
  return { part, holds, code, ref: null, channel: null, since: null, ...rest };
}

function identityEvidence(facets: Facets, flags: PondFlags): PondEvidence[] {
  if (!flags.identifiable) return [piece('identifiable', false, 'only_weak')];
  const known = [...new Set(facets.namespaces.filter(isKnownNamespace))].sort();
  return known.map((namespace) => piece('identifiable', true, 'identity', { ref: namespace }));
}

const ended: Record<string, string> = { contact: 'deleted', follow: 'unfollowed', community: 'left' };

function reachEvidence(facets: Facets, relations: RelationFact[], flags: PondFlags): PondEvidence[] {
  const consents = currentConsents(facets.consents);
  const found: PondEvidence[] = [];
  for (const fact of relations) {
    if (!(fact.kind in ended) || fact.active !== flags.reachable) continue;
    found.push(
      piece('reachable', fact.active, fact.active ? fact.kind : (ended[fact.kind] ?? ''), {
        ref: fact.ref,
        channel: fact.channel,
        since: fact.at,
      }),
    );
  }
  for (const { namespace, channel } of media) {
    if (!facets.namespaces.some((candidate) => base(candidate) === namespace)) continue;
    const word = consents.find(
      (fact) => fact.purpose === 'marketing' && (fact.channel === channel || fact.channel === '*'),
    );
    if (isAllowed(consents, 'marketing', channel)) {
      found.push(piece('reachable', true, `${channel}_consent`, { ref: namespace, since: word?.at ?? null }));
    } else if (!flags.reachable) {
      found.push(
        piece('reachable', false, word ? 'consent_withdrawn' : 'no_consent', {
          ref: namespace,
          since: word?.at ?? null,
        }),
      );
    }
  }
  return found.length > 0 ? found : [piece('reachable', false, 'no_relation')];
}

function operationEvidence(standing: Standing, relations: RelationFact[], flags: PondFlags): PondEvidence[] {
  if (!flags.operable) return [piece('operable', false, 'no_owner')];
  const found: PondEvidence[] = [];
  if (standing.owner !== null) {
    found.push(piece('operable', true, 'owner', { ref: standing.owner, since: standing.ownerSince }));
  }
  for (const fact of relations) {
    if (!fact.active || (fact.kind !== 'contact' && fact.kind !== 'community')) continue;
    found.push(
      piece('operable', true, 'container', { ref: fact.ref, channel: fact.channel, since: fact.at }),
    );
  }
  return found;
}
