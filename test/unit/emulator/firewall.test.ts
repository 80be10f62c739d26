import { expect, it } from 'vitest';
import type { ServiceVersion } from '../../../emulator/index.js';
import { CLIENTS, NOBODY, startSession } from './support/session.js';

it.each(['a%2Fb', 'a%2fb', 'a%5Cb', 'a%00b', '%zz', '%'])('a path with %s gets the page of the container', (id) => {
  const { call, service } = startSession();
  const { status, headers, text } = call('GET', `${CLIENTS}/${id}`);
  expect([status, headers, text.startsWith('<!doctype html>')]).toEqual([
    400,
    { 'content-type': 'text/html;charset=utf-8' },
    true,
  ]);
  expect(service.stats().accepted).toBe(0);
});

it.each(['a%25b', 'a;b=c', 'a%3Bb', '..', '.', 'a/../b', '%2e%2e', '/a'])(
  'a path with %s is 403 and costs no token',
  (id) => {
    expect(startSession().call('GET', `${CLIENTS}/${id}`)).toEqual({ status: 403, headers: {}, text: '', json: null });
  },
);

it.each<[ServiceVersion, number]>([
  ['3.6', 400],
  ['3.7', 403],
])('TRACE and strange methods on %s: %i', (serviceVersion, status) => {
  const { call } = startSession({ serviceVersion });
  const allow = 'DELETE, GET, HEAD, OPTIONS, POST, PUT';
  expect(call('TRACE', CLIENTS)).toMatchObject({ status, headers: { allow } });
  expect(call('PROPFIND', CLIENTS)).toMatchObject({ status, headers: {} });
});

it.each<[ServiceVersion, number]>([
  ['3.7', 400],
  ['next', 404],
])('a head of 9000 bytes on %s: %i', (serviceVersion, status) => {
  expect(startSession({ serviceVersion }).call('GET', `${CLIENTS}/${NOBODY}`, { headSize: 9000 }).status).toBe(status);
});
