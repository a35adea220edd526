export { createIdentity, type Identity } from './create-identity.ts';
export { customerOfIdentity, identitiesOf, namespacesOf } from './person-store.ts';
