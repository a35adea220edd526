export { compareStrength, type Identity, identityKey } from './identity.ts';
export { baseNamespaces, type NamespaceClass, namespaceRule, scopedNamespaces } from './namespace.ts';
export { type Normalised, normaliseIdentity } from './normalise.ts';
