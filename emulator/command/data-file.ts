import { open, readFile, realpath, rename, rm } from 'node:fs/promises';
import { shown } from '../checks.js';
import type { StoredClient } from '../index.js';
import type { SeedConsent } from '../seed-consents.js';
import { CommandError } from './host.js';

/** What is saved. */
export interface SavedData {
  readonly clients: readonly StoredClient[];
  readonly consents: readonly SeedConsent[];
}

/** What was loaded, whose values were not checked yet. */
export type LoadedData = Readonly<Record<keyof SavedData, unknown>>;

/** The file of `--data`. It holds client secrets, so only its owner may read it. */
export class DataFile {
  readonly #name: string;
  readonly #path: string;
  /** The save under way. */
  #saving: Promise<void> | undefined;
  #again = false;

  private constructor(name: string, path: string) {
    this.#name = name;
    this.#path = path;
  }

  /** Reads the file, and returns the data in it; none if it is missing or empty. Throws a CommandError if it is no data. */
  static async open(name: string): Promise<{ file: DataFile; loaded: LoadedData }> {
    const text = await readFile(name, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') {
        return undefined;
      }
      throw new CommandError(1, `--data ${name} cannot be read: ${error.message}`, { cause: error });
    });
    // A rename would replace a link.
    const file = new DataFile(name, text === undefined ? name : await realpath(name));
    if (!text?.trim()) {
      // So that a path which cannot be written fails now.
      await file.save(() => NOTHING);
      return { file, loaded: NOTHING };
    }
    return { file, loaded: dataIn(text, name) };
  }

  /** Saves the data of the end of the call; calls while it saves share one further save. */
  save(data: () => SavedData): Promise<void> {
    if (this.#saving) {
      this.#again = true;
      return this.#saving;
    }
    this.#saving = this.#saveUntilCurrent(data).finally(() => {
      this.#saving = undefined;
    });
    return this.#saving;
  }

  async #saveUntilCurrent(data: () => SavedData): Promise<void> {
    do {
      this.#again = false;
      await this.#write(`${JSON.stringify(data(), undefined, 2)}\n`);
    } while (this.#again);
  }

  /** The file is whole at any time: a crash leaves the old one or the new one. */
  async #write(text: string): Promise<void> {
    const temporary = `${this.#path}.${process.pid}.tmp`;
    try {
      const handle = await open(temporary, 'w', 0o600);
      try {
        await handle.writeFile(text);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(temporary, this.#path);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => {});
      throw new CommandError(1, `--data ${this.#name} cannot be written: ${(error as Error).message}`, {
        cause: error,
      });
    }
  }
}

/** No clients, and no consents. */
export const NOTHING: SavedData = { clients: [], consents: [] };

function dataIn(text: string, name: string): LoadedData {
  const broken = (reason: string, cause?: unknown): CommandError =>
    new CommandError(1, `--data ${name} was not loaded, and stays as it is: ${reason} Correct or delete it.`, {
      cause,
    });
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw broken('it is no JSON.', error);
  }
  if (Array.isArray(data)) {
    // As `seed` takes them.
    return { ...NOTHING, clients: data };
  }
  if (typeof data !== 'object' || data === null || !('clients' in data)) {
    throw broken('it needs "clients", such as {"clients":[{"name":"Reporting"}]}.');
  }
  const unknown = Object.keys(data).find((field) => !Object.hasOwn(NOTHING, field));
  if (unknown !== undefined) {
    // The next save would drop it.
    throw broken(`unknown field ${shown(unknown)}. Known fields: ${Object.keys(NOTHING).join(', ')}.`);
  }
  return { ...NOTHING, ...data };
}
