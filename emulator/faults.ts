import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type Answer, send } from './answer.js';

/** What happens to a request for `path`; `pass` lets the service answer it. */
type Fault = (request: IncomingMessage, response: ServerResponse, path: string, pass: () => void) => void;

const PREFIX = /^\/faults\/([^/]+)/;
const SOON = 50;
const LATE = 60_000;

/**
 * Goes wrong for paths that begin with `/faults/` and the name of a fault:
 * - `refused-once`: every other request is refused for 50 ms, as a bucket does it
 * - `refused`: every request is refused for a minute
 * - `redirect`: leads to the same path without the fault
 * - `stalled`, `stalled-body`: no answer, or no end of it
 * - `cut-off`: the connection is lost in the middle of the answer
 */
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
    if (fault) {
      fault(request, response, path, pass);
    } else {
      pass();
    }
  };
}

function createFaults(): ReadonlyMap<string, Fault> {
  let refusing = false;
  return new Map<string, Fault>([
    [
      'refused-once',
      (_, response, __, pass) => {
        refusing = !refusing;
        if (refusing) {
          send(response, refusal(SOON));
        } else {
          pass();
        }
      },
    ],
    ['refused', (_, response) => send(response, refusal(LATE))],
    ['redirect', (_, response, path) => send(response, { status: 307, headers: { Location: path } })],
    ['stalled', () => {}],
    ['stalled-body', (_, response) => begin(response)],
    ['cut-off', (request, response) => begin(response, () => request.socket.destroy())],
  ]);
}

/** What the service answers where a bucket is empty; `wait` is in ms, and goes out in nanoseconds. */
function refusal(wait: number): Answer {
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
