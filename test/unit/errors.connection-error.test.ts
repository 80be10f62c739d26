import { describe, expect, it, vi } from 'vitest';
import { ConnectionError, type DocSpaceError } from '../../src/index.js';
import { startApi } from '../support/api.js';
import { ALL_OPERATIONS, CLIENT_ID, CREATING, REPEATABLE } from '../support/calls.js';
import { letSocketsWork, useFakeTime } from '../support/fake-time.js';
import { expectToHide } from '../support/secrets.js';
import { FAILING_SENDER, SENDERS, type Sender, startSender } from '../support/senders.js';
import { watchTraces } from '../support/traces.js';
import { watchUnhandled } from '../support/unhandled.js';

useFakeTime();

const SESSION_SENDER: Sender = SENDERS[0]?.[1] ?? expect.fail('no sender');

/** What a call rejects with if the user's fetch throws `thrown`; fails if the call does not end. */
async function failure(thrown: unknown, sender: Sender = SESSION_SENDER): Promise<DocSpaceError> {
  const { api } = await startSender(sender, [], { retry: false, fetch: () => Promise.reject(thrown) });
  const ended = api.deleteClient(CLIENT_ID, sender.call).then(
    () => expect.fail('the call succeeded'),
    (error) => error,
  );
  const pending = letSocketsWork().then(() => expect.fail('the call does not end'));
  const error = await Promise.race([ended, pending]);
  expect(error).toBeInstanceOf(ConnectionError);
  expect(error).toMatchObject({
    code: 'CONNECTION',
    operation: 'deleteClient',
    attempts: sender === FAILING_SENDER[1] ? 0 : 1,
  });
  return error;
}

const REFUSED = ['connect ECONNREFUSED ::1:8092', 'connect ECONNREFUSED 127.0.0.1:8092'];

function refusedTwice(message?: string): AggregateError {
  return new AggregateError(
    REFUSED.map((text) => Object.assign(new Error(text), { code: 'ECONNREFUSED' })),
    message,
  );
}

