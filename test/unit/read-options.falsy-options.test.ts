import { describe, expect, it, vi } from 'vitest';
import { type CallOptions, ClientManagementApi, type ClientManagementOptions } from '../../src/index.js';
import { startApi } from '../support/api.js';
import { ALL_OPERATIONS, CLIENT_ID, CREATE_REQUEST } from '../support/calls.js';
import { letSocketsWork } from '../support/fake-time.js';
import { DONE, repeat } from '../support/steps.js';

const IDS = [CLIENT_ID, '0a1b2c3d-1bd3-47d5-94c6-be2d3570e168', '4e5f6a7b-1bd3-47d5-94c6-be2d3570e168'];

const FALSY: [string, unknown][] = [
  ['0', 0],
  ['-0', -0],
  ['NaN', Number.NaN],
  ['0n', 0n],
  ["''", ''],
  ['false', false],
  ['null', null],
];
const OTHERS: [string, unknown][] = [
  ['1', 1],
  ['true', true],
  ["'text'", 'text'],
  ['a symbol', Symbol('text')],
  ['an array', []],
  ['an array of options', [{ timeout: 1000 }]],
  ['a function', () => ({ timeout: 1000 })],
];

const WRONG = expect.objectContaining({
  name: 'ConfigurationError',
  code: 'CONFIGURATION',
  attempts: 0,
  message: expect.stringContaining('options'),
});

describe('CallOptions: a method as a callback gets the index as its options', () => {
  it.each<[string, (api: ClientManagementApi) => unknown[]]>([
    ['ids.map(api.deleteClient, api)', (api) => IDS.map(api.deleteClient as never, api)],
    ['ids.map(api.regenerateSecret, api)', (api) => IDS.map(api.regenerateSecret as never, api)],
    ['ids.map(api.revokeUserClient, api)', (api) => IDS.map(api.revokeUserClient as never, api)],
    ['bodies.map(api.createClient, api)', (api) => repeat(3, CREATE_REQUEST).map(api.createClient as never, api)],
    ['Array.from(ids, api.deleteClient, api)', (api) => Array.from(IDS, api.deleteClient as never, api)],
    ['ids.flatMap(api.deleteClient, api)', (api) => IDS.flatMap(api.deleteClient as never, api)],
    ['ids.map(api.deleteClient.bind(api))', (api) => IDS.map(api.deleteClient.bind(api) as never)],
  ])('rejects for every item and sends nothing: %s', async (_, start) => {
    const apiKey = vi.fn(() => 'key');
    const { api, server } = await startApi(repeat(3, DONE), { apiKey });
    const results = await Promise.allSettled(start(api));
    expect(results).toEqual(repeat(3, { status: 'rejected', reason: WRONG }));
    await letSocketsWork();
    expect(apiKey).not.toHaveBeenCalled();
    expect(server.connections()).toBe(0);
  });

  it('works within an arrow function', async () => {
    const { api, server } = await startApi(repeat(3, DONE));
    await Promise.all(IDS.map((id) => api.deleteClient(id)));
    expect(server.requests).toHaveLength(3);
  });
});

describe('CallOptions', () => {
  it.each([...FALSY, ...OTHERS])('must not be %s', async (_, options) => {
    const { api, server } = await startApi([]);
    for (const { operation, run } of ALL_OPERATIONS) {
      await expect(run(api, options as CallOptions)).rejects.toEqual(WRONG);
      await expect(run(api, options as CallOptions).withResponse()).rejects.toMatchObject({ operation });
    }
    await letSocketsWork();
    expect(server.connections()).toBe(0);
  });

  it.each(ALL_OPERATIONS)('may be undefined or an empty object: $operation', async ({ run, success, data }) => {
    const { api } = await startApi([success, success]);
    expect(await run(api, undefined)).toEqual(data);
    expect(await run(api, {})).toEqual(data);
  });
});

describe('ClientManagementOptions', () => {
  it.each([...FALSY, ...OTHERS])('must not be %s', (_, options) => {
    vi.stubEnv('DOCSPACE_API_KEY', 'key');
    try {
      expect(() => new ClientManagementApi(options as ClientManagementOptions)).toThrow(WRONG);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it.each([undefined, {}])('may be %j', (options) => {
    vi.stubEnv('DOCSPACE_API_KEY', 'key');
    try {
      expect(new ClientManagementApi(options)).toBeInstanceOf(ClientManagementApi);
    } finally {
      vi.unstubAllEnvs();
    }
  });
});
