import { afterEach, describe, expect, it, vi } from 'vitest';
import { ConfigurationError, type Logger } from '../../src/index.js';
import { createLog, ignoreErrors, type LogLevel } from '../../src/log.js';
import { createApi, startApi } from '../support/api.js';
import { CLIENT_ID, CREATE_REQUEST, CREATED } from '../support/calls.js';
import { skipWaits, useFakeTime } from '../support/fake-time.js';
import { recordingLogger } from '../support/logger.js';
import { DONE, rateLimited, unavailable } from '../support/steps.js';
import { watchUnhandled } from '../support/unhandled.js';

useFakeTime();

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
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
  expect(lines.map((line) => line.replace(/\[\w+\]/, '[id]').replace(/\b\d+ ms/, 'N ms'))).toEqual([
    `debug docspace-client-management: [id] deleteClient ${CLIENT_ID} attempt 1: DELETE returned 429 after N ms`,
    `warn docspace-client-management: [id] deleteClient ${CLIENT_ID} attempt 2: waiting N ms after status 429`,
    `debug docspace-client-management: [id] deleteClient ${CLIENT_ID} attempt 2: DELETE returned 200 after N ms`,
  ]);
});

it('logger: all lines of a call have the same id, and calls have different ones', async () => {
  const { logger, lines } = recordingLogger();
  const { api } = await startApi([rateLimited(), DONE, DONE, CREATED], { logger, logLevel: 'debug' });
  await api.deleteClient(CLIENT_ID);
  await api.getScopes().catch(() => {});
  await api.createClient(CREATE_REQUEST);
  const ids = lines.map((line) => /\[(\w{3,})\]/.exec(line)?.[1]);
  expect(ids).toEqual([ids[0], ids[0], ids[0], ids[3], ids[4]]);
  expect(new Set(ids).size).toBe(3);
  expect(lines[3]).toContain('getScopes attempt 1: GET');
  expect(lines[4]).toContain('createClient "Reporting" attempt 1: POST');
});

it.each([
  [5, 'info'],
  [5.1, 'warn'],
])('logger: a wait of %d s is a line at %s', async (seconds, level) => {
  const { logger, lines } = recordingLogger();
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const { api } = await startApi([unavailable({ 'retry-after': `${seconds}` }), DONE], { logger, logLevel: 'info' });
  await api.deleteClient(CLIENT_ID);
  expect(lines).toEqual([expect.stringMatching(`^${level} .* waiting ${seconds * 1000} ms after status 503$`)]);
});

it('logger: gets no credential and no client secret', async () => {
  const { logger, lines } = recordingLogger();
  const { api } = await startApi([WITH_SECRETS, CREATED], { apiKey: 'key-1234', logger, logLevel: 'debug' });
  await api.createClient(CREATE_REQUEST);
  expect(lines).toHaveLength(3);
  expect(lines.join()).not.toMatch(/key-1234|s3cret|8cfbc2d3/);
});

it.each([
  [4, []],
  [
    6,
    [
      expect.stringMatching(
        /^docspace-client-management: \[\w+\] deleteClient .* waiting 6\d\d\d ms after status 429$/,
      ),
    ],
  ],
])('logLevel: by default a wait of %d s writes %j to console.warn', async (seconds, expected) => {
  vi.stubEnv('DOCSPACE_LOG', undefined);
  const written = (['debug', 'info', 'error', 'log'] as const).map((level) =>
    vi.spyOn(console, level).mockImplementation(() => {}),
  );
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const { api } = await startApi([rateLimited({ 'retry-after': `${seconds}` }), DONE]);
  await api.deleteClient(CLIENT_ID);
  expect(warned.mock.calls.flat()).toEqual(expected);
  for (const spy of written) {
    expect(spy).not.toHaveBeenCalled();
  }
});

describe('DOCSPACE_LOG', () => {
  it.each<[string, LogLevel | undefined, string[]]>([
    ['debug', undefined, ['debug']],
    ['error', undefined, []],
    ['off', 'debug', ['debug']],
    ['debug', 'off', []],
    ['', undefined, []],
  ])('%j with logLevel %j: lines %j', async (level, logLevel, expected) => {
    vi.stubEnv('DOCSPACE_LOG', level);
    const { logger, lines } = recordingLogger();
    const { api } = await startApi([DONE], { logger, logLevel });
    await api.deleteClient(CLIENT_ID);
    expect(lines.map((line) => line.split(' ')[0])).toEqual(expected);
  });

  it.each(['verbose', 'WARN', 'warn '])('that is %j is a ConfigurationError', (level) => {
    vi.stubEnv('DOCSPACE_LOG', level);
    expect(() => createApi({ apiKey: 'key' })).toThrow(
      new ConfigurationError('DOCSPACE_LOG must be one of debug, info, warn, error, off'),
    );
    expect(createApi({ apiKey: 'key', logLevel: 'info' })).toBeDefined();
  });
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
