import { once } from 'node:events';
import { get } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import type { WrapListener } from '../emulator.js';
import { isLoopback } from '../host-check.js';
import { DEFAULT_KEY } from '../options.js';
import { abandonment, type OnceAbandoned } from './abandoned.js';
import { type CommandArguments, readArguments } from './arguments.js';
import { AutoSave } from './auto-save.js';
import { describeCredentials, requireKey } from './credentials.js';
import { DataFile, NOTHING, type SavedData } from './data-file.js';
import { HELP } from './help.js';
import { CommandError, type CommandHost } from './host.js';
import { runProgram } from './program.js';
import { withRequestLog } from './request-log.js';
import { serve } from './serve.js';
import { startEmulator } from './start-emulator.js';

const FAILED = 1;

/** Runs the command and returns its exit code: 2 for wrong arguments, 1 for other failures, with `exec` the program's. */
export async function runCommand(argv: readonly string[], host: CommandHost): Promise<number> {
  const onceAbandoned = abandonment(host);
  // Whoever read them may have closed them.
  host.stdout.on('error', () => {});
  host.stderr.on('error', () => {});
  try {
    const { values, program } = readArguments(argv);
    if (values.help) {
      host.stdout.write(HELP);
      return 0;
    }
    return await runEmulator(values, program, host, onceAbandoned);
  } catch (error) {
    if (error instanceof CommandError) {
      host.stderr.write(`${error.message}\n`);
      return error.exitCode;
    }
    throw error;
  }
}

async function runEmulator(
  values: CommandArguments['values'],
  program: CommandArguments['program'],
  host: CommandHost,
  onceAbandoned: OnceAbandoned,
): Promise<number> {
  if (program) {
    requireKey(values);
  }
  const data = values.data === undefined ? undefined : await DataFile.open(values.data);
  const current = (): SavedData => ({ clients: [...emulator.clients().values()], consents: consents() });
  const autoSave = data && new AutoSave(data.file, current, host);
  let isReady = false;
  const wrap: WrapListener = (listener) => {
    const isSilent = values.quiet || (program && !values.log);
    const logged = isSilent ? listener : withRequestLog(listener, host);
    return (request, response) => {
      autoSave?.after(request, response);
      (isReady ? logged : listener)(request, response);
    };
  };
  if (values.host !== undefined && !isLoopback(values.host)) {
    host.stderr.write(`Warning: everybody who reaches ${values.host} can use this emulator and read its clients.\n`);
  }
  const launched = await startEmulator(values, data?.loaded ?? NOTHING, host, wrap);
  const { emulator, consents } = launched;
  try {
    // What the file leaves out, such as ids and secrets, so that it stays the same.
    if (data && !isDeepStrictEqual(data.loaded, current())) {
      await autoSave?.save();
    }
    await responseOf(emulator.url);
    isReady = true;
    const code = await (program
      ? runProgram(program, { DOCSPACE_BASE_URL: emulator.url, DOCSPACE_API_KEY: DEFAULT_KEY }, host, onceAbandoned)
      : serve(emulator.url, values.quiet ? undefined : describeCredentials(values, launched), host, onceAbandoned));
    await autoSave?.finish();
    return autoSave?.hasFailed ? FAILED : code;
  } finally {
    await emulator.close();
  }
}

/** Resolves when a request to the emulator got a response. */
async function responseOf(url: string): Promise<void> {
  const [response] = await once(get(`${url}/health`, { agent: false }), 'response');
  response.resume();
}
