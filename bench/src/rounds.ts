// For each line on stdin, makes as many calls as it says and prints what that took, as JSON:
// `rounds.ts 'this SDK' create http://127.0.0.1:1234 64`.
import { createInterface } from 'node:readline';
import type { PeerClient } from './peers/peer.js';
import { SIDES, type SideName } from './peers/sides.js';

/** What a round took. */
export interface Round {
  readonly perSecond: number;
  /** CPU time of this process that a request took, in µs. */
  readonly cpu: number;
}

const [name, operation, baseUrl = '', inFlight] = process.argv.slice(2);
const connect = await SIDES[name as SideName]();
const client = connect({ baseUrl });

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await round(Number(line))));
}

async function round(requests: number): Promise<Round> {
  const before = process.cpuUsage();
  const started = performance.now();
  let left = requests;
  await Promise.all(
    Array.from({ length: Number(inFlight) }, async () => {
      while (left-- > 0) {
        await client[operation as keyof PeerClient]();
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(before);
  return { perSecond: requests / seconds, cpu: (user + system) / requests };
}
