import { describe, expect, it } from 'vitest';
import { type CallOptions, type ClientManagementOptions, InvalidRequestError } from '../../src/index.js';
import { startApi } from '../support/api.js';
import { ALL_OPERATIONS, CLIENT_ID, CREATE_REQUEST, json, REPEATABLE } from '../support/calls.js';
import { useFakeTime } from '../support/fake-time.js';
import { expectToHide } from '../support/secrets.js';
import { SENDERS, startSender } from '../support/senders.js';
import type { Step } from '../support/server.js';
import { rateLimited, repeat, reset, unavailable } from '../support/steps.js';

useFakeTime();

// However it is written: 120 s, 120000 ms, 2 min.
const TWO_MINUTES = /\b120 ?s\b|\b120[ _,.]?000 ?ms\b|\b2 ?min/;

/** The message of the error that deleteClient rejects with. */
async function messageOf(
  script: readonly Step[],
  options: ClientManagementOptions = {},
  call: CallOptions = {},
): Promise<string> {
  const { api } = await startApi(script, options);
  return api.deleteClient(CLIENT_ID, call).then(
    () => expect.fail('the call succeeded'),
    (error) => error.message,
  );
}

describe('DocSpaceError.message begins with', () => {
  it.each(ALL_OPERATIONS)('the operation and its client: $operation', async ({ operation, run }) => {
    const { api } = await startApi([{ status: 404 }]);
    const client = operation === 'createClient' ? `"${CREATE_REQUEST.name}"` : CLIENT_ID;
    await expect(run(api)).rejects.toMatchObject({
      message: expect.stringMatching(new RegExp(`^${operation} ${client}: .*\\b404\\b`)),
    });
  });

  it.each([
    ['a lost connection', [reset]],
    ['a redirect', [{ status: 302, headers: { location: '/login' } }]],
    ['a 503', [unavailable()]],
  ])('the id of the client after %s', async (_, script) => {
    expect(await messageOf(script, { retry: false })).toMatch(new RegExp(`^deleteClient ${CLIENT_ID}: `));
  });

  it('the name of the client to create if another field is wrong', async () => {
    const { api } = await startApi([]);
    const body = { ...CREATE_REQUEST, logo: 'none' };
    await expect(api.createClient(body)).rejects.toThrow(/^createClient "Reporting": logo/);
    for (const name of [undefined, 1] as unknown as string[]) {
      await expect(api.createClient({ ...body, name })).rejects.toThrow(/^createClient: (name|logo)/);
    }
  });

  it('the operation alone if the id or options are wrong', async () => {
    const { api } = await startApi([]);
    await expect(api.deleteClient('no id')).rejects.toThrow(/^deleteClient: clientId/);
    await expect(api.deleteClient(CLIENT_ID, { timeout: -1 })).rejects.toThrow(/^deleteClient: timeout/);
  });

  it('the id of the client if the body of an update is wrong', async () => {
    const { api } = await startApi([]);
    const subject = `updateClient ${CLIENT_ID}: `;
    const body = { name: 'ab', logo: 'none', allowed_origins: [] };
    await expect(api.updateClient(CLIENT_ID, body)).rejects.toThrow(`${subject}logo must be a data URI`);
    await expect(api.updateClient(CLIENT_ID, null as never)).rejects.toThrow(`${subject}body must be an object`);
    const change = api.changeActivation(CLIENT_ID, {} as never);
    await expect(change).rejects.toThrow(`changeActivation ${CLIENT_ID}: status is missing`);
  });

  it('a name with quotes and line breaks, within one line', async () => {
    const { api } = await startApi([{ status: 404 }]);
    const call = api.createClient({ ...CREATE_REQUEST, name: 'The "new"\r\none' });
    await expect(call).rejects.toThrow(/^createClient .*The.*new.*one.*\b404\b.*$/);
  });

  it('no name if that of the client is no string', async () => {
    const { api } = await startApi([{ status: 400 }], { validate: false });
    const { name: _, ...nameless } = CREATE_REQUEST;
    await expect(api.createClient(nameless as never)).rejects.toThrow(/^createClient: .*\b400\b/);
  });
});

