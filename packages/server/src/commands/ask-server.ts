/** What the server answered instead of what was asked for; `message` is for reading. */
export class ServerAnswer extends Error {}

/** Asks for a path; throws `ServerAnswer` for anything but success, an address that nobody answers included. */
export type AskServer = (path: string, init?: RequestInit & { duplex?: 'half' }) => Promise<Response>;

/** A running server, asked with an API key by commands beside it. */
export function askServer(url: string, key: string, language: 'zh' | 'en'): AskServer {
  const headers = { authorization: `Bearer ${key}`, 'accept-language': language };

  return async (path, init = {}) => {
    const sent = { ...init, headers: { ...headers, ...init.headers } };
    const answer = await fetch(url + path, sent).catch((error: unknown) => {
      const cause =
        error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
      throw new ServerAnswer(`${url}: ${cause}`);
    });
    if (answer.ok) return answer;
    const text = await answer.text();
    const problem = /json/.test(answer.headers.get('content-type') ?? '') ? JSON.parse(text) : {};
    throw new ServerAnswer(problem.title ?? `${answer.status} ${text.slice(0, 200)}`);
  };
}
