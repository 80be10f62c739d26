import { afterEach, describe, expect, it, vi } from 'vitest';
import { ClientManagementApi, type ClientManagementOptions } from '../../src/index.js';
import { startApi } from '../support/api.js';
import { ALL_OPERATIONS, CLIENT_ID } from '../support/calls.js';
import { letSocketsWork } from '../support/fake-time.js';
import { COOKIE, expectToHide, KEY } from '../support/secrets.js';
import { DONE } from '../support/steps.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

const TWICE: [string, unknown][] = [
  ['Cookie', { Cookie: `asc_auth_key=${COOKIE}` }],
  ['cookie', { cookie: `asc_auth_key=${COOKIE}` }],
  ['COOKIE', { COOKIE: `asc_auth_key=${COOKIE}` }],
  ['after another cookie', { cookie: `lang=en; asc_auth_key=${COOKIE}` }],
  ['before another cookie', { cookie: `asc_auth_key=${COOKIE}; lang=en` }],
  ['between others, without spaces', { cookie: `a=1;asc_auth_key=${COOKIE};b=2` }],
  ['with more spaces', { cookie: ` a=1 ;  asc_auth_key = ${COOKIE} ` }],
  ['twice itself', { cookie: `asc_auth_key=${COOKIE}; asc_auth_key=${COOKIE}` }],
  ['in other letters', { cookie: `ASC_Auth_Key=${COOKIE}` }],
  ['without a value', { cookie: 'asc_auth_key=' }],
  ['with the key itself', { cookie: `asc_auth_key=${KEY}` }],
  ['in a Headers object', new Headers({ cookie: `lang=en; asc_auth_key=${COOKIE}` })],
];

/** Names the header, and the option to use in its place. */
const TWICE_ERROR = expect.objectContaining({
  name: 'ConfigurationError',
  code: 'CONFIGURATION',
  attempts: 0,
  message: expect.stringMatching(/^(?=.*\bheaders\b)(?=.*\bapiKey\b)/s),
});

const KEYS: [string, ClientManagementOptions][] = [
  ['a string', { apiKey: KEY }],
  ['a function', { apiKey: () => KEY }],
  ['an async function', { apiKey: async () => KEY }],
];

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return expect.fail('nothing was thrown');
}

describe('headers: the cookie asc_auth_key beside apiKey', () => {
  it.each(TWICE)('is a ConfigurationError of the constructor: %s', (_, headers) => {
    for (const [, options] of KEYS) {
      const error = thrownBy(() => new ClientManagementApi({ ...options, headers: headers as Record<string, string> }));
      expect(error).toEqual(TWICE_ERROR);
      expectToHide(error);
    }
  });

  it.each(TWICE)('is a ConfigurationError of a call, which sends nothing: %s', async (_, headers) => {
    for (const [, options] of KEYS) {
      const { api, server } = await startApi([], options);
      for (const { run, operation } of ALL_OPERATIONS) {
        const error = await run(api, { headers: headers as Record<string, string> }).catch((thrown: unknown) => thrown);
        expect(error).toEqual(TWICE_ERROR);
        expect(error).toMatchObject({ operation });
        expectToHide(error);
      }
      await letSocketsWork();
      expect(server.connections()).toBe(0);
    }
  });

  it('is a ConfigurationError if the key comes from DOCSPACE_API_KEY', () => {
    vi.stubEnv('DOCSPACE_API_KEY', KEY);
    const error = thrownBy(() => new ClientManagementApi({ headers: { cookie: `asc_auth_key=${COOKIE}` } }));
    expect(error).toEqual(TWICE_ERROR);
    expectToHide(error);
  });

  it('is a ConfigurationError of a call that overrides another cookie', async () => {
    const { api, server } = await startApi([], { headers: { cookie: 'lang=en' } });
    await expect(api.deleteClient(CLIENT_ID, { headers: { Cookie: `asc_auth_key=${COOKIE}` } })).rejects.toEqual(
      TWICE_ERROR,
    );
    await letSocketsWork();
    expect(server.connections()).toBe(0);
  });

  it('does not affect the next call', async () => {
    const { api, server } = await startApi([DONE]);
    const headers = { cookie: `asc_auth_key=${COOKIE}` };
    await expect(api.deleteClient(CLIENT_ID, { headers })).rejects.toEqual(TWICE_ERROR);
    await api.deleteClient(CLIENT_ID);
    expect(server.requests.map((request) => request.headers.cookie)).toEqual(['asc_auth_key=key']);
  });
});

describe('headers: other cookies are sent with the key, joined by "; "', () => {
  it.each([
    'lang=en',
    'lang=en; route=a',
    'my_asc_auth_key=1',
    'asc_auth_key2=1',
    'asc_auth=1',
    'next=asc_auth_key=1',
    'flag',
  ])('%s', async (cookie) => {
    const { api, server } = await startApi([DONE, DONE], { headers: { Cookie: cookie } });
    await api.deleteClient(CLIENT_ID);
    await api.deleteClient(CLIENT_ID, { headers: { 'x-name': 'value' } });
    for (const { headers } of server.requests) {
      expect(headers.cookie?.split('; ').sort()).toEqual([...cookie.split('; '), 'asc_auth_key=key'].sort());
    }
    expect(server.requests).toHaveLength(2);
  });

  it('those of a call replace those of the API object', async () => {
    const { api, server } = await startApi([DONE], { headers: { Cookie: 'lang=en; route=a' } });
    await api.deleteClient(CLIENT_ID, { headers: { cookie: 'lang=de' } });
    expect(server.requests[0]?.headers.cookie?.split('; ').sort()).toEqual(['asc_auth_key=key', 'lang=de']);
  });

  it('an empty one is not sent', async () => {
    const { api, server } = await startApi([DONE], { headers: { Cookie: '' } });
    await api.deleteClient(CLIENT_ID);
    expect(server.requests[0]?.headers.cookie).toBe('asc_auth_key=key');
  });
});
