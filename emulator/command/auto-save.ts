import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DataFile, SavedData } from './data-file.js';
import type { CommandHost } from './host.js';

/** Saves the data after each request that may have changed it, and at the end. Prints what keeps it from that. */
export class AutoSave {
  readonly #file: DataFile;
  readonly #current: () => SavedData;
  readonly #stderr: CommandHost['stderr'];
  #mayHaveChanged = false;
  #hasFailed = false;

  /** `current` returns the data to save. */
  constructor(file: DataFile, current: () => SavedData, { stderr }: Pick<CommandHost, 'stderr'>) {
    this.#file = file;
    this.#current = current;
    this.#stderr = stderr;
  }

  /** Whether the last save failed, so that the file is not current. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  /** Saves when the request has ended, if it may change data. */
  after({ method }: IncomingMessage, response: ServerResponse): void {
    if (method !== 'GET') {
      this.#mayHaveChanged = true;
      response.once('close', () => void this.save());
    }
  }

  /** Saves what requests may have changed, also those that have not ended. */
  async finish(): Promise<void> {
    if (this.#mayHaveChanged) {
      await this.save();
    }
  }

  /** Saves the data. */
  async save(): Promise<void> {
    try {
      await this.#file.save(this.#current);
      this.#hasFailed = false;
    } catch (error) {
      if (!this.#hasFailed) {
        this.#stderr.write(`${(error as Error).message}\n`);
      }
      this.#hasFailed = true;
    }
  }
}
