export { createIdentity, type Identity } from './create-identity.ts';
export { customerOfIdentity, customerOfRef, identitiesOf, namespacesOf } from './person-store.ts';
