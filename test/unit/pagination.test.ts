import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ConnectionError, UnexpectedResponseError } from '../../src/index.js';
import type { PageQuery } from '../../src/operations.js';
import { createList, type List } from '../../src/pagination.js';

interface TestPage {
  readonly data: readonly number[];
  readonly [member: string]: unknown;
}

/** A list over pages in order, with the queries that requested them. */
function listOf(
  respond: (query: PageQuery, signal: AbortSignal) => TestPage | Promise<TestPage>,
  query: PageQuery = {},
  signal?: AbortSignal,
): { list: List<TestPage>; queries: PageQuery[]; signals: AbortSignal[] } {
  const queries: PageQuery[] = [];
  const signals: AbortSignal[] = [];
  const request = async (query: PageQuery, signal: AbortSignal): Promise<TestPage> => {
    queries.push(query);
    signals.push(signal);
    return respond(query, signal);
  };
  return { list: createList(request, query, signal && { signal }, 'getClients'), queries, signals };
}

/** A service of 3.1 or later with so many items; the cursor is the last item. */
const byCursor =
  (total: number) =>
  ({ limit = 30, last_client_id, last_created_on }: PageQuery): TestPage => {
    const start = last_client_id === undefined ? 0 : Number(last_client_id);
    expect(last_created_on).toBe(last_client_id === undefined ? undefined : dateOf(start));
    const data = Array.from({ length: Math.min(limit, total - start) }, (_, index) => start + index);
    const end = start + data.length;
    const last = end < total ? { last_client_id: `${end}`, last_created_on: dateOf(end) } : NO_CURSORS;
    return { data, limit, ...last };
  };
const NO_CURSORS = { last_client_id: null, last_created_on: null };
const dateOf = (item: number): string => `2026-01-02T03:04:05.123456789+03:00#${item}`;

/** A service of 3.0. */
const byNumber =
  (total: number) =>
  ({ limit = 30, page = expect.fail('no page') }: PageQuery): TestPage => {
    const start = page * limit;
    const data = Array.from({ length: Math.max(0, Math.min(limit, total - start)) }, (_, index) => start + index);
    return { data, page, limit, next: start + limit < total ? page + 1 : null, previous: page > 0 ? page - 1 : null };
  };

async function collect<Item>(list: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of list) {
    items.push(item);
  }
  return items;
}

describe.each([
  ['cursors', byCursor],
  ['page numbers', byNumber],
])('a list by %s', (_, service) => {
  it.each([0, 1, 49, 50, 51, 120])('gives all of %d items, each once', async (total) => {
    const { list, queries } = listOf(service(total));
    expect(await collect(list)).toEqual(Array.from({ length: total }, (_, index) => index));
    expect(queries).toHaveLength(Math.max(1, Math.ceil(total / 50)));
  });

  it('takes limit for the size of a page', async () => {
    const { list, queries } = listOf(service(12), { limit: 5 });
    expect(await collect(list)).toHaveLength(12);
    expect(queries.map(({ limit }) => limit)).toEqual([5, 5, 5]);
  });

  it('starts from the beginning in each loop', async () => {
    const { list } = listOf(service(60));
    expect(await collect(list)).toEqual(await collect(list));
  });

  it('gives its pages()', async () => {
    const { list } = listOf(service(120));
    expect((await collect(list.pages())).map(({ data }) => data.length)).toEqual([50, 50, 20]);
  });
});

