import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { reachable } from './host-check.js';

/** A listening server. */
export interface RunningServer {
  /** Without a trailing slash. */
  readonly url: string;
  /** The address that it listens on, however the option spells it. */
  readonly address: string;
  /** Keeps the server and its connections from keeping the process alive. */
  unref(): void;
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

const REASONS: Readonly<Record<string, (port: number, host: string) => string>> = {
  EADDRINUSE: (port, host) => `Port ${port} of ${host} is taken. Set another port, or 0 for a free one.`,
  EACCES: (port, host) => `Port ${port} of ${host} may not be used. Set one above 1023, or 0 for a free one.`,
  EADDRNOTAVAIL: (_, host) => `The host "${host}" is no address of this machine. Set 127.0.0.1 or another one that is.`,
  ENOTFOUND: (_, host) => `The host "${host}" is unknown. Set 127.0.0.1 or another address of this machine.`,
};

/** Listens for requests. Rejects with an Error that names the port or the host if that is not possible. */
export async function listen(
  listener: RequestListener,
  { port = 0, host = '127.0.0.1' }: ListenOptions = {},
): Promise<RunningServer> {
  const server = createServer({ maxHeaderSize: MAX_HEAD }, listener);
  // The server must not end idle connections: a client about to reuse one would fail sporadically.
  server.keepAliveTimeout = 0;
  server.listen(port, host);
  await once(server, 'listening').catch((error: unknown) => {
    throw explained(error, port, host);
  });
  const bound = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const unref = (): void => {
    server.unref().on('connection', (socket) => socket.unref());
  };
  return { url: `http://${reachable(bound.address)}:${bound.port}`, address: bound.address, unref, close };
}

function explained(error: unknown, port: number, host: string): unknown {
  const reason = REASONS[String((error as { code?: unknown }).code)];
  return reason === undefined
    ? error
    : Object.assign(new Error(reason(port, host), { cause: error }), { code: (error as { code?: unknown }).code });
}
