import { describe, expect, it } from 'vitest';
import { ResponseValidationError, UnexpectedResponseError } from '../../src/index.js';
import { startApi } from '../support/api.js';
import { ALL_OPERATIONS, CLIENT, CLIENT_ID, CREATE_REQUEST, json } from '../support/calls.js';

const CHECKED = { validate: { response: true } };

const BROKEN_CLIENTS: [field: string, value: unknown, message: string, path?: string][] = [
  ...Object.keys(CLIENT)
    .filter((field) => field !== 'client_secret')
    .map((field): [string, unknown, string] => [field, undefined, 'is missing']),
  ['name', 5, 'must be a string'],
  ['description', 5, 'must be a string or null'],
  ['tenant', '1', 'must be an integer'],
  ['tenant', 1.5, 'must be an integer'],
  ['scopes', 'files:read', 'must be an array'],
  ['scopes', ['files:read', 5], 'must be a string', 'scopes/1'],
  ['enabled', 'yes', 'must be true or false'],
  ['client_id', 'no uuid', 'must be a UUID'],
  ['client_secret', null, 'must be a string'],
  ['authentication_methods', ['password'], 'must be one of client_secret_post, none', 'authentication_methods/0'],
  ['created_on', 'yesterday', 'must be a date and time in ISO 8601'],
  ['modified_on', 1_738_317_600_000, 'must be a string'],
  ['logout_redirect_uris', null, 'must be an array'],
];

describe('validate: { response: true }', () => {
  it.each(BROKEN_CLIENTS)('rejects a client with %s %j', async (field, value, message, path = field) => {
    const broken = { ...CLIENT, [field]: value };
    const { api } = await startApi([json(201, broken)], CHECKED);
    const error: unknown = await api.createClient(CREATE_REQUEST).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ResponseValidationError);
    expect(error).toBeInstanceOf(UnexpectedResponseError);
    expect(error).toMatchObject({
      code: 'RESPONSE_VALIDATION',
      message: `createClient "Reporting": the response breaks the contract: ${path} ${message}; the client may have been created: look for it before you call again`,
      operation: 'createClient',
      attempts: 1,
      status: 201,
      issues: [{ path, message }],
    });
    expect((error as ResponseValidationError).getData()).toEqual(JSON.parse(JSON.stringify(broken)));
  });

  it.each([[{}], [{ client_secret: 5 }], [{ secret: 'a-new-secret' }]])('rejects the secret %j', async (body) => {
    const { api } = await startApi([json(200, body)]);
    const error: unknown = await api.regenerateSecret(CLIENT_ID, CHECKED).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'ResponseValidationError', issues: [{ path: 'client_secret' }] });
    expect((error as ResponseValidationError).getData()).toEqual(body);
  });

  it('accepts fields that later services add', async () => {
    const later = { ...CLIENT, description: 'text', colour: 'red', scopes: ['forms:read'] };
    const { api } = await startApi([json(201, later)], CHECKED);
    expect(await api.createClient(CREATE_REQUEST)).toEqual(later);
  });

  it.each(ALL_OPERATIONS)('accepts the response to $operation', async ({ run, success, data }) => {
    const { api } = await startApi([success], CHECKED);
    expect(await run(api)).toEqual(data);
  });
});

describe.each([
  ['without validate', undefined],
  ['with validate: false', false],
  ['with validate: { request: true }', { request: true }],
] as const)('validate option: %s', (_, validate) => {
  it('accepts any object with the id and the secret of a new client', async () => {
    const client = { client_id: 'a', client_secret: 'b', id: 5 };
    const { api } = await startApi([json(201, client)], validate === undefined ? {} : { validate });
    expect(await api.createClient(CREATE_REQUEST)).toEqual(client);
  });

  it.each(['client_id', 'client_secret'])('rejects a new client without %s, and keeps the rest', async (field) => {
    const client = field === 'client_id' ? { client_secret: 'b' } : { client_id: 'a' };
    const { api } = await startApi([json(201, client)], validate === undefined ? {} : { validate });
    const error: unknown = await api.createClient(CREATE_REQUEST).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ mayHaveRun: true, issues: [{ path: field, message: 'is missing' }] });
    expect((error as ResponseValidationError).getData()).toEqual(client);
  });
});
