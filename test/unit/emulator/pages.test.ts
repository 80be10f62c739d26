import { describe, expect, it } from 'vitest';
import type { ServiceVersion } from '../../../emulator/index.js';
import { CLIENTS, CREATE, type Session, startSession } from './support/session.js';

function startWithClients(serviceVersion: ServiceVersion, count = 5): Session {
  const session = startSession({ serviceVersion });
  for (let number = 1; number <= count; number++) {
    session.create({ body: { ...CREATE, name: `No. ${number}` } });
  }
  return session;
}

/** The numbers of the clients on a page, and the rest of the page. */
function pageOf({ call }: Session, query: string): { numbers: number[]; rest: Record<string, unknown> } {
  const { status, json } = call('GET', `${CLIENTS}?${query}`);
  expect(status).toBe(200);
  const { data, ...rest } = json ?? {};
  return { numbers: (data as { name: string }[]).map(({ name }) => Number(name.slice(4))), rest };
}

describe('cursors', () => {
  it('lead from page to page', () => {
    const session = startWithClients('3.7');
    const first = pageOf(session, 'limit=2');
    expect(first).toEqual({
      numbers: [5, 4],
      rest: { limit: 2, last_client_id: expect.any(String), last_created_on: expect.any(String) },
    });
    const cursor = `last_client_id=${first.rest.last_client_id}&last_created_on=${first.rest.last_created_on}`;
    const second = pageOf(session, `limit=2&${cursor}`);
    expect(second.numbers).toEqual([3, 2]);
    expect(pageOf(session, `limit=2&last_created_on=${second.rest.last_created_on}`)).toEqual({
      numbers: [1],
      rest: { limit: 2, last_client_id: null, last_created_on: null },
    });
  });

  it('are ignored without a time, and need no id', () => {
    const session = startWithClients('3.7');
    const { last_client_id, last_created_on } = pageOf(session, 'limit=2').rest;
    expect(pageOf(session, `limit=2&last_client_id=${last_client_id}`).numbers).toEqual([5, 4]);
    expect(pageOf(session, 'limit=2&last_client_id=&last_created_on=').numbers).toEqual([5, 4]);
    expect(pageOf(session, `limit=2&last_client_id=abc&last_created_on=${last_created_on}`).numbers).toEqual([3, 2]);
  });

  it('take a time with any offset', () => {
    const session = startWithClients('3.7');
    expect(pageOf(session, 'limit=2&last_created_on=2099-01-01T00:00:00%2B03:00').numbers).toEqual([5, 4]);
    expect(pageOf(session, 'limit=2&last_created_on=2001-01-01T00:00Z').numbers).toEqual([]);
  });

  it('end where a page is full', () => {
    expect(pageOf(startWithClients('3.7'), 'limit=5').rest.last_client_id).toBeNull();
  });

  it.each(['2099-01-01T00:00:00+03:00', '2099-01-01T00:00:00', '2099-01-01', 'yesterday', '2099-13-01T00:00:00Z'])(
    'are 500 for the time %s',
    (time) => {
      expect(startSession().call('GET', `${CLIENTS}?limit=2&last_created_on=${time}`).status).toBe(500);
    },
  );
});

describe('limit', () => {
  it.each<[ServiceVersion, string, number]>([
    ['3.7', 'limit=50', 200],
    ['3.7', 'limit=51', 400],
    ['3.7', 'limit=0', 400],
    ['3.7', 'limit=-1', 400],
    ['3.7', 'limit=1.5', 500],
    ['3.7', 'limit=abc', 500],
    ['3.7', 'limit=99999999999', 500],
    ['3.7', '', 200],
    ['3.7', 'limit=', 200],
    ['3.1', '', 400],
    ['3.1', 'limit=', 500],
    ['3.0', 'page=0&limit=100', 200],
    ['3.0', 'page=0&limit=101', 400],
    ['3.0', 'page=0&limit=0', 400],
    ['3.0', 'page=-1&limit=2', 400],
    ['3.0', 'page=a&limit=2', 500],
    ['3.0', 'limit=2', 500],
    ['3.0', 'page=0', 500],
  ])('on %s, ?%s: %i', (serviceVersion, query, status) => {
    expect(startSession({ serviceVersion }).call('GET', `${CLIENTS}?${query}`).status).toBe(status);
  });

  it('defaults to 30 for clients and is needed for infos and consents', () => {
    const session = startWithClients('3.7', 1);
    expect(pageOf(session, '').rest.limit).toBe(30);
    const { status, json } = session.call('GET', `${CLIENTS}/info`);
    expect([status, json?.errors]).toEqual([400, undefined]);
    expect(session.call('GET', `${CLIENTS}/consents?limit=51`).json?.errors).toMatchObject([
      { field: 'limit', code: 'ErrorName' },
    ]);
  });

  it('counts once if it is sent twice', () => {
    expect(pageOf(startWithClients('3.7'), 'limit=1&limit=2').numbers).toEqual([5]);
  });
});

it('numbered pages say which is next', () => {
  const session = startWithClients('3.0');
  expect([0, 1, 2, 3].map((page) => pageOf(session, `page=${page}&limit=2`))).toEqual([
    { numbers: [5, 4], rest: { page: 0, limit: 2, next: 1, previous: null } },
    { numbers: [3, 2], rest: { page: 1, limit: 2, next: 2, previous: 0 } },
    { numbers: [1], rest: { page: 2, limit: 2, next: null, previous: 1 } },
    { numbers: [], rest: { page: 3, limit: 2, next: null, previous: 2 } },
  ]);
});