describe('createList', () => {
  it('sends page and limit first, and then cursors as they came', async () => {
    const { list, queries } = listOf(byCursor(51));
    await collect(list);
    expect(queries).toEqual([
      { limit: 50, page: 0 },
      { limit: 50, last_client_id: '50', last_created_on: dateOf(50) },
    ]);
  });

  it('goes on behind an empty page with a cursor', async () => {
    const pages: TestPage[] = [
      { data: [], last_client_id: 'a', last_created_on: 'x' },
      { data: [1], last_client_id: 'b', last_created_on: 'y' },
      { data: [], last_client_id: 'c', last_created_on: 'z' },
      { data: [2], ...NO_CURSORS },
    ];
    const { list } = listOf(() => pages.shift() ?? expect.fail());
    expect(await collect(list)).toEqual([1, 2]);
  });

  it('ends with an UnexpectedResponseError if a cursor comes again', async () => {
    const { list, queries } = listOf(() => ({ data: [1], last_client_id: 'a', last_created_on: 'x' }));
    const seen: number[] = [];
    const walk = (async () => {
      for await (const item of list) {
        seen.push(item);
      }
    })();
    await expect(walk).rejects.toThrow(UnexpectedResponseError);
    expect(seen).toEqual([1]);
    expect(queries).toHaveLength(2);
  });

  it('ends with an UnexpectedResponseError for a page without data', async () => {
    const { list } = listOf(() => ({ items: [] }) as unknown as TestPage);
    await expect(collect(list)).rejects.toThrow(UnexpectedResponseError);
  });

  it('requests nothing before the first item is asked for, and no page ahead', async () => {
    const { list, queries } = listOf(byCursor(120));
    const iterator = list[Symbol.asyncIterator]();
    await delay(5);
    expect(queries).toHaveLength(0);
    for (let count = 0; count < 50; count++) {
      await iterator.next();
    }
    await delay(5);
    expect(queries).toHaveLength(1);
  });

  it('serves next() calls at once in order, with one request for a page', async () => {
    const { list, queries } = listOf(byCursor(4), { limit: 2 });
    const iterator = list[Symbol.asyncIterator]();
    const results = await Promise.all(Array.from({ length: 6 }, () => iterator.next()));
    expect(results.map(({ value }) => value)).toEqual([0, 1, 2, 3, undefined, undefined]);
    expect(queries).toHaveLength(2);
  });

  it('aborts the open request on return(), which resolves at once', async () => {
    const { list, signals } = listOf(() => new Promise(() => {}));
    const iterator = list[Symbol.asyncIterator]();
    const pending = iterator.next();
    await delay(1);
    expect(await iterator.return?.()).toEqual({ done: true, value: undefined });
    expect(await pending).toEqual({ done: true, value: undefined });
    expect(signals[0]?.aborted).toBe(true);
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });

  it('requests nothing more after a break', async () => {
    const { list, queries } = listOf(byCursor(120));
    for await (const item of list) {
      if (item === 3) {
        break;
      }
    }
    await delay(5);
    expect(queries).toHaveLength(1);
  });

  it('is left by Readable.from(list).destroy()', async () => {
    const { list, signals } = listOf(() => new Promise(() => {}));
    const stream = Readable.from(list);
    stream.on('error', () => {});
    stream.resume();
    await delay(5);
    stream.destroy();
    await delay(5);
    expect(signals[0]?.aborted).toBe(true);
  });

  it('looks at signal between items too', async () => {
    const controller = new AbortController();
    const { list, queries } = listOf(byCursor(120), {}, controller.signal);
    const seen: number[] = [];
    const walk = (async () => {
      for await (const item of list) {
        seen.push(item);
        if (item === 9) {
          controller.abort(new Error('enough'));
        }
      }
    })();
    await expect(walk).rejects.toThrow('enough');
    expect(seen).toHaveLength(10);
    expect(queries).toHaveLength(1);
  });

  it('rejects with the reason of a signal that aborts during a request, and aborts the request', async () => {
    const controller = new AbortController();
    const { list, signals } = listOf(() => new Promise(() => {}), {}, controller.signal);
    const walk = collect(list);
    await delay(1);
    controller.abort(new Error('enough'));
    await expect(walk).rejects.toThrow('enough');
    expect(signals[0]?.aborted).toBe(true);
  });

  it('puts the query of the page that failed into the error, and goes on from it', async () => {
    let broken = true;
    const service = byCursor(12);
    const respond = (query: PageQuery): TestPage => {
      if (query.last_client_id === '10' && broken) {
        throw new ConnectionError('reset');
      }
      return service(query);
    };
    const seen: number[] = [];
    const walk = async (query: PageQuery): Promise<void> => {
      for await (const item of listOf(respond, query).list) {
        seen.push(item);
      }
    };
    const error: unknown = await walk({ limit: 5 }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ConnectionError);
    const { cursor } = error as ConnectionError;
    expect(cursor).toEqual({ limit: 5, last_client_id: '10', last_created_on: dateOf(10) });
    broken = false;
    await walk(JSON.parse(JSON.stringify(cursor)));
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it.each([
    ['plain', (error: ConnectionError) => error],
    ['frozen', (error: ConnectionError) => Object.freeze(error)],
  ])('rejects with the reason of the signal, a %s error of the package that ends several lists', async (_, make) => {
    const reason = make(new ConnectionError('reset'));
    const controller = new AbortController();
    const lists = [1, 2].map((limit) => listOf(() => new Promise(() => {}), { limit }, controller.signal).list);
    const walks = Promise.allSettled(lists.map(collect));
    await delay(1);
    controller.abort(reason);
    expect(await walks).toEqual([
      { status: 'rejected', reason },
      { status: 'rejected', reason },
    ]);
  });

  it('is over after an error', async () => {
    const { list } = listOf(() => {
      throw new ConnectionError('reset');
    });
    const iterator = list[Symbol.asyncIterator]();
    await expect(iterator.next()).rejects.toThrow('reset');
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });
});
