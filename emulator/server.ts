import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { send } from './answer.js';
import type { Service } from './service.js';

/** A server that listens. */
export interface RunningServer {
  /** Without a slash at the end. */
  readonly url: string;
  /** Ends every connection, those in use too. May be called again. */
  close(): Promise<void>;
}

/** Listens on a free port of 127.0.0.1. */
export async function listen(listener: RequestListener): Promise<RunningServer> {
  const server = createServer(listener);
  // Never the first to end an idle connection: a client that is about to use it would fail now and then.
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, close };
}

/** Hands whole requests to a service. Bodies are read to the end first, so that a refusal never breaks a connection. */
export function listenerOf(service: Service): RequestListener {
  return (request, response) => {
    const { method = '', url = '', headers } = request;
    text(request)
      .then((body) => {
        const contentType = headers['content-type'] ?? '';
        send(response, service.answer({ method, url, cookies: headers.cookie, contentType, body }));
      })
      // The caller went away.
      .catch(() => response.destroy());
  };
}
