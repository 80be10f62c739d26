import type { RequestListener } from 'node:http';

/** A request as the echo server describes it. */
export interface Echo {
  method: string;
  url: string;
  /** The value of each Cookie header. */
  cookies: string[];
}

/** Responds with an `Echo` as JSON; for paths that begin with `/events`, with two server-sent events of one each. */
export const echo: RequestListener = ({ method = '', url = '', rawHeaders }, response) => {
  const cookies = rawHeaders.filter((_, index) => index % 2 === 1 && /^cookie$/i.test(rawHeaders[index - 1] ?? ''));
  const json = JSON.stringify({ method, url, cookies } satisfies Echo);
  if (url.startsWith('/events')) {
    response.setHeader('Content-Type', 'text/event-stream').end(`data: ${json}\n\n`.repeat(2));
  } else {
    response.setHeader('Content-Type', 'application/json').end(json);
  }
};
