import { afterEach, describe, expect, it, vi } from 'vitest';
import { createApi } from '../support/api.js';
import { CLIENT_ID } from '../support/calls.js';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** What a call passes to the platform's fetch. */
async function sentInit(): Promise<RequestInit | undefined> {
  const fetch = vi.fn<typeof globalThis.fetch>(async () => new Response());
  vi.stubGlobal('fetch', fetch);
  await createApi({ apiKey: 'key' }).deleteClient(CLIENT_ID);
  return fetch.mock.calls[0]?.[1];
}

describe('cache', () => {
  it('is no-store, so that Next.js does not keep responses', async () => {
    expect(await sentInit()).toHaveProperty('cache', 'no-store');
  });

  it('is no-store in the Request that a fetch of the user gets', async () => {
    const fetch = vi.fn<typeof globalThis.fetch>(async () => new Response());
    await createApi({ apiKey: 'key', fetch }).deleteClient(CLIENT_ID);
    expect(fetch.mock.calls[0]?.[0]).toHaveProperty('cache', 'no-store');
  });

  it.each([
    [
      'throws because of it, as workerd does',
      class extends Request {
        constructor(input: string, init: RequestInit = {}) {
          if ('cache' in init) {
            throw new Error("The 'cache' field on 'RequestInitializerDict' is not implemented.");
          }
          super(input, init);
        }
      },
    ],
    [
      'ignores it',
      class extends Request {
        override readonly cache = 'default';
      },
    ],
    ['is missing', undefined],
  ])('is not set if the Request of the platform %s', async (_, Replacement) => {
    vi.stubGlobal('Request', Replacement);
    expect(await sentInit()).not.toHaveProperty('cache');
  });
});
