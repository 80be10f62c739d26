import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type * as Sdk from '../../src/index.js';

// As in Jest 29 with jsdom, where a program sets the `fetch` option, or polyfills what a call needs later on.

afterEach(() => {
  vi.unstubAllGlobals();
});

describe.each(['Headers', 'Request', 'Response', 'fetch', 'AbortController', 'AbortSignal'])(
  'index.ts without the global %s',
  (name) => {
    let sdk: typeof Sdk;

    beforeEach(async () => {
      vi.stubGlobal(name, undefined);
      vi.resetModules();
      sdk = await import('../../src/index.js');
    });

    const connect = (options: object): Sdk.ClientManagementApi =>
      new sdk.ClientManagementApi({ baseUrl: 'https://portal.example.com', apiKey: 'key', ...options });

    it('the constructor works, and takes headers', () => {
      expect(connect({ headers: { 'x-name': 'value' } })).toBeInstanceOf(sdk.ClientManagementApi);
    });

    it.each([{ 'x-name': 'two\nlines' }, { 'not a name': 'value' }])(
      'the constructor throws for the headers %j',
      (headers) => {
        expect(() => connect({ headers })).toThrow(
          expect.objectContaining({ name: 'ConfigurationError', message: expect.stringContaining('headers') }),
        );
      },
    );

    it('a call with wrong arguments rejects', async () => {
      await expect(connect({}).deleteClient('no id')).rejects.toBeInstanceOf(sdk.InvalidRequestError);
      const call = connect({}).deleteClient('6c7cf17b-1bd3-47d5-94c6-be2d3570e168', { headers: { 'x-name': '\0' } });
      await expect(call).rejects.toBeInstanceOf(sdk.ConfigurationError);
    });
  },
);
