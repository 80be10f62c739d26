import type { RequestListener } from 'node:http';

/** Allows the pages of one other origin to send requests with the browser's cookie and to read the rate limit headers. */
export function withCors(listener: RequestListener, origin: string): RequestListener {
  return (request, response) => {
    response.setHeader('Access-Control-Allow-Origin', origin);
    response.setHeader('Access-Control-Allow-Credentials', 'true');
    response.setHeader('Access-Control-Expose-Headers', 'Retry-After, X-Ratelimit-Remaining, X-Ratelimit-Reset');
    if (request.method === 'OPTIONS') {
      response.setHeader('Access-Control-Allow-Methods', 'GET, POST, PUT, PATCH, DELETE');
      response.setHeader('Access-Control-Allow-Headers', 'Authorization, Content-Type, X-Signature');
      response.writeHead(204).end();
    } else {
      listener(request, response);
    }
  };
}
