/** Lets methods that change something throw once an emulator is closed. */
export class OpenGuard {
  #isClosed = false;

  /** Returns `run`, which throws an Error after `close`. The error names the method. */
  whileOpen<Arguments extends readonly unknown[], Result>(
    method: string,
    run: (...args: Arguments) => Result,
  ): (...args: Arguments) => Result {
    return (...args) => {
      if (this.#isClosed) {
        throw new Error(`${method}: the emulator is closed. Create another one with createEmulator.`);
      }
      return run(...args);
    };
  }

  close(): void {
    this.#isClosed = true;
  }
}
