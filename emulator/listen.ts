import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { sendResponse } from './emulated-response.js';
import type { Service } from './service.js';

/** A listening server. */
export interface RunningServer {
  /** Without a trailing slash. */
  readonly url: string;
  /** Stops the server and ends every connection, active ones included. Can be called repeatedly. */
  close(): Promise<void>;
}

/** Listens on a free port of 127.0.0.1. */
export async function listen(listener: RequestListener): Promise<RunningServer> {
  const server = createServer(listener);
  // The server must not end idle connections: a client about to reuse one would fail sporadically.
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

/** Passes complete requests to the service. The body is read first, so that an error response never breaks a connection. */
export function listenerOf(service: Service): RequestListener {
  return (request, response) => {
    const { method = '', url = '', headers } = request;
    text(request)
      .then((body) => {
        const contentType = headers['content-type'] ?? '';
        sendResponse(response, service.respond({ method, url, cookies: headers.cookie, contentType, body }));
      })
      // The client disconnected.
      .catch(() => response.destroy());
  };
}
