/**
 * Where log lines go, such as `console`. Each line is one string, without credentials and client secrets: an id that all
 * lines of a call share, the operation, the id or the name of the client, the attempt, and what happened. It is called in
 * the async context of the call.
 */
export interface Logger {
  /** Takes a line for each response: its status, and how long it took. */
  debug(message: string): void;
  /** Takes a line for each wait that starts and takes at most 5 s. */
  info(message: string): void;
  /** Takes a line for each longer wait that starts. */
  warn(message: string): void;
  /** Not called at present. */
  error(message: string): void;
}

/** The least important level that is logged; `off` logs nothing. */
export type LogLevel = keyof Logger | 'off';

export const LOG_LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'off'];

/** Writes a line at a level. Levels below the threshold are absent, so that callers skip the formatting. */
export type Log = { readonly [Level in keyof Logger]?: (message: string) => void };

export function createLog(logger: Logger, lowest: LogLevel): Log {
  const wanted = LOG_LEVELS.slice(LOG_LEVELS.indexOf(lowest)).filter((level) => level !== 'off');
  return Object.fromEntries(
    wanted.map((level) => [
      level,
      (message: string) => void ignoreErrors(() => logger[level](`docspace-client-management: ${message}`)),
    ]),
  );
}

/** Runs a callback of the user. What it throws, at once or later, must not cost the user the result of a call. */
export async function ignoreErrors(callback: () => unknown): Promise<void> {
  try {
    await callback();
  } catch {}
}
