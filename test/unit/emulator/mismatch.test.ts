import { describe, expect, it } from 'vitest';
import type { ServiceVersion } from '../../../emulator/index.js';
import { CLIENTS, NOBODY, startSession, UPDATE, type UserName } from './support/session.js';

const CLIENT = `${CLIENTS}/${NOBODY}`;

describe('unknownRoute', () => {
  it.each(['/', '/api/2.0/clientsx', `${CLIENTS}/a/b`, `${CLIENTS}/a/revoke/c`, `${CLIENTS}/`])('%s', (path) => {
    const outcomeOn = (serviceVersion: ServiceVersion): unknown[] => {
      const { status, headers, text } = startSession({ serviceVersion }).call('DELETE', path);
      return [status, headers['content-type'], text === '', headers.vary !== undefined];
    };
    expect(outcomeOn('3.0')).toEqual([500, 'application/json', false, true]);
    expect(outcomeOn('3.1')).toEqual([404, 'application/problem+json', false, true]);
    expect(outcomeOn('3.7')).toEqual([403, undefined, true, false]);
  });

  it('is a problem of its own kind on 3.6', () => {
    expect(startSession({ serviceVersion: '3.6' }).call('GET', '/api/2.0/unheard').json).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      detail: expect.any(String),
      instance: '/api/2.0/unheard',
    });
  });
});

describe('wrongMethod', () => {
  it.each([
    ['POST', `${CLIENTS}/${NOBODY}`, 'DELETE, GET, PUT'],
    ['PATCH', CLIENTS, 'DELETE, GET, POST'],
    ['POST', `${CLIENTS}/${NOBODY}/activation`, 'PATCH'],
    ['PUT', `${CLIENTS}/${NOBODY}/revoke`, 'DELETE'],
  ])('%s %s', (method, path, allow) => {
    const outcomeOn = (serviceVersion: ServiceVersion): unknown[] => {
      const { status, headers, json } = startSession({ serviceVersion }).call(method, path);
      return [status, headers.allow, typeof json?.reason];
    };
    expect(outcomeOn('3.0')).toEqual([500, undefined, 'string']);
    expect(outcomeOn('3.1')).toEqual([405, undefined, 'string']);
    expect(outcomeOn('3.7')).toEqual([403, allow, 'undefined']);
  });
});

describe('wrongMedia: Content-Type', () => {
  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', ''])('%j is not read', (type) => {
    const outcomeOn = (serviceVersion: ServiceVersion): unknown[] => {
      const { call } = startSession({ serviceVersion });
      const { status, headers, json } = call('PUT', CLIENT, { body: UPDATE, headers: { 'content-type': type } });
      return [status, headers.accept, typeof json?.reason];
    };
    expect(outcomeOn('3.1')).toEqual([500, undefined, 'string']);
    expect(outcomeOn('3.2')).toEqual([415, undefined, 'string']);
    expect(outcomeOn('3.7')).toEqual([403, 'application/json', 'undefined']);
  });

  it('does not matter if no body is read', () => {
    const { call, create } = startSession();
    const path = `${CLIENTS}/${create().client_id}/regenerate`;
    expect(call('PATCH', path, { body: '{', headers: { 'content-type': 'text/plain' } }).status).toBe(200);
  });

  it('is named in Accept-Patch too, for PATCH', () => {
    expect(startSession().call('PATCH', `${CLIENT}/activation`).headers).toMatchObject({
      accept: 'application/json',
      'accept-patch': 'application/json',
    });
  });
});

describe('wrongMedia: Accept', () => {
  const outcomeOn = (serviceVersion: ServiceVersion, accept: string): unknown[] => {
    const { status, headers, json } = startSession({ serviceVersion }).call('GET', CLIENT, { headers: { accept } });
    return [status, headers['content-type'], headers.accept, 'set-cookie' in headers, typeof json?.reason];
  };
  const forbidden = [403, undefined, 'application/json', true, 'undefined'];

  it.each<ServiceVersion>(['3.0', '3.6', '3.7'])('text/html is 403 on %s', (serviceVersion) => {
    expect(outcomeOn(serviceVersion, 'text/html')).toEqual(forbidden);
  });

  it('of other JSON, or malformed, is 500 up to 3.6', () => {
    expect(outcomeOn('3.6', 'application/problem+json')).toEqual([
      500,
      'application/problem+json',
      undefined,
      false,
      'string',
    ]);
    expect(outcomeOn('3.6', 'garbage')).toEqual([500, undefined, undefined, false, 'undefined']);
    expect(outcomeOn('3.7', 'application/problem+json')).toEqual(forbidden);
    expect(outcomeOn('3.7', 'garbage')).toEqual(forbidden);
  });
});

describe('optionsResponse', () => {
  it.each<[ServiceVersion, string, string, string]>([
    ['3.0', CLIENTS, 'GET, HEAD, OPTIONS, POST', ''],
    ['3.7', CLIENTS, 'DELETE, GET, HEAD, OPTIONS, POST', ''],
    ['3.7', CLIENT, 'DELETE, GET, HEAD, OPTIONS, PUT', ''],
    ['3.1', `${CLIENT}/activation`, 'OPTIONS, PATCH', ''],
    ['3.2', `${CLIENT}/activation`, 'OPTIONS, PATCH', 'application/json'],
    ['3.7', `${CLIENT}/regenerate`, 'OPTIONS, PATCH', ''],
  ])('on %s, %s', (serviceVersion, path, allow, acceptPatch) => {
    expect(startSession({ serviceVersion }).call('OPTIONS', path)).toMatchObject({
      status: 200,
      headers: { allow, 'accept-patch': acceptPatch },
    });
  });

  it('is no help to browsers', () => {
    const headers = { origin: 'https://app.example.com', 'access-control-request-method': 'POST' };
    const outcomeOn = (serviceVersion: ServiceVersion, as: UserName | null): unknown[] => {
      const received = startSession({ serviceVersion }).call('OPTIONS', CLIENTS, { as, headers });
      return [received.status, received.text !== '', received.headers.allow];
    };
    expect(outcomeOn('3.7', null)).toEqual([403, false, undefined]);
    expect(outcomeOn('3.6', 'admin')).toEqual([403, true, undefined]);
    expect(outcomeOn('3.7', 'admin')).toEqual([200, false, 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT, TRACE']);
  });
});
