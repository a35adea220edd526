export { createIdentity, type Identity, type IdentityDeps } from './create-identity.ts';
export { customerOfIdentity, findPerson, identitiesOf, namespacesOf } from './person-store.ts';
export { createResolver, type IdentityResolver, type ResolverOptions } from './resolver.ts';