describe('InvalidRequestError.message', () => {
  const issues = ['a', 'b', 'c', 'd'].map((path) => ({ path, message: 'is missing' }));

  it('has up to three issues in its line', () => {
    const { message } = new InvalidRequestError(issues.slice(0, 3), { operation: 'createClient' });
    expect(message).toBe('createClient: a is missing; b is missing; c is missing');
  });

  it('has more of them in lines of their own', () => {
    const { message } = new InvalidRequestError(issues, { operation: 'createClient' });
    expect(message.split('\n')).toEqual([
      'createClient: 4 issues',
      '- a is missing',
      '- b is missing',
      '- c is missing',
      '- d is missing',
    ]);
  });
});

describe('BadRequestError.message', () => {
  const FIELDS = [
    { field: 'redirect_uris[0]', code: 'ErrorWrongUrl', message: 'must be an https address' },
    { field: 'name', code: 'ErrorSize', message: 'must have at most 256 characters' },
  ];

  const problemMessage = async (problem: unknown): Promise<string> => {
    const { api } = await startApi([json(400, problem)]);
    return api.createClient(CREATE_REQUEST).then(
      () => expect.fail('the call succeeded'),
      (error) => error.message,
    );
  };

  it.each([1, 2])('shows field and message of %i problem errors', async (count) => {
    const message = await problemMessage({ title: 'Bad Request', status: 400, errors: FIELDS.slice(0, count) });
    for (const { field, message: text } of FIELDS.slice(0, count)) {
      expect(message).toContain(field);
      expect(message).toContain(text);
    }
  });

  it('shows the well-formed errors among others', async () => {
    const message = await problemMessage({ title: 'Bad Request', errors: [null, 5, { field: 'logo' }, ...FIELDS] });
    expect(message).toContain('redirect_uris[0]');
    expect(message).toContain('must be an https address');
    expect(message).not.toMatch(/undefined|null|\[object/);
  });

  it('stays short with many long errors', async () => {
    const errors = repeat(1000, { field: 'name', code: 'ErrorSize', message: 'too long '.repeat(1000) });
    expect((await problemMessage({ title: 'Bad Request', errors })).length).toBeLessThan(4000);
  });

  it.each([[[]], ['many'], [{ field: 'name' }], [null]])('is the detail if errors is %j', async (errors) => {
    const message = await problemMessage({ title: 'Bad Request', detail: 'a wrong name', errors });
    expect(message).toContain('a wrong name');
    expect(message).not.toMatch(/undefined|null|\[object/);
  });

  it.each(SENDERS)('shows no secret of its problem errors with %s', async (_, sender) => {
    const field = sender.echoes.join(' ');
    const problem = { title: 'Bad', errors: [{ field, code: 'x', message: field }] };
    const { api } = await startSender(sender, [json(400, problem)]);
    const error: unknown = await api.createClient(CREATE_REQUEST, sender.call).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ status: 400, message: expect.stringContaining('[redacted]') });
    expectToHide(error);
  });
});

describe('InternalServerError.message', () => {
  const ADVICE = '; DocSpace 3.0 returns 500 for an unknown client, and 404 if you call getClient';

  it('says that the client may be unknown if the key was sent as 3.0 takes it', async () => {
    expect(await messageOf([json(500, { reason: 'failed' })])).toBe(
      `deleteClient ${CLIENT_ID}: the portal returned 500; failed${ADVICE}`,
    );
  });

  it.each(SENDERS)('says so only of a client that has an id, and not of later versions, with %s', async (_, sender) => {
    const { api } = await startSender(sender, [{ status: 500 }, { status: 500 }, { status: 500 }]);
    await expect(api.createClient(CREATE_REQUEST)).rejects.toMatchObject({
      message: expect.not.stringContaining(ADVICE),
    });
    await expect(api.getScopes()).rejects.toMatchObject({ message: expect.not.stringContaining(ADVICE) });
    const error: unknown = await api.deleteClient(CLIENT_ID).catch((thrown: unknown) => thrown);
    expect(String(error).includes(ADVICE)).toBe(sender.options.securityScheme === 'asc_auth_key');
  });
});

