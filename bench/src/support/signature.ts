import { signatureFor } from '../../../emulator/signature.js';
import { DEFAULT_USER } from '../../../emulator/users.js';
import { API_KEY, TOKEN_PATH } from './request.js';

const HOUR_MS = 3_600_000;

/** A signature for servers that check none. */
export const SIGNATURE: string = signatureFor(DEFAULT_USER, {
  key: new Uint8Array(32),
  now: Date.now(),
  life: HOUR_MS,
  portalUrl: 'http://127.0.0.1',
});

/** What a token endpoint returns with it. */
export const TOKEN_JSON: string = JSON.stringify({ response: SIGNATURE, status: 0, statusCode: 200 });

/** Requests a signature. */
export async function requestSignature(baseUrl: string): Promise<string> {
  const response = await fetch(baseUrl + TOKEN_PATH, { headers: { Authorization: `Bearer ${API_KEY}` } });
  return ((await response.json()) as { response: string }).response;
}
