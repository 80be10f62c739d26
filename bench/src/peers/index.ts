import { axios } from './axios.js';
import { bareFetch } from './bare-fetch.js';
import { generated } from './generated.js';
import { ky } from './ky.js';
import { octokit } from './octokit.js';
import { openai } from './openai.js';
import { openapiFetch } from './openapi-fetch.js';
import { pRetry } from './p-retry.js';
import type { Connect } from './peer.js';
import { sdk } from './sdk.js';

export const PEERS = {
  'bare fetch': bareFetch,
  'generated client alone': generated,
  'this SDK': sdk,
  'openapi-fetch': openapiFetch,
  ky,
  axios,
  openai,
  octokit,
  'p-retry': pRetry,
} satisfies Record<string, Connect>;

export type PeerName = keyof typeof PEERS;
