import { Octokit } from '@octokit/core';
import { throttling } from '@octokit/plugin-throttling';
import { CLIENT_ID, CREATE_REQUEST } from '../support/request.js';
import type { Connect } from './peer.js';

const Throttled = Octokit.plugin(throttling);

/** With retries it uses its throttling plugin, which sends at most one write a second. */
export const octokit: Connect = ({ baseUrl, signature, fetch, retries = 0 }) => {
  // Its own default is a media type of GitHub, which the service does not produce.
  const headers = { accept: 'application/json', 'x-signature': signature };
  const mayRetry = (_wait: number, _options: object, _octokit: unknown, count: number): boolean => count < retries;
  const options = { baseUrl, request: { ...(fetch && { fetch }) }, log: SILENT };
  const client =
    retries > 0
      ? new Throttled({ ...options, throttle: { onRateLimit: mayRetry, onSecondaryRateLimit: mayRetry } })
      : new Octokit(options);
  return {
    create: () => client.request('POST /api/2.0/clients', { ...CREATE_REQUEST, headers }),
    remove: () => client.request('DELETE /api/2.0/clients/{clientId}', { clientId: CLIENT_ID, headers }),
  };
};

const silent = (): void => {};
const SILENT = { debug: silent, info: silent, warn: silent, error: silent };
