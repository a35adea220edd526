import { hasPhrase, useWords } from '../../words/use-words.ts';
import { identityWords } from './identity-words.ts';

/** A namespace as people read it, with its account: `openid:wx1` → `微信 OpenID · wx1`. */
export function useNamespaceName(): (namespace: string) => string {
  const say = useWords(identityWords);
  return (namespace) => {
    const [base = '', ...scope] = namespace.split(':');
    const key = `ns.${base}`;
    const name = hasPhrase(identityWords, key) ? say(key) : base;
    return scope.length > 0 ? `${name} · ${scope.join(':')}` : name;
  };
}
