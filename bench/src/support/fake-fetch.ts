import { CREATED_JSON } from './request.js';

const CREATED = { status: 201, headers: { 'Content-Type': 'application/json' } };

/** Returns a response at once, without a network: a client for a POST, an empty one for any other request. */
export const fakeFetch: typeof fetch = async (input, init) => {
  const method = input instanceof Request ? input.method : init?.method;
  return method === 'POST' ? new Response(CREATED_JSON, CREATED) : new Response();
};
