import { expect, it } from '@jest/globals';
import { ClientManagementApi, type ClientPage, isDocSpaceError, NotFoundError } from 'docspace-client-management';
import { createEmulator, type Emulator } from 'docspace-client-management/emulator';

it('deletes a client that is not there', async () => {
  const emulator: Emulator = await createEmulator();
  const api = new ClientManagementApi({ baseUrl: emulator.url, apiKey: 'emulator-key' });
  const { data }: ClientPage = await api.getClients();
  const error: unknown = await api.deleteClient('6c7cf17b-1bd3-47d5-94c6-be2d3570e168').catch((reason) => reason);
  await emulator.close();
  expect(data).toEqual([]);
  expect(error).toBeInstanceOf(NotFoundError);
  expect(isDocSpaceError(error)).toBe(true);
});
