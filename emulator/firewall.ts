import { BAD_REQUEST_PAGE } from './errors.js';
import { type EmulatorRequest, pathOf } from './request.js';
import type { EmulatedResponse } from './response.js';
import type { Behaviour } from './versions.js';

const METHODS = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'];
const TRACE_ALLOWS = 'DELETE, GET, HEAD, OPTIONS, POST, PUT';

// An encoded slash, backslash or zero byte, and a percent sign without two digits.
const UNDECODABLE = /%(?:2f|5c|00|(?![0-9a-f]{2}))/i;
// Semicolons, percent signs and dots (the encoded one was not measured), and empty segments, `.` and `..`.
const SUSPICIOUS = /;|%3b|%25|%2e|\/\/|\/\.{1,2}(?:\/|$)/i;

/** The response to a request that never reaches the service; `undefined` for all others. */
export function inspect(request: EmulatorRequest, behaviour: Behaviour): EmulatedResponse | undefined {
  const { method, headSize } = request;
  const path = pathOf(request);
  if (headSize > behaviour.maxHead || UNDECODABLE.test(path)) {
    return BAD_REQUEST_PAGE;
  }
  if (!METHODS.includes(method)) {
    return { status: behaviour.strangeMethodStatus, ...(method === 'TRACE' && { headers: { Allow: TRACE_ALLOWS } }) };
  }
  if (SUSPICIOUS.test(path)) {
    return { status: 403 };
  }
  return undefined;
}
