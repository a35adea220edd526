import type { HttpApp } from './http-app.ts';

const page = /* html */ `<!doctype html>
<html lang="en">
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Yutang API</title>
<style>
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
body { max-width: 60rem; margin: 0 auto; padding: 1.5rem }
h1 { font-size: 1.5rem } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; text-transform: capitalize }
details { border: 1px solid color-mix(in srgb, currentColor 18%, transparent); border-radius: 8px; margin: .4rem 0 }
summary { padding: .5rem .75rem; cursor: pointer; display: flex; gap: .75rem; flex-wrap: wrap; align-items: baseline }
.method { font: 600 12px ui-monospace, monospace; min-width: 3.5rem } .path { font: 14px ui-monospace, monospace; overflow-wrap: anywhere }
.what { opacity: .75 } pre { overflow: auto; margin: 0; padding: .75rem; font-size: 12.5px; border-top: 1px solid color-mix(in srgb, currentColor 12%, transparent) }
input { width: 100%; padding: .5rem .75rem; font: inherit; border-radius: 8px; border: 1px solid color-mix(in srgb, currentColor 30%, transparent); box-sizing: border-box }
</style>
<h1>Yutang API</h1>
<p>Sign in, or send <code>Authorization: Bearer &lt;API key&gt;</code>. Errors are problem details (RFC 9457). The whole description: <a href="/api/openapi.json">openapi.json</a>.</p>
<input id="filter" type="search" placeholder="Filter by path or words" aria-label="Filter">
<main id="list"><p>Loading …</p></main>
<script type="module" src="/api/docs.js"></script>
</html>`;

const script = /* js */ `const list = document.getElementById('list');
const text = (tag, className, value) => Object.assign(document.createElement(tag), { className, textContent: value });
const openapi = await (await fetch('/api/openapi.json')).json();
const groups = new Map();
for (const [path, methods] of Object.entries(openapi.paths)) {
  for (const [method, operation] of Object.entries(methods)) {
    const tag = operation.tags?.[0] ?? 'other';
    groups.set(tag, [...(groups.get(tag) ?? []), { path, method, operation }]);
  }
}
function show(filter) {
  list.replaceChildren();
  for (const [tag, entries] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const found = entries.filter(({ path, operation }) => (path + ' ' + (operation.summary ?? '')).toLowerCase().includes(filter));
    if (found.length === 0) continue;
    list.append(text('h2', '', tag));
    for (const { path, method, operation } of found) {
      const details = document.createElement('details');
      const summary = document.createElement('summary');
      summary.append(text('span', 'method', method.toUpperCase()), text('span', 'path', path), text('span', 'what', operation.summary ?? ''));
      details.append(summary);
      details.addEventListener('toggle', () => {
        if (details.open && details.children.length === 1) {
          const { parameters, requestBody, responses } = operation;
          details.append(text('pre', '', JSON.stringify({ parameters, requestBody, responses }, null, 2)));
        }
      });
      list.append(details);
    }
  }
  if (list.children.length === 0) list.append(text('p', '', 'Nothing found.'));
}
document.getElementById('filter').addEventListener('input', (event) => show(event.target.value.trim().toLowerCase()));
show('');
`;

/** The API for people: `/api/docs`, drawn from `/api/openapi.json` by the reader's own browser. */
export function apiReference(app: HttpApp): void {
  const open = (summary: string) => ({
    config: { permission: 'public' as const },
    schema: { tags: ['api'], summary },
  });
  app.get('/api/openapi.json', open('This API as OpenAPI 3.1'), async () => app.swagger());
  app.get('/api/docs', open('This API as a page'), (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(page),
  );
  app.get('/api/docs.js', open('Script of the page'), (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(script),
  );
}
