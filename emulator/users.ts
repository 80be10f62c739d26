import { randomUUID } from 'node:crypto';
import { Bucket } from './bucket.js';
import type { EmulatorSettings } from './emulator-options.js';

const NANOSECONDS_PER_MINUTE = 60e9;

/** The owner of an API key. */
export interface User {
  readonly id: string;
  /** By HTTP method; empty if there are no limits. */
  readonly buckets: ReadonlyMap<string, Bucket>;
}

/** One user per accepted key, by key. */
export function createUsers({ apiKeys, limits, timeScale }: EmulatorSettings): ReadonlyMap<string, User> {
  const createBuckets = (): User['buckets'] =>
    new Map(
      Object.entries(limits ?? {}).map(([method, limit]) => [
        method,
        new Bucket(limit, NANOSECONDS_PER_MINUTE / (limit * timeScale)),
      ]),
    );
  return new Map(apiKeys.map((key) => [key, { id: randomUUID(), buckets: createBuckets() }]));
}

/** The API key in a `Cookie` header. */
export function parseApiKeyCookie(cookies = ''): string | undefined {
  const prefix = 'asc_auth_key=';
  const pair = cookies.split(';').find((cookie) => cookie.trim().startsWith(prefix));
  return pair?.trim().slice(prefix.length);
}
