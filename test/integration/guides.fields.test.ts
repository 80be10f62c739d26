import { expect, it } from 'vitest';
import type { CreateClientRequest } from '../../src/index.js';
import { ClientManagementApi } from '../../src/index.js';
import { openapi } from '../support/document.js';
import { quoted, rowsAfter } from '../support/pages.js';
import { startService } from '../support/service.js';

const ROWS = rowsAfter('docs/methods.md', 'Fields of a response').flatMap(([fields = '', ...columns]) =>
  quoted(fields).map((field) => ({ field, columns })),
);

it.each([
  ['ClientResponse', 0],
  ['ClientListItem', 1],
  ['ClientInfoResponse', 2],
] as const)('docs/methods.md: the table of responses has the fields of %s', (name, column) => {
  const shown = ROWS.filter(({ columns }) => columns[column] === 'yes').map(({ field }) => field);
  expect(shown.sort()).toEqual(Object.keys(openapi.components?.schemas?.[name]?.properties ?? {}).sort());
  expect(ROWS.filter(({ columns }) => !['yes', '–'].includes(columns[column] ?? ''))).toEqual([]);
});

it('docs/methods.md: a response is refused as a request because of logout_redirect_uris', async () => {
  const service = await startService();
  const api = new ClientManagementApi({ baseUrl: service.url, apiKey: 'emulator-key' });
  const client = await api.getClient(await service.create());
  const copy: CreateClientRequest = { ...client, logout_redirect_uri: client.website_url, description: 'A copy' };
  await expect(api.createClient(copy)).rejects.toMatchObject({
    code: 'INVALID_REQUEST',
    issues: [{ path: 'logout_redirect_uris' }],
  });
});
