import { ClientManagementApi, isDocSpaceError, NotFoundError } from 'docspace-client-management';
import { createEmulator } from 'docspace-client-management/emulator';
import { expect, it } from 'vitest';

it('deletes a client that is not there', async () => {
  const emulator = await createEmulator();
  const api = new ClientManagementApi({ baseUrl: emulator.url, apiKey: 'emulator-key' });
  const error = await api.deleteClient('6c7cf17b-1bd3-47d5-94c6-be2d3570e168').catch((reason) => reason);
  await emulator.close();
  expect(error).toBeInstanceOf(NotFoundError);
  expect(isDocSpaceError(error)).toBe(true);
});
