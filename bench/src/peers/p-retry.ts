import pRetryDefault from 'p-retry';
import { bareFetch } from './bare-fetch.js';
import type { Connect } from './peer.js';

export const pRetry: Connect = (options) => {
  const client = bareFetch(options);
  const retries = options.retries ?? 0;
  return {
    create: () => pRetryDefault(() => client.create(), { retries }),
    remove: () => pRetryDefault(() => client.remove(), { retries }),
  };
};
