import type { ClientManagementApi, ClientManagementOptions, WaitInfo } from '../../src/index.js';
import { createApi } from './api.js';
import { skipWaits } from './fake-time.js';

/** An API object whose `fetch` is the test's own, the requests that it got, and the waits. */
export interface OwnFetchApi {
  api: ClientManagementApi;
  requests: readonly Request[];
  /** The waits that started; with fake time each is over at once. */
  waits: readonly WaitInfo[];
}

/** `respond` returns what the fetch returns, whatever it is, for each request, counted from 1. */
export function createWithFetch(
  respond: (request: Request, count: number) => unknown,
  options: ClientManagementOptions = {},
): OwnFetchApi {
  const requests: Request[] = [];
  const { waits, onWait } = skipWaits();
  const fetch = (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = input instanceof Request ? input : new Request(input, init);
    requests.push(request);
    return respond(request, requests.length) as Promise<Response>;
  };
  return { api: createApi({ apiKey: 'key', fetch, onWait, ...options }), requests, waits };
}
