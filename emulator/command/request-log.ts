import type { RequestListener } from 'node:http';
import type { CommandHost } from './host.js';

/** Prints a line for each request: method, path, status and time. */
export function withRequestLog(
  listener: RequestListener,
  { stderr, env }: Pick<CommandHost, 'stderr' | 'env'>,
): RequestListener {
  const isForced = env.FORCE_COLOR ? !/^(0|false)$/.test(env.FORCE_COLOR) : undefined;
  const coloured = !env.NO_COLOR && (isForced ?? stderr.isTTY === true);
  return (request, response) => {
    const start = performance.now();
    const { method, url = '' } = request;
    response.once('close', () => {
      const status = response.headersSent ? String(response.statusCode) : 'no response';
      const time = `${Math.round(performance.now() - start)} ms`;
      const shown = coloured ? `\x1b[${colourOf(response.statusCode)}m${status}\x1b[0m` : status;
      stderr.write(`${method} ${printable(url)} ${shown} ${time}\n`);
    });
    listener(request, response);
  };
}

// The codes of terminals for green, cyan, yellow and red.
const COLOURS: Readonly<Record<number, number>> = { 2: 32, 3: 36, 4: 33, 5: 31 };

function colourOf(status: number): number {
  return COLOURS[Math.floor(status / 100)] ?? 0;
}

/** The path without what looks like a credential, and without characters that terminals obey. */
function printable(path: string): string {
  return path.replace(/sk-[\w-]+|eyJ[\w.-]+/g, '***').replace(/[^\x21-\x7e]/g, encodeURIComponent);
}
