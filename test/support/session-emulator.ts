import { randomBytes } from 'node:crypto';
import { launch } from '../../emulator/emulator.js';
import type { Emulator, EmulatorOptions } from '../../emulator/index.js';
import { DEFAULT_USER, findUser } from '../../emulator/users.js';
import { signatureOf } from './signature.js';

/**
 * Starts an emulator that takes the session of a user in every version. The SDK sends nothing else, and versions from 3.1
 * on read signatures alone: so what stands in front of the emulator signs for the user of the session.
 */
export function createSessionEmulator({
  users = { 'emulator-key': DEFAULT_USER },
  signatureKey = randomBytes(32),
  ...options
}: EmulatorOptions = {}): Promise<Emulator> {
  return launch({ ...options, users, signatureKey }, (listener) => (request, response) => {
    const [, session] = /asc_auth_key=([^;]*)/.exec(request.headers.cookie ?? '') ?? [];
    if (session !== undefined) {
      const user = findUser(users, session);
      request.headersDistinct['x-signature'] = [user ? signatureOf(user, signatureKey) : 'no signature'];
    }
    listener(request, response);
  });
}
