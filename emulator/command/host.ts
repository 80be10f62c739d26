import type { Readable, Writable } from 'node:stream';

/** What the command needs of its process. `process` is one. */
export interface CommandHost {
  /** `fd` if it belongs to the process. */
  readonly stdin: Readable & { readonly fd?: number };
  readonly stdout: Writable;
  readonly stderr: Writable & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The id of the parent process, which changes when the parent ends. */
  readonly ppid: number;
  readonly pid: number;
  kill(pid: number, signal: NodeJS.Signals): unknown;
  on(signal: NodeJS.Signals, listener: () => void): unknown;
  off(signal: NodeJS.Signals, listener: () => void): unknown;
}

/** An end of the command with a message for its user. */
export class CommandError extends Error {
  readonly exitCode: number;

  /** `exitCode` is 2 for wrong arguments, and 1 for what fails later. */
  constructor(exitCode: 1 | 2, message: string, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}
