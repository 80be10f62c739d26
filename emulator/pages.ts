import { type FieldError, ServiceError } from './errors.js';
import type { Behaviour } from './versions.js';

/** A page of numbered pages, as on 3.0. */
interface NumberedPage {
  readonly page: number;
  readonly limit: number;
}

/** A page that begins after a time. */
interface CursorPage {
  readonly limit: number;
  /** In ISO 8601, with any offset; `undefined` for the first page. */
  readonly before: string | undefined;
}

/** Which page a query asks for. */
export type Page = NumberedPage | CursorPage;

/** The parameters of a query for a page. */
export interface PageParameters {
  /** The parameter that holds the time. */
  readonly cursor: string;
  /** Whether `limit` may be missing on versions that have a default. */
  readonly mayDefault: boolean;
}

/** Reads which page a query asks for; throws a 500 for what is no number or date, and a 400 for what is out of range. */
export function readPage(query: URLSearchParams, behaviour: Behaviour, { cursor, mayDefault }: PageParameters): Page {
  return behaviour.paging === 'numbers'
    ? readNumberedPage(query, behaviour)
    : {
        before: toDate(query.get(cursor)),
        limit: readLimit(query.get('limit'), mayDefault ? behaviour.defaultPage : undefined, behaviour),
      };
}

/** Cuts a page out of rows, the newest first, and returns what surrounds the data in the response. */
export function cutPage<Row>(
  rows: readonly Row[],
  page: Page,
  timeOf: (row: Row) => string,
  cursorsOf: (last: Row | undefined) => object,
): { data: Row[]; rest: object } {
  const { limit } = page;
  if ('page' in page) {
    const start = page.page * limit;
    const rest = {
      page: page.page,
      limit,
      next: rows.length > start + limit ? page.page + 1 : null,
      previous: page.page > 0 ? page.page - 1 : null,
    };
    return { data: rows.slice(start, start + limit), rest };
  }
  const { before } = page;
  const following = before === undefined ? rows : rows.filter((row) => isEarlier(timeOf(row), before));
  const data = following.slice(0, limit);
  return { data, rest: { limit, ...cursorsOf(following.length > limit ? data.at(-1) : undefined) } };
}

function readNumberedPage(query: URLSearchParams, { maxPage }: Behaviour): NumberedPage {
  const [page, limit] = [toInteger(query.get('page')), toInteger(query.get('limit'))];
  if (page < 0 || limit < 1 || limit > maxPage) {
    throw new ServiceError(400, 'The page or the limit is out of range');
  }
  return { page, limit };
}

function readLimit(text: string | null, byDefault: number | undefined, { maxPage }: Behaviour): number {
  if (!text && byDefault !== undefined) {
    return byDefault;
  }
  if (text === null) {
    throw new ServiceError(400, 'The parameter limit is needed');
  }
  const limit = toInteger(text);
  if (limit < 1 || limit > maxPage) {
    const fieldErrors: FieldError[] = [{ field: 'limit', code: 'ErrorName' }];
    throw new ServiceError(400, `The limit has to be 1 to ${maxPage}`, { fieldErrors });
  }
  return limit;
}

function toInteger(text: string | null): number {
  const value = Number(text);
  if (!/^\s*[+-]?\d+\s*$/.test(text ?? '') || value !== (value | 0)) {
    throw new ServiceError(500, `${text} is no whole number`);
  }
  return value;
}

const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.(\d{1,9}))?)?(?:Z|[+-]\d\d:\d\d)$/i;

function toDate(text: string | null): string | undefined {
  if (!text) {
    return undefined;
  }
  if (!DATE.test(text) || Number.isNaN(Date.parse(text))) {
    throw new ServiceError(500, `${text} is no date with an offset`);
  }
  return text;
}

/** Compares two times in ISO 8601: negative if the first is earlier, 0 if they are the same. */
export function compareTimes(one: string, other: string): number {
  return Number(isEarlier(other, one)) - Number(isEarlier(one, other));
}

/** Whether a time in ISO 8601 is earlier than another one. */
// Date.parse cuts what is finer than a millisecond, so that is compared on its own.
export function isEarlier(one: string, other: string): boolean {
  const [ms, finer] = toInstant(one);
  const [otherMs, otherFiner] = toInstant(other);
  return ms < otherMs || (ms === otherMs && finer < otherFiner);
}

function toInstant(text: string): [ms: number, finer: string] {
  return [Date.parse(text), (DATE.exec(text)?.[1] ?? '').padEnd(9, '0').slice(3)];
}
