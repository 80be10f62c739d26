// Makes calls for two seconds, after one second to warm up, and prints the result as JSON:
// `throughput-run.ts 'this SDK' create http://127.0.0.1:1234 64`.
import type { PeerClient } from './peers/peer.js';
import { SIDES, type SideName } from './peers/sides.js';
import { SIGNATURE } from './support/signature.js';

/** What a process reached. */
export interface Run {
  readonly perSecond: number;
  /** CPU time of the process per request, in µs. */
  readonly cpu: number;
}

const [name, operation, baseUrl = '', inFlight] = process.argv.slice(2);
const connect = await SIDES[name as SideName]();
const client = connect({ baseUrl, signature: SIGNATURE });

await callFor(1000);
console.log(JSON.stringify(await callFor(2000)));

async function callFor(duration: number): Promise<Run> {
  const before = process.cpuUsage();
  const started = performance.now();
  let requests = 0;
  await Promise.all(
    Array.from({ length: Number(inFlight) }, async () => {
      while (performance.now() - started < duration) {
        await client[operation as keyof PeerClient]();
        requests++;
      }
    }),
  );
  const { user, system } = process.cpuUsage(before);
  return { perSecond: (requests / (performance.now() - started)) * 1000, cpu: (user + system) / requests };
}
