import { useQuery } from '@tanstack/react-query';
import type { Address, VerificationFile, VerificationList } from '@yutang/contracts/address';
import { call } from '../../api/client.ts';

/** As the contract has it: letters, digits, dash and underscore, ending in .txt or .html. */
export const verificationName = /^[A-Za-z0-9_-]{1,120}\.(txt|html)$/;
/** Bytes a verification file may have. */
export const verificationBytes = 4096;

export const readAddress = () => call<Address>('GET', '/address');
export const verificationList = () => call<VerificationList>('GET', '/verification-files');
export const keepVerification = (file: string, content: string) =>
  call<VerificationFile>('PUT', `/verification-files/${encodeURIComponent(file)}`, { body: { content } });
export const removeVerification = (file: string) =>
  call<object>('DELETE', `/verification-files/${encodeURIComponent(file)}`);

/** The address to print in links, codes and snippets: the public one where it is set, else the one in this window. */
export function usePublicAddress(): string {
  const { data } = useQuery({
    queryKey: ['address'],
    queryFn: readAddress,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data?.publicUrl ?? window.location.origin;
}
