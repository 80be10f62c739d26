import { randomUUID } from 'node:crypto';
import { Bucket } from './bucket.js';
import type { Settings } from './options.js';

const NANOSECONDS_PER_MINUTE = 60e9;

/** Who calls. */
export interface User {
  readonly id: string;
  /** By HTTP method; empty where there are no limits. */
  readonly buckets: ReadonlyMap<string, Bucket>;
}

/** A user for each accepted key, by key. */
export function createUsers({ apiKeys, limits, timeScale }: Settings): ReadonlyMap<string, User> {
  const createBuckets = (): User['buckets'] =>
    new Map(
      Object.entries(limits ?? {}).map(([method, limit]) => [
        method,
        new Bucket(limit, NANOSECONDS_PER_MINUTE / (limit * timeScale)),
      ]),
    );
  return new Map(apiKeys.map((key) => [key, { id: randomUUID(), buckets: createBuckets() }]));
}

/** The credential in a `Cookie` header. */
export function readApiKey(cookies = ''): string | undefined {
  const prefix = 'asc_auth_key=';
  const pair = cookies.split(';').find((cookie) => cookie.trim().startsWith(prefix));
  return pair?.trim().slice(prefix.length);
}
