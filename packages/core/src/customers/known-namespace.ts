import { namespaceRule } from '../identity/index.ts';

/** Whether an identity of this namespace means a person and not only a machine (`openid:wx1` yes, `device` no). */
export function isKnownNamespace(namespace: string): boolean {
  return (namespaceRule(namespace)?.class ?? 'weak') !== 'weak';
}
