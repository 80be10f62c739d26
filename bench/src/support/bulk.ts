import type { EmulatorStats } from '../../../emulator/index.js';
import { programPath, run } from './process.js';
import { readStats, startRemoteEmulator } from './remote-emulator.js';
import type { Settled } from './settle.js';

const CREATES = programPath('creates.ts');

const TIME_TO_START = 8000;

/** The bucket holds ten tokens. The other ninety are added at ten a second. */
export const LEAST_SECONDS = 9;

export interface Bulk extends Settled {
  readonly stats: EmulatorStats;
}

/** Makes a hundred creates at once, in one process or divided among several that share a bucket. */
export async function bulk(peer: string, processes = 1): Promise<Bulk> {
  await using emulator = await startRemoteEmulator();
  const count = `${100 / processes}`;
  const start = `${Date.now() + TIME_TO_START}`;
  const parts = await Promise.all(
    Array.from({ length: processes }, () => run<Settled>(CREATES, [peer, emulator.url, count, start])),
  );
  const failure = parts.find((part) => part.failure)?.failure;
  return {
    succeeded: parts.reduce((sum, part) => sum + part.succeeded, 0),
    seconds: Math.max(...parts.map(({ seconds }) => seconds)),
    stats: await readStats(emulator.url),
    ...(failure && { failure }),
  };
}
