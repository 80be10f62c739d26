import { CREATED_JSON } from './request.js';

const CREATED = { status: 201, headers: { 'Content-Type': 'application/json' } };

/** Answers at once, without a network: with a client to a request that has a body, with nothing to one that has none. */
export const fakeFetch: typeof fetch = async (input, init) => {
  const method = input instanceof Request ? input.method : init?.method;
  return method === 'POST' ? new Response(CREATED_JSON, CREATED) : new Response();
};
