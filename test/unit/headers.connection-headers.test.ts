import { describe, expect, it, vi } from 'vitest';
import {
  type CallOptions,
  ClientManagementApi,
  type ClientManagementOptions,
  ConfigurationError,
} from '../../src/index.js';
import { startApi } from '../support/api.js';
import { ALL_OPERATIONS, CLIENT_ID } from '../support/calls.js';
import { DONE } from '../support/steps.js';

const VALUES: Readonly<Record<string, string>> = {
  connection: 'close',
  'content-length': '5',
  expect: '100-continue',
  'keep-alive': 'timeout=5',
  'proxy-connection': 'keep-alive',
  te: 'trailers',
  trailer: 'x-checksum',
  'transfer-encoding': 'chunked',
  upgrade: 'h2c',
};

function capitalized(name: string): string {
  return name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
}

const FORBIDDEN: [string, string][] = Object.entries(VALUES).flatMap(([name, value]) =>
  [name, capitalized(name), name.toUpperCase()].map((spelling): [string, string] => [spelling, value]),
);

const RECORD_OR_HEADERS: [string, (headers: Record<string, string>) => object][] = [
  ['a record', (headers) => headers],
  ['a Headers', (headers) => new Headers(headers)],
];

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe.each(RECORD_OR_HEADERS)('headers in %s', (_, form) => {
  it.each(FORBIDDEN)('of the API object must not set %s: %s', (name, value) => {
    const headers = form({ 'x-fine': 'a', [name]: value });
    const error = thrownBy(() => new ClientManagementApi({ apiKey: 'key', headers } as ClientManagementOptions));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toMatchObject({ attempts: 0, mayHaveRun: false });
    expect((error as Error).message).toMatch(/\bheaders\b/);
    expect((error as Error).message.toLowerCase()).toMatch(new RegExp(`\\b${name.toLowerCase()}\\b`));
  });

  it.each(FORBIDDEN)('of a call must not set %s: %s', async (name, value) => {
    const apiKey = vi.fn(() => 'key');
    const { api, server } = await startApi([], { apiKey });
    const headers = form({ 'x-fine': 'a', [name]: value });
    for (const { operation, run } of ALL_OPERATIONS) {
      const error: unknown = await run(api, { headers } as CallOptions).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(ConfigurationError);
      expect(error).toMatchObject({ operation, attempts: 0, mayHaveRun: false });
      expect((error as Error).message).toMatch(/\bheaders\b/);
      expect((error as Error).message.toLowerCase()).toMatch(new RegExp(`\\b${name.toLowerCase()}\\b`));
    }
    expect(apiKey).not.toHaveBeenCalled();
    expect(server.connections()).toBe(0);
  });

  it.each([
    'x-connection',
    'connection-id',
    'x-content-length',
    'expect-ct',
    'x-te',
    'upgrade-insecure-requests',
    'via',
    'user-agent',
    'cache-control',
    'traceparent',
  ])('may set %s', async (name) => {
    const { api, server } = await startApi([DONE, DONE], {
      headers: form({ [name]: 'object' }),
    } as ClientManagementOptions);
    await api.deleteClient(CLIENT_ID);
    await api.deleteClient(CLIENT_ID, { headers: form({ [capitalized(name)]: 'call' }) } as CallOptions);
    expect(server.requests.map(({ headers }) => headers[name])).toEqual(['object', 'call']);
  });
});
