/** @jest-environment jsdom */
const { apiList, apiPromise, NotFoundError } = require('docspace-client-management');
const { createEmulator } = require('docspace-client-management/emulator');

it('has fakes where there is no fetch', async () => {
  expect(typeof fetch).toBe('undefined');
  const missing = new NotFoundError('no such client', { response: { status: 404, headers: {} }, body: '' });
  const fake = {
    listClients: () => apiList({ data: [{ name: 'Reporting' }], limit: 50 }),
    deleteClient: () => apiPromise(Promise.reject(missing)),
  };
  for await (const { name } of fake.listClients()) {
    document.body.append(name);
  }
  expect(document.body.textContent).toBe('Reporting');
  await expect(fake.deleteClient()).rejects.toBeInstanceOf(NotFoundError);
});

it('says why there is no emulator', () => {
  expect(createEmulator).toThrow(/needs Node, Bun or Deno.*@jest-environment node/);
});
