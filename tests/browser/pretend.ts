import type { Page } from 'playwright-core';

/** How a page may find its server: as it is, with nothing in any list, or failing in one of four ways. */
export type State = 'data' | 'empty' | 'unavailable' | 'forbidden' | 'missing' | 'offline';

const problems = {
  unavailable: {
    status: 503,
    code: 'server.store-unavailable',
    title: 'The database cannot be reached or cannot write.',
    params: {},
  },
  forbidden: {
    status: 403,
    code: 'request.forbidden',
    title: 'Your role or key does not allow this.',
    params: { permission: 'this.right' },
  },
  missing: { status: 404, code: 'request.not-found', title: 'This was not found.', params: {} },
};

/** Makes every question of a page be answered so, but those of the frame around it (who am I, is there an account). */
export async function pretend(page: Page, state: State): Promise<void> {
  if (state === 'data') return;
  await page.route(/\/api\/(?!session|setup|roles|live|workspace)/, async (route) => {
    if (state === 'offline') return route.abort('connectionrefused');
    if (state !== 'empty') {
      const problem = problems[state];
      return route.fulfill({
        status: problem.status,
        contentType: 'application/problem+json',
        body: JSON.stringify({ type: `/docs/errors#${problem.code}`, ...problem }),
      });
    }
    const answer = await route.fetch();
    const body: unknown = await answer.json().catch(() => null);
    const list = typeof body === 'object' && body !== null && 'items' in body;
    await route.fulfill({
      response: answer,
      ...(list ? { json: { ...body, items: [], nextCursor: null, total: 0 } } : {}),
    });
  });
}
