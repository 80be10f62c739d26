import { open, readFile, realpath, rename, rm } from 'node:fs/promises';
import type { StoredClient } from '../index.js';
import { CommandError } from './host.js';

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

  /** Reads the file, and returns the clients in it; none if it does not exist. Throws a CommandError if it is no data. */
  static async open(name: string): Promise<{ file: DataFile; clients: unknown }> {
    const text = await readFile(name, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') {
        return undefined;
      }
      throw new CommandError(1, `--data ${name} cannot be read: ${error.message}`, { cause: error });
    });
    // A rename would replace a link.
    const file = new DataFile(name, text === undefined ? name : await realpath(name));
    if (text === undefined) {
      // So that a path which cannot be written fails now.
      await file.save(() => []);
      return { file, clients: [] };
    }
    return { file, clients: clientsIn(text, name) };
  }

  /** Saves the clients at the end of the call; calls while it saves share one further save. */
  save(clients: () => Iterable<StoredClient>): Promise<void> {
    if (this.#saving) {
      this.#again = true;
      return this.#saving;
    }
    this.#saving = this.#saveUntilCurrent(clients).finally(() => {
      this.#saving = undefined;
    });
    return this.#saving;
  }

  async #saveUntilCurrent(clients: () => Iterable<StoredClient>): Promise<void> {
    do {
      this.#again = false;
      await this.#write(`${JSON.stringify({ clients: [...clients()] }, undefined, 2)}\n`);
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

function clientsIn(text: string, name: string): unknown {
  try {
    const data: { clients?: unknown } | null = JSON.parse(text);
    if (typeof data === 'object' && data !== null && 'clients' in data) {
      return data.clients;
    }
  } catch (error) {
    throw new CommandError(
      1,
      `--data ${name} was not loaded, and stays as it is: it is no JSON. Correct or delete it.`,
      { cause: error },
    );
  }
  throw new CommandError(
    1,
    `--data ${name} was not loaded, and stays as it is: it needs "clients", such as {"clients":[{"name":"Reporting"}]}. Correct or delete it.`,
  );
}
