import { requireKnownFields, requireRecord, requireType } from './checks.js';
import type { EmulatedResponse } from './response.js';

/** A gateway in front of the service that can respond with 503. */
export interface GatewayOptions {
  /** Decides whether a request gets a 503; the first request has the number 1. Default: never. */
  readonly unavailable?: (requestNumber: number) => boolean;
  /** The `Retry-After` of a 503, in seconds or as an HTTP date. Default: none. */
  readonly retryAfter?: string;
  /** Whether a 503 has an HTML page as its body. Default false: no body. */
  readonly html?: boolean;
}

const PAGE = '<html><head><title>503</title></head><body><h1>503 Service Unavailable</h1></body></html>\n';

/** Throws a TypeError unless these are options of a gateway. */
export function requireGateway(options: unknown): void {
  const gateway = requireRecord('createEmulator: gateway', options);
  requireKnownFields('createEmulator', gateway, ['unavailable', 'retryAfter', 'html'], 'gateway');
  requireType('createEmulator: gateway.unavailable', gateway.unavailable, 'function');
  requireType('createEmulator: gateway.retryAfter', gateway.retryAfter, 'string');
  requireType('createEmulator: gateway.html', gateway.html, 'boolean');
}

/** The response of the gateway to the request with this number; `undefined` if it passes the request on. */
export function gatewayResponse(
  { unavailable, retryAfter, html }: GatewayOptions,
  requestNumber: number,
): EmulatedResponse | undefined {
  if (!unavailable?.(requestNumber)) {
    return undefined;
  }
  return {
    status: 503,
    headers: {
      ...(retryAfter !== undefined && { 'Retry-After': retryAfter }),
      ...(html && { 'Content-Type': 'text/html' }),
    },
    ...(html && { body: PAGE }),
    bare: true,
  };
}
