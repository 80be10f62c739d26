import { isIP } from 'node:net';

// IPv6 has two forms of 127.0.0.1: as a server names it, and as URL writes it.
const LOOPBACK = /^(?:localhost|.+\.localhost|(?:::ffff:)?127(?:\.\d{1,3}){3}|::ffff:7f[\da-f]{2}:[\da-f]{1,4}|::1)$/i;

/** Whether an address or name can be reached from this machine alone. Knows no other spelling of an address. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

/**
 * Returns whether a request with this `Host` is served by a server that listens on `address`. A web page whose name leads
 * to a loopback address (DNS rebinding) sends a name of its own there; the option `host` is no such name. An emulator that
 * listens for other machines serves every name.
 */
export function hostCheckFor(address: string, host: string): (header: string | undefined) => boolean {
  const wide = !isLoopback(address);
  return (header) => {
    const name = header === undefined ? undefined : hostIn(header);
    return wide || name === undefined || isLoopback(name) || name.toLowerCase() === host.toLowerCase();
  };
}

/** The address to connect to, of one that a server listens on: a wildcard is none. */
export function reachable(address: string): string {
  const connectable = address === '0.0.0.0' ? '127.0.0.1' : address === '::' ? '::1' : address;
  return isIP(connectable) === 6 ? `[${connectable}]` : connectable;
}

function hostIn(header: string): string {
  return header.replace(/:\d*$/, '').replace(/^\[(.*)\]$/, '$1');
}
