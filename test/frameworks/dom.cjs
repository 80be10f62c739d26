// What jest-jsdom and vitest-dom test alike, with the package as each of them loads it.

/** Shows a client of the emulator in the document, and catches errors. */
exports.showClientOfEmulator = async (sdk, createEmulator, expect) => {
  const { ClientManagementApi, isDocSpaceError, NotFoundError, TimeoutError } = sdk;
  const emulator = await createEmulator();
  try {
    const api = new ClientManagementApi({ baseUrl: emulator.url, apiKey: emulator.signIn('admin') });
    const [client] = emulator.seed([{ name: 'Reporting' }]);
    document.body.textContent = (await api.getClient(client.client_id)).name;
    expect(document.body.innerHTML).toBe('Reporting');

    await api.changeActivation(client.client_id, { status: false });
    await api.deleteClient(client.client_id);
    const missing = await api.deleteClient(client.client_id).catch((reason) => reason);
    expect(missing).toBeInstanceOf(NotFoundError);
    expect(isDocSpaceError(missing)).toBe(true);

    emulator.respondWith('getScopes', { hang: true });
    await expect(api.getScopes({ timeout: 20, retry: false })).rejects.toBeInstanceOf(TimeoutError);
  } finally {
    await emulator.close();
  }
};

/** Shows a client of a fake in the document, and catches its error. */
exports.showClientOfFake = async ({ apiList, apiPromise, NotFoundError }, expect) => {
  document.body.textContent = '';
  const missing = new NotFoundError('no such client', { response: { status: 404, headers: {} }, body: '' });
  const fake = {
    listClients: () => apiList({ data: [{ name: 'Reporting' }], limit: 50 }),
    deleteClient: () => apiPromise(Promise.reject(missing)),
  };
  for await (const { name } of fake.listClients()) {
    document.body.append(name);
  }
  expect(document.body.innerHTML).toBe('Reporting');
  await expect(fake.deleteClient()).rejects.toBeInstanceOf(NotFoundError);
};
