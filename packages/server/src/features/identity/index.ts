export { createIdentity, type Identity } from './create-identity.ts';
export {
  customerOfIdentity,
  customerOfRef,
  customersByBeginning,
  customersOfIdentities,
  homesOfIdentities,
  identitiesOf,
  namespacesOf,
} from './person-store.ts';
