/**
 * A personal value as an analyst sees it: recognisable to somebody who knows it, useless to anybody else.
 *
 * phone `138****0000` · email `a***@x.com` · name `张*` · any other identity: its last 4 characters.
 * The namespace may carry a scope (`openid:wx12`).
 */
export function maskValue(namespace: string, value: string): string {
  const base = namespace.split(':', 1)[0];
  const characters = [...value];
  if (base === 'email') {
    const at = value.lastIndexOf('@');
    return at > 0 ? `${characters[0]}***${value.slice(at)}` : '***';
  }
  if (base === 'name') return characters.length > 0 ? `${characters[0]}*` : '';
  if (characters.length < 8) return '****';
  const head = base === 'phone' ? characters.slice(0, 3).join('') : '';
  return `${head}****${characters.slice(-4).join('')}`;
}
