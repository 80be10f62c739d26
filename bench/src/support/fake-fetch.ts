import { CREATED_JSON } from './request.js';
import { TOKEN_JSON } from './signature.js';

const CREATED = { status: 201, headers: { 'Content-Type': 'application/json' } };

/** Returns a response at once, without a network: a client for a POST, a signature for a GET, else an empty one. */
export const fakeFetch: typeof fetch = async (input, init) => {
  const method = input instanceof Request ? input.method : init?.method;
  if (method === 'GET') {
    return new Response(TOKEN_JSON);
  }
  return method === 'POST' ? new Response(CREATED_JSON, CREATED) : new Response();
};
