export { createIdentity, type Identity } from './create-identity.ts';
export {
  customerOfIdentity,
  customerOfRef,
  customersByBeginning,
  customersOfIdentities,
  identitiesOf,
  namespacesOf,
} from './person-store.ts';
