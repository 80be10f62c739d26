const { ClientManagementApi, NotFoundError } = require('docspace-client-management');

jest.mock('docspace-client-management');

const real = jest.requireActual('docspace-client-management');
const METHODS = Object.getOwnPropertyNames(real.ClientManagementApi.prototype).filter((name) => name !== 'constructor');

it('returns undefined from every method', () => {
  const api = new ClientManagementApi();
  expect(METHODS).toContain('listClients');
  for (const name of METHODS) {
    expect([name, api[name]()]).toEqual([name, undefined]);
  }
});

it('lists and deletes what the real functions make', async () => {
  const api = new ClientManagementApi();
  api.listClients.mockReturnValue(real.apiList({ data: [{ name: 'Reporting' }], limit: 50 }));
  api.deleteClient.mockReturnValue(real.apiPromise(undefined));
  const names = [];
  for await (const { name } of api.listClients()) {
    names.push(name);
  }
  expect(names).toEqual(['Reporting']);
  expect(await api.deleteClient('id').withResponse()).toMatchObject({ attempts: 1 });
});

it('recognizes no real error by its classes', () => {
  const error = new real.NotFoundError('gone', { response: { status: 404, headers: {} }, body: '' });
  expect([error instanceof real.NotFoundError, error instanceof NotFoundError]).toEqual([true, false]);
});
