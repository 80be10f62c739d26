import { join } from 'node:path';
import type { CheckResult, ScenarioOptions } from '../scenario/options.js';
import { type Binary, installedBinary } from './binary.js';
import { builtPath, privatePath } from './paths.js';
import { type OwnProcess, startProcess } from './process.js';
import type { Report, Runtime } from './runtime.js';
import { API_KEY, startServers } from './servers.js';

/** How a runtime runs a program from the command line. */
interface CommandLine {
  readonly name: string;
  readonly binary: () => Binary;
  readonly flags: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly forbidsEval: boolean;
}

// Connections that fetch keeps for a while do not hold a program up.
const LONGEST_END = 3_000;
const NO_EVAL = '--disallow-code-generation-from-strings';

const node = (major: number): CommandLine => ({
  name: `Node ${major}`,
  binary: () => nodeBinary(major),
  flags: [NO_EVAL],
  forbidsEval: true,
});

const COMMAND_LINES: readonly CommandLine[] = [
  ...[20, 22, 24, 26].map(node),
  {
    name: 'Bun',
    binary: () => installedBinary('@oven/bun-linux-x64', 'bin/bun'),
    flags: ['run', '--no-install'],
    // It has no such switch.
    forbidsEval: false,
  },
  {
    name: 'Deno',
    binary: () => installedBinary('@deno/linux-x64-glibc', 'deno'),
    flags: [
      ...['run', '--no-remote', '--no-prompt', '--node-modules-dir=manual', '--allow-net=127.0.0.1'],
      `--v8-flags=${NO_EVAL}`,
    ],
    env: { DENO_DIR: builtPath('deno'), DENO_NO_UPDATE_CHECK: '1' },
    forbidsEval: true,
  },
];

/** Those that run a program from the command line. */
export const commandLineRuntimes: readonly Runtime[] = COMMAND_LINES.map((commandLine) => ({
  name: commandLine.name,
  run: () => run(commandLine),
}));

async function run({ binary, flags, env = {}, forbidsEval }: CommandLine): Promise<Report> {
  const { path, version } = binary();
  await using servers = await startServers();
  const options: ScenarioOptions = {
    credential: { apiKey: API_KEY },
    apiKey: API_KEY,
    isBrowser: false,
    forbidsEval,
    urls: servers.urls,
  };
  await using program = startProcess(path, [...flags, builtPath('command-line.js'), JSON.stringify(options)], env);
  const results: CheckResult[] = JSON.parse(await program.firstLine);
  const ended = await endOf(program);
  return { version, results: [...results, ended, await emulatorOn(path, flags, env)] };
}

/** Whether the emulator of the package runs there. */
async function emulatorOn(
  path: string,
  flags: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<CheckResult> {
  const name = 'the emulator runs and ends';
  await using program = startProcess(path, [...flags, join(privatePath, 'emulator.mjs')], env);
  const line = await program.firstLine.catch(String);
  const expected = JSON.stringify({ code: 'PERMISSION_DENIED', stored: ['Changed'] });
  return line === expected && (await program.endsWell(LONGEST_END))
    ? { name, outcome: 'passed' }
    : { name, outcome: 'failed', message: line };
}

/** Whether the package leaves nothing behind that keeps a program alive. */
async function endOf(program: OwnProcess): Promise<CheckResult> {
  const name = 'the program ends by itself';
  return (await program.endsWell(LONGEST_END))
    ? { name, outcome: 'passed' }
    : { name, outcome: 'failed', message: `it did not within ${LONGEST_END} ms, or not well` };
}

/** The one that is installed, or else the one that runs this. */
export function nodeBinary(major: number): Binary {
  const { node } = process.versions;
  try {
    return installedBinary(`node${major}`, 'bin/node');
  } catch (error) {
    if (node.startsWith(`${major}.`)) {
      return { path: process.execPath, version: node };
    }
    throw error;
  }
}
