export { createIdentity, type Identity } from './create-identity.ts';
export { customerOfIdentity, findPerson, identitiesOf, namespacesOf } from './person-store.ts';
