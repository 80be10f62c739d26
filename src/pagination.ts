import { abortable, throwIfAborted } from './abortable.js';
import { DocSpaceError, type ErrorContext, UnexpectedResponseError } from './errors.js';
import { isRecord } from './json.js';
import { CURSORS, type OperationName, type PageQuery } from './operations.js';
import type { CallOptions } from './options.js';

/** A page of whatever items. */
export interface AnyPage {
  /** The items of the page. */
  readonly data: readonly unknown[];
}

/**
 * All items of a list. Each loop over it starts from the beginning, and requests a page when it comes to its items.
 *
 * @typeParam Page - A page of the list.
 */
export interface List<Page extends AnyPage> extends AsyncIterable<Page['data'][number]> {
  /** The same list page by page. */
  pages(): AsyncIterable<Page>;
}

/** The query of a page as it is sent. */
export type SentQuery = { [Name in keyof PageQuery]: Exclude<PageQuery[Name], undefined> } & { limit: number };

/** Requests a page. */
export type RequestPage<Page> = (query: SentQuery, signal: AbortSignal) => Promise<Page>;

const PAGE_SIZE = 50;
const END = { done: true, value: undefined } as const;

type Step<Value> = IteratorResult<Value, undefined>;

/** The query with what portals before 3.2 require: the size of the page, and its number if there is no cursor. */
export function pageQuery(query: PageQuery | undefined): SentQuery {
  const given: unknown = query === undefined ? {} : query;
  if (!isRecord(given)) {
    // An array, so that it is rejected where queries are checked: no method throws.
    return Object([given]);
  }
  const set = Object.entries(given).filter(([, value]) => value !== undefined);
  const own = Object.fromEntries(set);
  const start = CURSORS.some((name) => Object.hasOwn(own, name)) ? {} : { page: 0 };
  return { limit: PAGE_SIZE, ...start, ...own };
}

/** A list from the page of `query` on, whose pages `request` gets one at a time. */
export function createList<Page extends AnyPage>(
  request: RequestPage<Page>,
  query: PageQuery | undefined,
  options: CallOptions | undefined,
  operation: OperationName,
): List<Page> {
  const signal = options?.signal;
  const context = { operation };
  const pages = (): AsyncIterator<Page, undefined> => walkPages(request, pageQuery(query), signal, context);
  return {
    pages: () => ({ [Symbol.asyncIterator]: pages }),
    [Symbol.asyncIterator]: () => walkItems(pages(), signal),
  };
}

function walkPages<Page extends AnyPage>(
  request: RequestPage<Page>,
  first: SentQuery,
  signal: AbortSignal | undefined,
  context: ErrorContext,
): AsyncIterator<Page, undefined> {
  let query: SentQuery | undefined = first;
  let stop = (): void => {};
  const seen = new Set<string>();

  const step = async (): Promise<Step<Page>> => {
    throwIfAborted(signal);
    if (!query) {
      return END;
    }
    try {
      const page = await send(query);
      if (page === undefined) {
        return END;
      }
      seen.add(JSON.stringify(query));
      query = nextQuery(page, query, context);
      if (seen.has(JSON.stringify(query))) {
        throw new UnexpectedResponseError('the portal returned a cursor twice', 200, context);
      }
      return { done: false, value: page };
    } catch (error) {
      if (error instanceof DocSpaceError) {
        // Not defined: it may be the reason of the signal, and have a cursor of another list or be frozen.
        Reflect.set(error, 'cursor', query);
      }
      throw error;
    }
  };

  const send = (query: SentQuery): Promise<Page | undefined> =>
    abortable({ signal }, ({ resolve, reject }) => {
      const controller = new AbortController();
      request(query, controller.signal).then(resolve, reject);
      stop = () => {
        resolve(undefined);
        controller.abort();
      };
      return (reason) => controller.abort(reason);
    });

  return inOrder(step, () => stop());
}

function walkItems<Page extends AnyPage>(
  pages: AsyncIterator<Page, undefined>,
  signal: AbortSignal | undefined,
): AsyncIterator<Page['data'][number], undefined> {
  let items: Page['data'] = [];
  let index = 0;
  const step = async (): Promise<Step<Page['data'][number]>> => {
    throwIfAborted(signal);
    // An empty page may have more behind it.
    while (index >= items.length) {
      const { done, value } = await pages.next();
      if (done) {
        return END;
      }
      items = value.data;
      index = 0;
    }
    return { done: false, value: items[index++] };
  };
  return inOrder(step, () => pages.return?.());
}

/** An iterator that takes one step at a time, however often it is asked, and stops at once when it is left. */
function inOrder<Value>(step: () => Promise<Step<Value>>, stop: () => void): AsyncIterator<Value, undefined> {
  let over = false;
  let last: Promise<unknown> = Promise.resolve();
  const next = async (): Promise<Step<Value>> => {
    if (over) {
      return END;
    }
    try {
      const result = await step();
      over ||= result.done === true;
      return over ? END : result;
    } catch (error) {
      over = true;
      throw error;
    }
  };
  return {
    next() {
      const result = last.then(next);
      last = result.catch(() => {});
      return result;
    },
    async return() {
      over = true;
      stop();
      return END;
    },
  };
}

/** The query of the page that follows; `undefined` after the last one. */
function nextQuery(page: object, query: SentQuery, context: ErrorContext): SentQuery | undefined {
  const found = Object(page);
  if (!Array.isArray(found.data)) {
    throw new UnexpectedResponseError('the portal returned a page without data', 200, context);
  }
  const { page: _, ...others } = query;
  // As DocSpace 3.0 numbers its pages.
  if (typeof found.next === 'number') {
    return { ...others, page: found.next };
  }
  const cursors = CURSORS.filter((name) => found[name] !== undefined && found[name] !== null);
  return cursors.length > 0
    ? { ...others, ...Object.fromEntries(cursors.map((name) => [name, found[name]])) }
    : undefined;
}
