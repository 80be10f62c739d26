import { expect, it, vi } from 'vitest';
import { ClientManagementApi, ConfigurationError } from '../../src/index.js';
import { CLIENT_ID } from '../support/calls.js';

it.each([undefined, null, 'text', {}, { ok: true, headers: {} }])(
  'fetch option: %j in place of a Response is a ConfigurationError after one attempt',
  async (given) => {
    const fetch = vi.fn(async () => given as unknown as Response);
    const call = new ClientManagementApi({ apiKey: 'key', fetch }).deleteClient(CLIENT_ID);
    await expect(call).rejects.toThrow(ConfigurationError);
    await expect(call).rejects.toMatchObject({
      message: `deleteClient ${CLIENT_ID}: fetch must resolve to a Response`,
      attempts: 1,
    });
    expect(fetch).toHaveBeenCalledTimes(1);
  },
);
