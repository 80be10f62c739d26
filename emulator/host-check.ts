import { isIP } from 'node:net';

/** Whether an address or name can be reached from this machine alone. */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|::1)$/i.test(host);
}

/**
 * Returns whether a request with this `Host` is served. A web page whose name leads to a loopback address (DNS rebinding)
 * sends a name of its own there. An emulator that listens for other machines serves every name.
 */
export function hostCheckFor(listensOn: string): (header: string | undefined) => boolean {
  const wide = !isLoopback(listensOn);
  return (header) => wide || header === undefined || isLoopback(hostIn(header));
}

/** The address to connect to, of one that a server listens on: a wildcard is none. */
export function reachable(address: string): string {
  const connectable = address === '0.0.0.0' ? '127.0.0.1' : address === '::' ? '::1' : address;
  return isIP(connectable) === 6 ? `[${connectable}]` : connectable;
}

function hostIn(header: string): string {
  return header.replace(/:\d*$/, '').replace(/^\[(.*)\]$/, '$1');
}