describe('ConnectionError.message has', () => {
  it.each<[string, unknown, RegExp]>([
    ['a string', 'the tunnel is closed', /the tunnel is closed/],
    ['a number', 42, /\b42\b/],
    ['null', null, /\bnull\b/],
    ['undefined', undefined, /\bundefined\b/],
    ['false', false, /\bfalse\b/],
    ['a bigint', 7n, /\b7\b/],
    ['a symbol', Symbol('no route'), /no route/],
    ['an object with a message', { message: 'the quota is used up' }, /the quota is used up/],
    ['an object with a code', { code: 'ETUNNEL' }, /ETUNNEL/],
    ['an object of another realm', Object.assign(Object.create(null), { message: 'no route' }), /no route/],
    ['an Error', new Error('the proxy said no'), /the proxy said no/],
    ['an Error with a Response as its cause', errorWithResponse(), /the proxy said no/],
    [
      'an Error with a string as its cause',
      new Error('the proxy said no', { cause: 'out of hours' }),
      /the proxy said no.*out of hours/,
    ],
    ['an Error with null as its cause', new Error('the proxy said no', { cause: null }), /the proxy said no/],
    ['an Error with a number as its cause', new Error('the proxy said no', { cause: 407 }), /the proxy said no.*407/],
    ['an AggregateError without a message', refusedTwice(), new RegExp(REFUSED.join('.*'))],
    ['an AggregateError with a message', refusedTwice('all addresses failed'), /all addresses failed/],
    [
      'a TypeError of fetch with an AggregateError as its cause',
      new TypeError('fetch failed', { cause: refusedTwice() }),
      new RegExp(REFUSED.join('.*')),
    ],
    ['an AggregateError of strings', new AggregateError(['first no', 'second no']), /first no.*second no/],
    ['an AggregateError of nothing', new AggregateError([], 'no addresses'), /no addresses/],
  ])('what a fetch threw: %s', async (_, thrown, text) => {
    const { message } = await failure(thrown);
    expect(message).toMatch(text);
    expect(message).not.toMatch(/\[object|\bobject\b/);
  });

  it('some text if a fetch threw an Error without a message', async () => {
    const { message } = await failure(new Error());
    expect(message).not.toMatch(/\(\)|: $/);
  });
});

function errorWithResponse(): Error {
  return new Error('the proxy said no', {
    cause: new Response('denied', { status: 407, headers: { 'set-cookie': 'a=b' } }),
  });
}

describe('ConnectionError.cause is', () => {
  it.each<[string, unknown]>([
    ['a string', 'the tunnel is closed'],
    ['an empty string', ''],
    ['a number', 42],
    ['zero', 0],
    ['null', null],
    ['undefined', undefined],
    ['false', false],
    ['a symbol', Symbol('no route')],
  ])('what a fetch threw, unchanged: %s', async (_, thrown) => {
    const { cause } = await failure(thrown);
    expect(cause).toBe(thrown);
  });

  it('an Error with the message of a thrown object', async () => {
    const { cause } = await failure({ message: 'the quota is used up', retry: true });
    expect(cause).toMatchObject({ message: 'the quota is used up' });
  });

  it.each([
    ['at the top', (cause: unknown) => failure(cause).then((error) => error.cause)],
    [
      'beneath the TypeError of fetch',
      (cause: unknown) => failure(new TypeError('fetch failed', { cause })).then((error) => Object(error.cause).cause),
    ],
  ])('an AggregateError with its errors, %s', async (_, find) => {
    const cause = await find(refusedTwice('all addresses failed'));
    expect(cause).toMatchObject({
      name: 'AggregateError',
      message: 'all addresses failed',
      errors: REFUSED.map((message) => expect.objectContaining({ name: 'Error', message, code: 'ECONNREFUSED' })),
    });
  });

  it('the chain of an Error whose cause is a string', async () => {
    const { cause } = await failure(new Error('outer', { cause: new Error('inner', { cause: 'a text' }) }));
    expect(cause).toMatchObject({ message: 'outer', cause: { message: 'inner', cause: 'a text' } });
  });

  it('the chain of an Error whose cause is a Response', async () => {
    const { cause } = await failure(errorWithResponse());
    expect(cause).toMatchObject({ message: 'the proxy said no' });
    expect(Object(cause).cause).toBeDefined();
  });
});

describe.each([...SENDERS, FAILING_SENDER])('ConnectionError with %s: shows no secret of', (_, sender) => {
  const echo = sender.echoes.join(' ');
  const { headers } = sender.options;

  it.each<[string, (secret: string) => unknown]>([
    ['a string', () => `no route for ${echo}`],
    ['a string that is the secret alone', (secret) => secret],
    ['an object', (secret) => ({ message: echo, config: { headers, secret } })],
    ['a string as a cause', () => new Error('no', { cause: echo })],
    ['an object as a cause', (message) => new Error('no', { cause: { message, headers } })],
    ['an object without a message', (cookie) => ({ headers: { ...headers, cookie } })],
    ['a Response', (secret) => new Response(secret, { headers: { 'x-echo': secret, 'set-cookie': secret } })],
    [
      'a Response as a cause',
      (secret) => new Error('no', { cause: new Response(secret, { statusText: 'OK', headers: { a: secret } }) }),
    ],
    ['an AggregateError', (secret) => new AggregateError([new Error('one'), secret], echo)],
    ['the errors of an AggregateError', (secret) => new AggregateError([new Error(secret), new Error(echo)], 'no')],
    [
      'the causes of the errors of an AggregateError',
      (secret) => new AggregateError([new Error('one', { cause: new Error(secret, { cause: secret }) })], 'no'),
    ],
    [
      'fields of the errors of an AggregateError',
      (secret) => new AggregateError([Object.assign(new Error('one'), { request: { headers, secret } })]),
    ],
    ['an array', (secret) => [secret, { secret }]],
    ['a function', (secret) => Object.assign(() => secret, { secret })],
  ])('%s', async (_, make) => {
    for (const secret of sender.sent) {
      expectToHide(await failure(make(secret), sender));
    }
  });

  it('a string, which stays a string', async () => {
    const { cause, message } = await failure(`no route for ${sender.sent[0]} today`, sender);
    expect(cause).toBe('no route for [redacted] today');
    expect(message).toContain(cause);
  });
});

const REVOKED = Proxy.revocable({}, {});
REVOKED.revoke();

describe('ConnectionError: ends a call if its fetch throws', () => {
  const unreadable = {
    get(): never {
      throw new Error('not to be read');
    },
  };

  it.each<[string, () => unknown]>([
    ['an object whose message cannot be read', () => Object.defineProperty({}, 'message', unreadable)],
    ['an Error whose cause cannot be read', () => Object.defineProperty(new Error('no'), 'cause', unreadable)],
    ['an object that has no text', () => ({ toString: undefined, valueOf: undefined })],
    ['a revoked Proxy', () => REVOKED.proxy],
    [
      'an Error that is its own cause',
      () => {
        const error = new Error('no');
        return Object.assign(error, { cause: error });
      },
    ],
    [
      'an AggregateError that is among its own errors',
      () => {
        const error = new AggregateError([], 'no');
        error.errors.push(error);
        return error;
      },
    ],
    ['an object whose errors are no list', () => ({ message: 'no', errors: 'many' })],
    ['a Promise', () => Promise.resolve('no')],
  ])('%s', async (_, make) => {
    const unhandled = watchUnhandled();
    await failure(make());
    expect(await unhandled()).toEqual([]);
  });
});

describe('ConnectionError: a thrown value that is no Error is a lost connection', () => {
  const THROWN = ['the tunnel is closed', null, undefined, 42, { message: 'no route' }];

  it.each(REPEATABLE)('$operation is retried', async ({ run, data }) => {
    const expectNoTraces = watchTraces();
    const fetch = vi.fn<() => Promise<Response>>(async () => new Response());
    for (const thrown of THROWN) {
      fetch.mockRejectedValueOnce(thrown);
    }
    const { api, waits } = await startApi([], { fetch });
    expect(await run(api).withResponse()).toMatchObject({ data, attempts: THROWN.length + 1 });
    expect(waits).toHaveLength(THROWN.length);
    await expectNoTraces();
  });

  it.each(CREATING)('$operation is not retried', async ({ run }) => {
    for (const thrown of THROWN) {
      const fetch = vi.fn(() => Promise.reject(thrown));
      const { api } = await startApi([], { fetch });
      await expect(run(api)).rejects.toMatchObject({ name: 'ConnectionError', attempts: 1, mayHaveRun: true });
      expect(fetch).toHaveBeenCalledTimes(1);
    }
  });

  it.each(ALL_OPERATIONS)('also if fetch throws it synchronously: $operation', async ({ run, operation }) => {
    const fetch = vi.fn(() => {
      throw 'the tunnel is closed';
    });
    const { api } = await startApi([], { fetch, retry: false });
    await expect(run(api)).rejects.toMatchObject({ name: 'ConnectionError', operation, cause: 'the tunnel is closed' });
  });
});
