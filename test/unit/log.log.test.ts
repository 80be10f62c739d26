import { expect, it } from 'vitest';
import { createLog, ignoreErrors, type LogLevel } from '../../src/log.js';
import { recordingLogger } from '../support/logger.js';
import { watchUnhandled } from '../support/unhandled.js';

it.each<[LogLevel, string[]]>([
  ['debug', ['debug', 'info', 'warn', 'error']],
  ['info', ['info', 'warn', 'error']],
  ['warn', ['warn', 'error']],
  ['error', ['error']],
  ['off', []],
])('logLevel: %s writes lines of that level and above', (lowest, expected) => {
  const { logger, lines } = recordingLogger();
  const log = createLog(logger, lowest);
  for (const level of ['debug', 'info', 'warn', 'error'] as const) {
    log[level]?.('a line');
  }
  expect(lines).toEqual(expected.map((level) => `${level} docspace-client-management: a line`));
});

it('logLevel: no message is formatted below it', () => {
  const log = createLog(recordingLogger().logger, 'warn');
  const makeMessage = (): string => {
    throw new Error('made');
  };
  log.debug?.(makeMessage());
});

it('logger: is called as its own method', () => {
  const lines: string[] = [];
  class OwnLogger {
    readonly #lines = lines;
    debug(message: string): void {
      this.#lines.push(message);
    }
    info = this.debug;
    warn = this.debug;
    error = this.debug;
  }
  createLog(new OwnLogger(), 'debug').info?.('a line');
  expect(lines).toHaveLength(1);
});

it.each([
  [
    'throws',
    () => {
      throw new Error('broken');
    },
  ],
  ['rejects', () => Promise.reject(new Error('broken'))],
])('ignoreErrors(): survives a callback that %s', async (_, callback) => {
  const unhandled = watchUnhandled();
  ignoreErrors(callback);
  expect(await unhandled()).toEqual([]);
});
