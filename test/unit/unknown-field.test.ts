import { describe, expect, it } from 'vitest';
import { toUpdateRequest } from '../../src/index.js';
import { startApi } from '../support/api.js';
import { CLIENT, CLIENT_ID, CREATE_REQUEST, CREATED, UPDATE_REQUEST } from '../support/calls.js';
import { rejectedIssues } from '../support/rejected-issues.js';
import { DONE } from '../support/steps.js';

describe('a field that createClient does not know', () => {
  it.each([
    ['alow_pkce', 'allow_pkce'],
    ['allow_pcke', 'allow_pkce'],
    ['allow_pkcee', 'allow_pkce'],
    ['allowPkce', 'allow_pkce'],
    ['websiteUrl', 'website_url'],
    ['redirect_uri', 'redirect_uris'],
    ['Scopes', 'scopes'],
  ])('%s is taken for a slip of %s', async (field, meant) => {
    const { api, server } = await startApi([]);
    const body = { ...CREATE_REQUEST, [field]: true };
    expect(await rejectedIssues(() => api.createClient(body), 'createClient')).toEqual([
      { path: field, message: `is no field; did you mean ${meant}?` },
    ]);
    expect(server.connections()).toBe(0);
  });

  it.each(['colour', 'logo_url', 'homepage', 'scopes_v2', 'enabled', 'client_id'])(
    '%s is sent: a newer portal may know it',
    async (field) => {
      const { api, server } = await startApi([CREATED]);
      await api.createClient({ ...CREATE_REQUEST, [field]: 'x' } as typeof CREATE_REQUEST);
      expect(JSON.parse(server.requests[0]?.body ?? '')).toHaveProperty(field, 'x');
    },
  );

  it('is rejected if it is enabled: false, for the new client would be enabled', async () => {
    const { api, server } = await startApi([]);
    const body = { ...CREATE_REQUEST, enabled: false };
    expect(await rejectedIssues(() => api.createClient(body), 'createClient')).toEqual([
      { path: 'enabled', message: 'is not changed by a create; call changeActivation' },
    ]);
    expect(server.connections()).toBe(0);
  });

  it('is sent with validate: { request: false }', async () => {
    const { api, server } = await startApi([CREATED], { validate: { request: false } });
    await api.createClient({ ...CREATE_REQUEST, alow_pkce: true } as typeof CREATE_REQUEST);
    expect(server.requests).toHaveLength(1);
  });
});

it('changeActivation() takes a whole client with another status', async () => {
  const { api, server } = await startApi([DONE]);
  const body = { ...CLIENT, enabled: false, status: true };
  await api.changeActivation(CLIENT_ID, body);
  expect(server.requests).toHaveLength(1);
});

describe('a field that updateClient would ignore', () => {
  it('is rejected with the advice toUpdateRequest, as in { ...client, name }', async () => {
    const { api, server } = await startApi([]);
    const body = { ...CLIENT, name: 'Another' };
    const issues = await rejectedIssues(() => api.updateClient(CLIENT_ID, body), 'updateClient');
    expect(issues.map(({ path }) => path)).toEqual(expect.arrayContaining(['client_id', 'tenant', 'website_url']));
    expect(new Set(issues.map(({ message }) => message))).toEqual(
      new Set([
        'is not changed by an update; leave it out (toUpdateRequest)',
        'is not changed by an update; call changeActivation',
      ]),
    );
    expect(server.connections()).toBe(0);
  });

  it('is none in what toUpdateRequest() returns', async () => {
    const { api, server } = await startApi([DONE]);
    await api.updateClient(CLIENT_ID, { ...toUpdateRequest(CLIENT), name: 'Another' });
    expect(server.requests).toHaveLength(1);
  });

  it.each(['website_url', 'logout_redirect_uri', 'enabled'])('%s', async (field) => {
    const { api } = await startApi([]);
    const body = { ...UPDATE_REQUEST, [field]: 'https://example.com' };
    expect(await rejectedIssues(() => api.updateClient(CLIENT_ID, body), 'updateClient')).toMatchObject([
      { path: field },
    ]);
  });
});
