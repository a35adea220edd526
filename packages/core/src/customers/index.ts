export { cardKeys, displayName, packAttributes, readAttributes } from './attributes.ts';
export { type ConsentFact, currentConsents, isAllowed, readConsent } from './consent.ts';
export { contactRoles } from './contact-roles.ts';
export {
  type FieldPolicy,
  type FieldReason,
  type FieldWord,
  fieldPolicies,
  whyHeld,
} from './field-rule.ts';
export { isKnownNamespace } from './known-namespace.ts';
export { isPersonal, maskProperties, maskProperty } from './mask.ts';
export {
  assignedOf,
  containerOf,
  isLater,
  latestRelations,
  ownerOf,
  type ReachKind,
  type RelationFact,
  readRelation,
} from './relation-fact.ts';
export { intentWindow, type RoleInstants, rolesOf, showsIntent, showsUse } from './roles.ts';
