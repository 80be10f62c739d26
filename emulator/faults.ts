import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { TOKEN_PATH } from './portal.js';
import { type EmulatedResponse, sendResponse } from './response.js';

/** Handles a request for `path`; `pass` hands it to the service. */
type Fault = (request: IncomingMessage, response: ServerResponse, path: string, pass: () => void) => void;

const PREFIX = /^\/faults\/([^/]+)/;
const SHORT_WAIT = 50;
const LONG_WAIT = 60_000;

/** Injects the fault that a path names, as the option `faults` describes. */
export function withFaults(listener: RequestListener): RequestListener {
  const faults = createFaults();
  return (request, response) => {
    const { url = '' } = request;
    const fault = faults.get(PREFIX.exec(url)?.[1] ?? '');
    const path = fault ? url.replace(PREFIX, '') : url;
    const pass = (): void => {
      request.url = path;
      listener(request, response);
    };
    if (fault && path !== TOKEN_PATH) {
      fault(request, response, path, pass);
    } else {
      pass();
    }
  };
}

function createFaults(): ReadonlyMap<string, Fault> {
  let limiting = false;
  return new Map<string, Fault>([
    [
      'limited-once',
      (_, response, __, pass) => {
        limiting = !limiting;
        if (limiting) {
          sendResponse(response, rateLimitedResponse(SHORT_WAIT));
        } else {
          pass();
        }
      },
    ],
    ['limited', (_, response) => sendResponse(response, rateLimitedResponse(LONG_WAIT))],
    ['redirect', (_, response, path) => sendResponse(response, { status: 307, headers: { Location: path } })],
    ['stalled', () => {}],
    ['stalled-body', (_, response) => begin(response)],
    ['cut-off', (request, response) => begin(response, () => request.socket.destroy())],
  ]);
}

/** The response of the service when a bucket is empty. `wait` is in ms; the header is in nanoseconds. */
function rateLimitedResponse(wait: number): EmulatedResponse {
  return {
    status: 429,
    headers: {
      'Content-Type': 'application/json',
      'X-Ratelimit-Remaining': '0',
      'X-Ratelimit-Reset': `${wait * 1e6}`,
    },
  };
}

function begin(response: ServerResponse, then?: () => void): void {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '100' }).write('{', then);
}
