import { writeFile } from 'node:fs/promises';
import type { ScenarioOptions } from '../scenario/options.js';
import { installedBinary } from './binary.js';
import { builtPath } from './paths.js';
import { startProcess } from './process.js';
import { type Report, type Runtime, TIME_LIMIT } from './runtime.js';
import { API_KEY, startServers } from './servers.js';

// Its calls may go to this machine alone.
const CONFIG = `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "scenario", worker = (
      modules = [(name = "worker.js", esModule = embed "worker.js")],
      compatibilityDate = "2026-07-01",
    )),
    (name = "internet", network = (allow = ["local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "scenario")],
);
`;

/** Cloudflare's. */
export const workerd: Runtime = { name: 'workerd', run };

async function run(): Promise<Report> {
  const { path, version } = installedBinary('@cloudflare/workerd-linux-64', 'bin/workerd');
  await using servers = await startServers();
  const options: ScenarioOptions = {
    credential: { apiKey: API_KEY },
    apiKey: API_KEY,
    isBrowser: false,
    // It never lets anyone.
    forbidsEval: true,
    urls: servers.urls,
  };
  await writeFile(builtPath('workerd.capnp'), CONFIG);
  // It prints where it listens, as a line of JSON.
  await using server = startProcess(path, ['serve', '--control-fd=1', builtPath('workerd.capnp')]);
  const { port } = JSON.parse(await server.firstLine);
  const response = await fetch(`http://127.0.0.1:${port}`, {
    method: 'POST',
    body: JSON.stringify(options),
    signal: AbortSignal.timeout(TIME_LIMIT),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`it answered ${response.status}: ${text}`);
  }
  return { version, results: JSON.parse(text) };
}
