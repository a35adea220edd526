export { type AddressDeps, createAddress } from './create-address.ts';
