import { abortable, throwIfAborted } from './abortable.js';
import { DocSpaceError, type ErrorContext, UnexpectedResponseError } from './errors.js';
import type { PageQuery } from './operations.js';

/**
 * All items of a list. Each loop over it starts from the beginning, and requests a page when it comes to its items.
 *
 * @typeParam Page - A page of the list.
 */
export interface List<Page extends { readonly data: readonly unknown[] }> extends AsyncIterable<Page['data'][number]> {
  /** The same list page by page. */
  pages(): AsyncIterable<Page>;
}

/** Requests a page. */
export type RequestPage<Page> = (query: PageQuery, signal: AbortSignal) => Promise<Page>;

const FIRST_PAGE: PageQuery = { limit: 50, page: 0 };
const CURSORS = ['last_client_id', 'last_created_on', 'last_modified_on'] as const;
const END = { done: true, value: undefined } as const;

type AnyPage = { readonly data: readonly unknown[] };
type Step<Value> = IteratorResult<Value, undefined>;

/** A list from the page of `query` on, whose pages `request` gets one at a time. */
export function createList<Page extends AnyPage>(
  request: RequestPage<Page>,
  query: PageQuery,
  signal: AbortSignal | undefined,
  context: ErrorContext,
): List<Page> {
  const pages = (): AsyncIterator<Page, undefined> => walkPages(request, { ...FIRST_PAGE, ...query }, signal, context);
  return {
    pages: () => ({ [Symbol.asyncIterator]: pages }),
    [Symbol.asyncIterator]: () => walkItems(pages(), signal),
  };
}

function walkPages<Page extends AnyPage>(
  request: RequestPage<Page>,
  first: PageQuery,
  signal: AbortSignal | undefined,
  context: ErrorContext,
): AsyncIterator<Page, undefined> {
  let query: PageQuery | undefined = first;
  let stop = (): void => {};
  const seen = new Set([JSON.stringify(first)]);

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
      query = nextQuery(page, query, context);
      const key = JSON.stringify(query);
      if (query && seen.has(key)) {
        throw new UnexpectedResponseError('the portal returned a cursor that it had returned before', 200, context);
      }
      seen.add(key);
      return { done: false, value: page };
    } catch (error) {
      if (error instanceof DocSpaceError) {
        Object.defineProperty(error, 'cursor', { value: query, enumerable: true });
      }
      throw error;
    }
  };

  const send = (query: PageQuery): Promise<Page | undefined> =>
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
function nextQuery(page: object, query: PageQuery, context: ErrorContext): PageQuery | undefined {
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
