// Prints a figure of memory in MB: `memory-run.ts growth 'this SDK'` or `memory-run.ts peak 'this SDK'`.
import { PEERS, type PeerName } from './peers/index.js';
import { fakeFetch } from './support/fake-fetch.js';
import { CREATED_JSON } from './support/request.js';

const [what, name = ''] = process.argv.slice(2);
const IN_FLIGHT = 1000;

console.log(JSON.stringify(what === 'growth' ? await growth() : await peak()));

/** How much the heap grows from 10 000 calls to 100 000. */
async function growth(): Promise<number> {
  globalThis.fetch = fakeFetch;
  const { create, remove } = PEERS[name as PeerName]({ baseUrl: 'http://127.0.0.1:9' });
  let before = 0;
  for (let count = 0; count < 100_000; count += 2) {
    if (count === 10_000) {
      before = await heapUsed();
    }
    await create();
    await remove();
  }
  return (await heapUsed()) - before;
}

/** The most that the process takes while so many requests wait for their answers at the same time. */
async function peak(): Promise<number> {
  let arrived = 0;
  let release = (): void => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  globalThis.fetch = async () => {
    arrived++;
    await released;
    return new Response(CREATED_JSON, { status: 201, headers: { 'Content-Type': 'application/json' } });
  };
  const client = PEERS[name as PeerName]({ baseUrl: 'http://127.0.0.1:9' });
  const calls = Array.from({ length: IN_FLIGHT }, () => client.create());
  for (let turn = 0; turn < 100 && arrived < IN_FLIGHT; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  release();
  await Promise.all(calls);
  return (process.resourceUsage().maxRSS * 1024) / 1e6;
}

async function heapUsed(): Promise<number> {
  for (let pass = 0; pass < 4; pass++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    globalThis.gc?.();
  }
  return process.memoryUsage().heapUsed / 1e6;
}
