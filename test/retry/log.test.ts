import { afterEach, expect, it, vi } from 'vitest';
import type { Logger } from '../../src/index.js';
import { startApi } from '../support/api.js';
import { CLIENT_ID, CREATE_REQUEST, CREATED } from '../support/calls.js';
import { skipWaits, useFakeTime } from '../support/fake-time.js';
import { recordingLogger } from '../support/logger.js';
import { DONE, refused } from '../support/steps.js';

useFakeTime();

afterEach(() => {
  vi.restoreAllMocks();
});

const TELLTALE = { ...refused(), body: '{"reason":"key-1234 is over its limit","client_secret":"s3cret"}' };

it('tells of answers and waits', async () => {
  const { logger, lines } = recordingLogger();
  const { api } = await startApi([refused({ 'retry-after': '6' }), DONE], { logger, logLevel: 'debug' });
  await api.deleteClient(CLIENT_ID);
  expect(lines).toEqual([
    expect.stringMatching(/^debug .*deleteClient: DELETE returned 429 after \d+ ms$/),
    expect.stringMatching(/^info .*deleteClient: waiting 6\d\d\d ms after status 429$/),
    expect.stringMatching(/^debug .*deleteClient: DELETE returned 200 after \d+ ms$/),
  ]);
});

it('holds no credential and no client secret', async () => {
  const { logger, lines } = recordingLogger();
  const { api } = await startApi([TELLTALE, CREATED], { apiKey: 'key-1234', logger, logLevel: 'debug' });
  await api.createClient(CREATE_REQUEST);
  expect(lines).toHaveLength(3);
  expect(lines.join()).not.toMatch(/key-1234|s3cret|8cfbc2d3/);
});

it('writes nothing to the console where nothing is asked for', async () => {
  const written = (['debug', 'info', 'warn', 'error', 'log'] as const).map((level) =>
    vi.spyOn(console, level).mockImplementation(() => {}),
  );
  const { api } = await startApi([refused(), DONE]);
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
])('costs no call its result where the logger or onWait %s', async (_, fail) => {
  const logger: Logger = { debug: fail, info: fail, warn: fail, error: fail };
  const { waits, onWait } = skipWaits();
  const { api } = await startApi([refused(), DONE], {
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
