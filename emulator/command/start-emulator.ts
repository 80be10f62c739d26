import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Launched, launch, type WrapListener } from '../emulator.js';
import { DEFAULT_KEY, type LaunchOptions } from '../options.js';
import { type CommandArguments, SEE_HELP } from './arguments.js';
import { warnOfKeys } from './credentials.js';
import { type LoadedData, notLoaded } from './data-file.js';
import { CommandError, type CommandHost } from './host.js';
import { parseJsonFile } from './json-file.js';

type Values = CommandArguments['values'];

// The flag of each option whose value may be wrong.
const FLAGS: Readonly<Record<string, string>> = {
  serviceVersion: '--service-version',
  edition: '--edition',
  port: '--port',
  limits: '--limits',
  users: '--users',
  signatureKey: '--signature-key-hex',
};

/** Starts the emulator that the arguments describe, with this data; throws a CommandError if they are wrong. */
export async function startEmulator(
  values: Values,
  data: LoadedData,
  host: CommandHost,
  wrap: WrapListener,
): Promise<Launched> {
  const options = await readOptions(values);
  try {
    // It checks the values.
    const launched = await launch({ ...options, ...data, adminKey: DEFAULT_KEY } as LaunchOptions, wrap);
    warnOfKeys(values, options.users, host);
    return launched;
  } catch (error) {
    throw explained(error, values);
  }
}

async function readOptions(values: Values): Promise<Partial<Record<keyof LaunchOptions, unknown>>> {
  const { port, host, users, 'signature-key-hex': hex } = values;
  return {
    ...(values['service-version'] !== undefined && { serviceVersion: values['service-version'] }),
    ...(values.edition !== undefined && { edition: values.edition }),
    ...(port !== undefined && { port: readPort(port) }),
    ...(host !== undefined && { host }),
    ...(values.limits !== undefined && { limits: values.limits }),
    ...(users !== undefined && { users: await loadUsers(users) }),
    ...(hex !== undefined && { signatureKey: readHex(hex) }),
    behindPortal: !values.direct,
  };
}

function readPort(text: string): number {
  if (!/^\d{1,5}$/.test(text)) {
    throw new CommandError(2, `--port must be a whole number from 0 to 65535, not ${text}. 0 is a free port.`);
  }
  return Number(text);
}

function readHex(text: string): Uint8Array {
  if (!/^(?:[0-9a-f]{2})+$/i.test(text)) {
    throw new CommandError(2, '--signature-key-hex must be hexadecimal, with two digits for each byte.');
  }
  return Buffer.from(text, 'hex');
}

interface Module {
  readonly default?: unknown;
}

async function loadUsers(file: string): Promise<unknown> {
  const load = file.endsWith('.json') ? loadJson : loadModule;
  const module = await load(file).catch((error: unknown) => {
    throw new CommandError(2, `--users ${file} cannot be loaded: ${messageOf(error)}`, { cause: error });
  });
  if (module.default === undefined) {
    throw new CommandError(
      2,
      `--users ${file} has no default export. Export an object of users by key, or a function.`,
    );
  }
  return typeof module.default === 'function'
    ? explaining(file, module.default as (key: string) => unknown)
    : module.default;
}

/** A function of users whose errors name its file. The emulator calls it at the start, with its own key and for data. */
function explaining(file: string, users: (key: string) => unknown): (key: string) => unknown {
  return (key) => {
    try {
      return users(key);
    } catch (error) {
      const which = key === DEFAULT_KEY ? ` for the key ${DEFAULT_KEY}` : '';
      throw new CommandError(
        2,
        `--users ${file} throws${which}: ${messageOf(error)}. Return undefined for an unknown key.`,
        { cause: error },
      );
    }
  };
}

async function loadJson(file: string): Promise<Module> {
  return { default: parseJsonFile(await readFile(file, 'utf8')) };
}

function loadModule(file: string): Promise<Module> {
  return import(pathToFileURL(resolve(file)).href);
}

function explained(error: unknown, { data = '' }: Values): unknown {
  const message = messageOf(error);
  if (error instanceof CommandError) {
    return error;
  }
  if (message.startsWith('seed: ')) {
    return notLoaded(data, message.slice('seed: '.length), error);
  }
  if (error instanceof RangeError || error instanceof TypeError) {
    const named = message.replace(/^createEmulator: (\w+)/, (_, name: string) => FLAGS[name] ?? name);
    return new CommandError(2, `${named} ${SEE_HELP}`, { cause: error });
  }
  // Such as a port that is taken.
  return new CommandError(1, message, { cause: error });
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
