import { fileURLToPath } from 'node:url';
import type { EmulatorStats } from '../../../emulator/index.js';
import { type RemoteServer, startServer } from './process.js';

const PROGRAM = fileURLToPath(new URL('../../../emulator/process.ts', import.meta.url));

/** Starts an emulator that runs 60 times as fast as the service: ten creates at once, then one every 100 ms. */
export function startRemoteEmulator(): Promise<RemoteServer> {
  return startServer(PROGRAM, [JSON.stringify({ serviceVersion: '3.7', timeScale: 60, serviceLimit: false })]);
}

export async function readStats(url: string): Promise<EmulatorStats> {
  return (await (await fetch(`${url}/__stats`)).json()) as EmulatorStats;
}
