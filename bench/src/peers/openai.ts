import OpenAI from 'openai';
import { CLIENT_PATH, CLIENTS_PATH, COOKIE, CREATE_REQUEST } from '../support/request.js';
import type { Connect } from './peer.js';

export const openai: Connect = ({ baseUrl, fetch, retries = 0 }) => {
  const client = new OpenAI({
    apiKey: 'unused',
    baseURL: baseUrl,
    defaultHeaders: { Cookie: COOKIE },
    maxRetries: retries,
    ...(fetch && { fetch }),
  });
  return {
    create: () => client.post(CLIENTS_PATH, { body: CREATE_REQUEST }),
    remove: () => client.delete(CLIENT_PATH),
  };
};
