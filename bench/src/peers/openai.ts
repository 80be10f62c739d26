import OpenAI from 'openai';
import { CLIENT_PATH, CLIENTS_PATH, CREATE_REQUEST } from '../support/request.js';
import type { Connect } from './peer.js';

export const openai: Connect = ({ baseUrl, signature, fetch, retries = 0 }) => {
  const client = new OpenAI({
    apiKey: 'unused',
    baseURL: baseUrl,
    defaultHeaders: { 'x-signature': signature },
    maxRetries: retries,
    ...(fetch && { fetch }),
  });
  return {
    create: () => client.post(CLIENTS_PATH, { body: CREATE_REQUEST }),
    remove: () => client.delete(CLIENT_PATH),
  };
};
