// A service with one bucket of tokens, until stdin closes; prints its URL as a line of JSON. `GET /__stats` returns the
// counts.
import { createServer } from 'node:http';
import { CREATED_JSON } from './request.js';
import { serve } from './serve.js';
import { TOKEN_JSON } from './signature.js';

/** How a service limits requests, and what it says of it. */
export interface LimiterRules {
  readonly capacity: number;
  /** From one token to the next, in ms. */
  readonly interval: number;
  /** What the Reset of a 429 states: the time until the next token, or until the bucket is full. */
  readonly states: 'next' | 'full';
  /** Whether only a 429 has rate limit headers. */
  readonly silent?: boolean;
}

const { capacity, interval, states, silent }: LimiterRules = JSON.parse(process.argv[2] ?? '');
const counts = { received: 0, rateLimited: 0 };
let tokens = capacity;
let countedAt = performance.now();

/** Takes a token. Returns the wait that a 429 states, in ms, if there is none. */
function take(): number | undefined {
  const now = performance.now();
  tokens = Math.min(capacity, tokens + (now - countedAt) / interval);
  countedAt = now;
  if (tokens < 1) {
    return ((states === 'full' ? capacity : 1) - tokens) * interval;
  }
  tokens -= 1;
  return undefined;
}

const server = createServer((request, response) => {
  request.resume().once('end', () => {
    if (request.method !== 'POST') {
      response.end(request.url === '/__stats' ? JSON.stringify(counts) : TOKEN_JSON);
      return;
    }
    counts.received += 1;
    const wait = take();
    if (wait !== undefined) {
      counts.rateLimited += 1;
      const reset = `${Math.ceil(wait * 1e6)}`;
      response.writeHead(429, { 'X-Ratelimit-Remaining': '0', 'X-Ratelimit-Reset': reset }).end();
      return;
    }
    const headers = { 'X-Ratelimit-Remaining': `${Math.floor(tokens)}`, 'X-Ratelimit-Reset': '0' };
    response.writeHead(201, { 'Content-Type': 'application/json', ...(silent ? {} : headers) }).end(CREATED_JSON);
  });
});

serve(server);
