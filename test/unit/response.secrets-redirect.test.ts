import { expect, it } from 'vitest';
import { startApi } from '../support/api.js';
import { CLIENT_ID } from '../support/calls.js';

it.each([
  ['https://login.example.com/?key=sk-abc.def', 'https://login.example.com'],
  ['https://sk-abc.def:pass@login.example.com/sk-abc.def', 'https://login.example.com'],
  ['https://SK-ABC.DEF.example.com/', 'https://[redacted].example.com'],
])('UnexpectedResponseError: a redirect to %s shows only its redacted origin', async (location, origin) => {
  const { api } = await startApi([{ status: 302, headers: { location } }], { apiKey: 'sk-abc.def' });
  await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({
    name: 'UnexpectedResponseError',
    message: `deleteClient ${CLIENT_ID}: the portal redirected to ${origin}; check baseUrl and the apiKey`,
  });
});
