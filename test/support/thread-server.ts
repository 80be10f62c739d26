import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { onTestFinished } from 'vitest';

/** What the server sends in response to each request, in parts; without `ends` the response stays open after them. */
export interface ThreadResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly parts: readonly (string | Uint8Array)[];
  readonly ends: boolean;
}

export interface ThreadServer {
  url: string;
  /** Resolves when the first request has arrived. */
  requested: Promise<unknown>;
  /** Keeps the thread of the test busy for `ms`, and for as long as no response was sent, if there is one. */
  block(ms: number): void;
  /** How many requests have arrived. */
  requests(): number;
}

const REQUESTS = 0;
const SENT = 1;
const LONGEST_WAIT = 5000;

/** A server in a thread of its own, which goes on while the thread of the test is busy; closed after the test. */
export async function startThreadServer(response: ThreadResponse | 'silent'): Promise<ThreadServer> {
  const counters = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(SERVER, { eval: true, workerData: { response, counters } });
  onTestFinished(async () => {
    await worker.terminate();
  });
  const [port] = await once(worker, 'message');
  return {
    url: `http://127.0.0.1:${port}`,
    requested: once(worker, 'message'),
    block: (ms) => {
      const end = performance.now() + ms;
      if (response !== 'silent') {
        Atomics.wait(counters, SENT, 0, LONGEST_WAIT);
      }
      const clock = new Int32Array(new SharedArrayBuffer(4));
      Atomics.wait(clock, 0, 0, Math.max(0, end - performance.now()));
    },
    requests: () => Atomics.load(counters, REQUESTS),
  };
}

const SERVER = `
const { createServer } = require('node:http');
const { parentPort, workerData: { response, counters } } = require('node:worker_threads');

const server = createServer((incoming, outgoing) => {
  incoming.resume();
  incoming.on('end', () => {
    Atomics.add(counters, ${REQUESTS}, 1);
    parentPort.postMessage('requested');
    if (response !== 'silent') {
      setTimeout(send, 50, outgoing);
    }
  });
});

function send(outgoing) {
  const sent = () => {
    Atomics.add(counters, ${SENT}, 1);
    Atomics.notify(counters, ${SENT});
  };
  outgoing.writeHead(response.status, response.headers);
  const last = response.parts.length - 1;
  response.parts.forEach((part, index) => {
    outgoing.write(part, index === last && !response.ends ? sent : undefined);
  });
  if (response.ends) {
    outgoing.end(sent);
  }
}

server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;
