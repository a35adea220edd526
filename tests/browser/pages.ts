/** Every page of the console by a name for files, with the address that shows most of it. */
export function consolePages(customer: number): { name: string; path: string }[] {
  return [
    { name: 'pond', path: '/pond' },
    { name: 'pond-people', path: '/pond?state=private' },
    { name: 'customers', path: '/customers' },
    { name: 'customer', path: `/customers/${customer}` },
    { name: 'identity', path: '/identity' },
    { name: 'identity-decided', path: '/identity?tab=decided' },
    { name: 'identity-merges', path: '/identity?tab=merges' },
    { name: 'identity-values', path: '/identity?tab=values' },
    { name: 'channels', path: '/channels' },
    { name: 'sources', path: '/sources' },
    { name: 'sql', path: '/sql' },
    { name: 'live', path: '/live' },
    { name: 'dictionary', path: '/dictionary' },
    { name: 'dictionary-unknown', path: '/dictionary?tab=unknown' },
    { name: 'dictionary-report', path: '/dictionary?tab=report' },
    { name: 'quarantine', path: '/quarantine' },
    { name: 'imports', path: '/imports' },
    { name: 'keys', path: '/keys' },
    { name: 'settings', path: '/settings' },
    { name: 'team', path: '/team' },
    { name: 'audit', path: '/audit' },
    { name: 'health', path: '/doctor' },
    { name: 'lost', path: '/no-such-page' },
  ];
}