describe.each([401, 403])('AuthenticationError and PermissionDeniedError: the message after a %i names', (status) => {
  const RIGHTS = /check the rights of the user, and baseUrl and headers/;

  it.each<[string, ClientManagementOptions, Readonly<Record<string, string>>, RegExp]>([
    [
      'the session of the key in the cookie',
      { apiKey: 'session' },
      {},
      /session token, and its session may have ended$/,
    ],
    ['the x-signature of headers', { headers: { 'x-signature': 'own' } }, {}, /the x-signature of headers: it may/],
    ['the rights if the credential was accepted', { apiKey: 'session' }, { 'x-ratelimit-remaining': '3' }, RIGHTS],
  ])('%s', async (_, { apiKey, ...options }, headers, advice) => {
    const { api } = await startApi([{ status, headers }], { ...options, apiKey });
    await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({
      status,
      message: expect.stringMatching(new RegExp(`the portal returned ${status}; .*${advice.source}`)),
    });
  });
});

it.each(SENDERS)(
  'PermissionDeniedError.message: names the rights of the user if there is a body, with %s',
  async (_, sender) => {
    const { api } = await startSender(sender, [json(403, { reason: 'no admin' })]);
    await expect(api.deleteClient(CLIENT_ID)).rejects.toThrow(
      `deleteClient ${CLIENT_ID}: the portal returned 403; no admin; check the rights of the user`,
    );
  },
);

describe('RateLimitError.message', () => {
  it('has the wait that exceeds maxWait, and names maxWait', async () => {
    const message = await messageOf([rateLimited({ 'retry-after': '120' })], { maxWait: 1000 });
    expect(message).toMatch(TWO_MINUTES);
    expect(message).toMatch(/\bmaxWait\b/);
    expect(message).not.toMatch(/\bmaxRetries\b/);
  });

  it.each([
    ['Retry-After', { 'retry-after': '120' }],
    ['X-Ratelimit-Reset', { 'x-ratelimit-reset': '120000000000' }],
  ])('has the wait of %s without pacing, and names maxWait', async (_, headers) => {
    const message = await messageOf([rateLimited(headers)], { maxWait: 1000, pacing: false });
    expect(message).toMatch(TWO_MINUTES);
    expect(message).toMatch(/\bmaxWait\b/);
  });

  it('names maxWait if it is 0', async () => {
    expect(await messageOf([rateLimited({ 'retry-after': '120' })], {}, { maxWait: 0 })).toMatch(/\bmaxWait\b/);
  });

  it('names maxRetries once they are used up', async () => {
    const message = await messageOf(repeat(3, rateLimited()), { retry: { maxRetries: 2 } });
    expect(message).toMatch(/\bmaxRetries\b/);
    expect(message).not.toMatch(/\bmaxWait\b/);
  });
});

describe('ServiceUnavailableError.message', () => {
  it('names maxRetries once they are used up', async () => {
    const message = await messageOf(repeat(3, unavailable()), { retry: { maxRetries: 2 } });
    expect(message).toMatch(/\bmaxRetries\b/);
    expect(message).not.toMatch(/\bmaxWait\b/);
  });

  it('has the wait that exceeds maxWait, and names maxWait', async () => {
    const message = await messageOf([unavailable({ 'retry-after': '120' })], { maxWait: 1000 });
    expect(message).toMatch(TWO_MINUTES);
    expect(message).toMatch(/\bmaxWait\b/);
  });
});

describe.each<[string, ClientManagementOptions['retry']]>([
  ['retry: false', false],
  ['retry: { maxRetries: 0 }', { maxRetries: 0 }],
])('DocSpaceError.message with %s', (_, retry) => {
  it.each([
    ['a 429', rateLimited()],
    ['a 429 with a Retry-After', rateLimited({ 'retry-after': '1' })],
    ['a 503', unavailable()],
    ['a 503 with a Retry-After', unavailable({ 'retry-after': '1' })],
  ])('names retry after %s, and neither maxWait nor waits', async (_, step) => {
    for (const [options, call] of [
      [{ retry }, {}],
      [{}, { retry }],
    ]) {
      const message = await messageOf([step], options, call);
      expect(message).toMatch(/\bretry\b/);
      expect(message).not.toMatch(/\bmaxWait\b/);
    }
  });
});

it.each(REPEATABLE)('NotFoundError.message: names neither retry nor maxWait: $operation', async ({ run }) => {
  const { api } = await startApi([{ status: 404 }]);
  await expect(run(api)).rejects.toMatchObject({
    message: expect.not.stringMatching(/\b(retry|maxWait|maxRetries)\b/),
  });
});
