import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readRequest } from './request.js';
import { sendResponse } from './response.js';
import type { Service } from './service.js';

/** A listening server. */
export interface RunningServer {
  /** Without a trailing slash. */
  readonly url: string;
  /** Stops the server and ends every connection, active ones included. Can be called repeatedly. */
  close(): Promise<void>;
}

/** Where to listen. */
export interface ListenOptions {
  /** Default 0: a free port. */
  readonly port?: number;
  /** Default `127.0.0.1`. */
  readonly host?: string;
}

// Larger than any version of the service takes, so that the service decides.
const MAX_HEAD = 131_072;

/** Listens for requests. */
export async function listen(
  listener: RequestListener,
  { port = 0, host = '127.0.0.1' }: ListenOptions = {},
): Promise<RunningServer> {
  const server = createServer({ maxHeaderSize: MAX_HEAD }, listener);
  // The server must not end idle connections: a client about to reuse one would fail sporadically.
  server.keepAliveTimeout = 0;
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return { url: `http://${name}:${address.port}`, close };
}

/** Passes complete requests to the service. */
export function listenerOf(service: Service): RequestListener {
  return (message, response) => {
    readRequest(message)
      .then((request) => sendResponse(response, service.respond(request), service.writingOf(request)))
      // The client disconnected.
      .catch(() => response.destroy());
  };
}
