import { open, readdir, readFile, readlink, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, sep } from 'node:path';
import { shown } from '../checks.js';
import type { StoredClient } from '../index.js';
import type { SeedConsent } from '../seed-consents.js';
import { USER_REFERENCE } from '../users.js';
import { CommandError } from './host.js';
import { parseJsonFile } from './json-file.js';

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

  /**
   * Reads the file, and returns the data in it; none if it is missing or empty. Throws a CommandError if it is no data, or no
   * file.
   */
  static async open(name: string): Promise<{ file: DataFile; loaded: LoadedData }> {
    const { path, text } = await read(name).catch((error: Error) => {
      throw new CommandError(1, `--data ${name} cannot be read: ${error.message}`, { cause: error });
    });
    const file = new DataFile(name, path);
    await removeLeft(path);
    if (!text.trim()) {
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
    const temporary = temporaryOf(this.#path, process.pid);
    try {
      // A file that is there may be a link, or readable by others.
      await rm(temporary, { force: true });
      const handle = await open(temporary, 'wx', 0o600);
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

/** Reads a file, `''` if it is missing. The path is that of the file itself: a rename would replace a link. */
async function read(name: string): Promise<{ path: string; text: string }> {
  const found = await unlessMissing(stat(name));
  if (!found) {
    return { path: await targetOf(name), text: '' };
  }
  if (!found.isFile()) {
    throw new Error('it is no regular file. Name a file, or leave out --data.');
  }
  return { path: await realpath(name), text: await readFile(name, 'utf8') };
}

/** The path that a link to a missing file names; that of a missing file as it is. */
async function targetOf(name: string): Promise<string> {
  const target = await readlink(name).catch(() => undefined);
  if (target === undefined) {
    return name;
  }
  // Not joined, which would take a `..` behind a link to a folder away with the link.
  return targetOf(isAbsolute(target) ? target : `${dirname(name)}${sep}${target}`);
}

async function unlessMissing<Result>(result: Promise<Result>): Promise<Result | undefined> {
  try {
    return await result;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

function temporaryOf(path: string, pid: number | string): string {
  return `${path}.${pid}.tmp`;
}

/** Removes what processes left that ended while they saved: it holds client secrets. */
async function removeLeft(path: string): Promise<void> {
  const folder = dirname(path);
  for (const name of await readdir(folder).catch(() => [])) {
    const [, pid] = /\.([1-9]\d{0,8})\.tmp$/.exec(name) ?? [];
    if (pid !== undefined && name === temporaryOf(basename(path), pid) && !isOther(Number(pid))) {
      await rm(join(folder, name), { force: true }).catch(() => {});
    }
  }
}

/** Whether another process has this id. */
function isOther(pid: number): boolean {
  try {
    return pid !== process.pid && process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** No clients, and no consents. */
export const NOTHING: SavedData = { clients: [], consents: [] };

function dataIn(text: string, name: string): LoadedData {
  let data: unknown;
  try {
    data = parseJsonFile(text);
  } catch (error) {
    throw notLoaded(name, (error as Error).message, error);
  }
  if (Array.isArray(data)) {
    // As `seed` takes them.
    return { ...NOTHING, clients: data };
  }
  if (typeof data !== 'object' || data === null) {
    throw notLoaded(name, 'it must be an object, such as {"clients":[{"name":"Reporting"}]}.');
  }
  const unknown = Object.keys(data).find((field) => !Object.hasOwn(NOTHING, field));
  if (unknown !== undefined) {
    // The next save would drop it.
    throw notLoaded(name, `unknown field ${shown(unknown)}. Known fields: ${Object.keys(NOTHING).join(', ')}.`);
  }
  return { ...NOTHING, ...data };
}

/** The error of a file that was not loaded for this reason. */
export function notLoaded(name: string, reason: string, cause?: unknown): CommandError {
  const remedy = reason.includes(USER_REFERENCE)
    ? 'Pass the --users with which it was saved, correct it, or delete it.'
    : 'Correct or delete it.';
  return new CommandError(1, `--data ${name} was not loaded, and stays as it is: ${reason} ${remedy}`, { cause });
}
