import type { LimiterRules } from './limited-server.js';
import { programPath, type RemoteServer, run, startServer } from './process.js';
import { readStats, startRemoteEmulator } from './remote-emulator.js';
import type { Settled } from './settle.js';

const CREATES = programPath('creates.ts');
const LIMITED_SERVER = programPath('support/limited-server.ts');

const TIME_TO_START = 8000;

/** The bucket holds ten tokens. The other ninety are added at ten a second. */
export const LEAST_SECONDS = 9;

export interface Bulk extends Settled {
  readonly stats: { readonly received: number; readonly rateLimited: number };
}

/** Makes a hundred creates at once, in one process or divided among several that share a bucket. */
export async function bulk(peer: string, processes = 1): Promise<Bulk> {
  await using emulator = await startRemoteEmulator();
  return await createsOn(emulator, peer, 100, processes);
}

/** Creates at once on a bucket of its own. */
export async function limitedBulk(peer: string, rules: LimiterRules, count: number): Promise<Bulk> {
  await using server = await startServer(LIMITED_SERVER, [JSON.stringify(rules)]);
  return await createsOn(server, peer, count, 1);
}

async function createsOn({ url }: RemoteServer, peer: string, count: number, processes: number): Promise<Bulk> {
  const start = `${Date.now() + TIME_TO_START}`;
  const parts = await Promise.all(
    Array.from({ length: processes }, () => run<Settled>(CREATES, [peer, url, `${count / processes}`, start])),
  );
  const failure = parts.find((part) => part.failure)?.failure;
  return {
    succeeded: parts.reduce((sum, part) => sum + part.succeeded, 0),
    seconds: Math.max(...parts.map(({ seconds }) => seconds)),
    stats: await readStats(url),
    ...(failure && { failure }),
  };
}
