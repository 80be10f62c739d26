import { afterEach, expect, it, vi } from 'vitest';
import type { Logger } from '../../src/index.js';
import { createLog, ignoreErrors, type LogLevel } from '../../src/log.js';
import { startApi } from '../support/api.js';
import { CLIENT_ID, CREATE_REQUEST, CREATED } from '../support/calls.js';
import { skipWaits, useFakeTime } from '../support/fake-time.js';
import { recordingLogger } from '../support/logger.js';
import { DONE, rateLimited } from '../support/steps.js';
import { watchUnhandled } from '../support/unhandled.js';

useFakeTime();

afterEach(() => {
  vi.restoreAllMocks();
});

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

const WITH_SECRETS = { ...rateLimited(), body: '{"reason":"key-1234 is over its limit","client_secret":"s3cret"}' };

it('logger: gets the responses and waits of a call', async () => {
  const { logger, lines } = recordingLogger();
  const { api } = await startApi([rateLimited({ 'retry-after': '6' }), DONE], {
    logger,
    logLevel: 'debug',
  });
  await api.deleteClient(CLIENT_ID);
  expect(lines).toEqual([
    expect.stringMatching(/^debug .*deleteClient: DELETE returned 429 after \d+ ms$/),
    expect.stringMatching(/^info .*deleteClient: waiting 6\d\d\d ms after status 429$/),
    expect.stringMatching(/^debug .*deleteClient: DELETE returned 200 after \d+ ms$/),
  ]);
});

it('logger: gets no credential and no client secret', async () => {
  const { logger, lines } = recordingLogger();
  const { api } = await startApi([WITH_SECRETS, CREATED], { apiKey: 'key-1234', logger, logLevel: 'debug' });
  await api.createClient(CREATE_REQUEST);
  expect(lines).toHaveLength(3);
  expect(lines.join()).not.toMatch(/key-1234|s3cret|8cfbc2d3/);
});

it('logLevel: nothing is written to the console by default', async () => {
  const written = (['debug', 'info', 'warn', 'error', 'log'] as const).map((level) =>
    vi.spyOn(console, level).mockImplementation(() => {}),
  );
  const { api } = await startApi([rateLimited(), DONE]);
  await api.deleteClient(CLIENT_ID);
  for (const spy of written) {
    expect(spy).not.toHaveBeenCalled();
  }
});

it.each([
  [
    'throws',
    () => {
      throw new Error('broken');
    },
  ],
  ['rejects', () => Promise.reject(new Error('broken'))],
])('logger and onWait: a call succeeds even if each %s', async (_, fail) => {
  const logger: Logger = { debug: fail, info: fail, warn: fail, error: fail };
  const { waits, onWait } = skipWaits();
  const { api } = await startApi([rateLimited(), DONE], {
    logger,
    logLevel: 'debug',
    onWait: (wait) => {
      onWait(wait);
      return fail();
    },
  });
  await expect(api.deleteClient(CLIENT_ID).withResponse()).resolves.toMatchObject({ attempts: 2 });
  expect(waits).toHaveLength(1);
});
