export {
  type OrganisationCard,
  type OrganisationKind,
  type OrganisationWord,
  organisationCard,
} from './organisation-card.ts';
export { type OrganisationMention, organisationsOf } from './organisation-mention.ts';
