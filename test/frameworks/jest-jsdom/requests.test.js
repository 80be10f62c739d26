const { ClientManagementApi, isDocSpaceError, NotFoundError, TimeoutError } = require('docspace-client-management');
const { createEmulator } = require('docspace-client-management/emulator');

it('shows a client of the emulator in the document', async () => {
  const emulator = await createEmulator();
  try {
    const api = new ClientManagementApi({ baseUrl: emulator.url, apiKey: emulator.signIn('admin') });
    const [client] = emulator.seed([{ name: 'Reporting' }]);
    document.body.textContent = (await api.getClient(client.client_id)).name;
    expect(document.body.innerHTML).toBe('Reporting');

    await api.deleteClient(client.client_id);
    const missing = await api.deleteClient(client.client_id).catch((reason) => reason);
    expect(missing).toBeInstanceOf(NotFoundError);
    expect(isDocSpaceError(missing)).toBe(true);

    emulator.respondWith('getScopes', { hang: true });
    await expect(api.getScopes({ timeout: 20, retry: false })).rejects.toBeInstanceOf(TimeoutError);
  } finally {
    await emulator.close();
  }
});
