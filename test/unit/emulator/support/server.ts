import { onTestFinished } from 'vitest';
import { launch } from '../../../../emulator/emulator.js';
import type { Emulator } from '../../../../emulator/index.js';
import type { LaunchOptions } from '../../../../emulator/options.js';
import { signatureOf } from '../../../support/signature.js';
import { CLIENTS, CREATE, USERS } from './session.js';

/** An emulator with sockets, closed after the test. */
export async function startEmulator(options: LaunchOptions = {}): Promise<Emulator> {
  const { emulator } = await launch(options);
  onTestFinished(() => emulator.close());
  return emulator;
}

/** The headers of a request of an admin. */
export const headersFor = ({ signatureKey }: Pick<Emulator, 'signatureKey'>): Record<string, string> => ({
  'x-signature': signatureOf(USERS.admin, signatureKey),
  'Content-Type': 'application/json',
  'User-Agent': 'test',
});

/** Sends a request for a new client; `prefix` goes before the path. */
export function postClient(emulator: Emulator, init?: RequestInit, prefix = ''): Promise<Response> {
  const body = JSON.stringify(CREATE);
  return fetch(emulator.url + prefix + CLIENTS, { method: 'POST', headers: headersFor(emulator), body, ...init });
}
