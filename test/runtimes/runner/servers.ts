import { withCors } from '../../../emulator/cors.js';
import type { EmulatorOptions, EmulatorUser } from '../../../emulator/index.js';
import { listen } from '../../../emulator/listen.js';
import { echo } from '../../support/echo.js';
import { createSessionEmulator } from '../../support/session-emulator.js';
import { unusedUrl } from '../../support/unused-url.js';
import type { ScenarioOptions } from '../scenario/options.js';

/** The key that the emulators know. */
export const API_KEY = 'runtime-key';

const USER: EmulatorUser = { id: '5a1d4c2e-7b3f-4d65-9c08-e1f2a3b4c5d6', role: 'admin', tenant: 1 };

/** Those whom the scenario calls. */
export interface Servers extends AsyncDisposable {
  readonly urls: ScenarioOptions['urls'];
}

/** Starts what the scenario calls. `corsOrigin` is the origin of the page that calls, if it is one. */
export async function startServers(corsOrigin?: string): Promise<Servers> {
  const common: EmulatorOptions = { users: { [API_KEY]: USER }, ...(corsOrigin !== undefined && { corsOrigin }) };
  const [service, limited, stranger, echoing] = await Promise.all([
    createSessionEmulator({ ...common, limits: 'raised', faults: true }),
    // A token each 50 ms.
    createSessionEmulator({ ...common, limits: { POST: 2 }, timeScale: 600 }),
    createSessionEmulator({ ...common, users: {} }),
    listen(corsOrigin === undefined ? echo : withCors(echo, corsOrigin)),
  ]);
  return {
    urls: {
      service: service.url,
      limited: limited.url,
      stranger: stranger.url,
      echo: echoing.url,
      unused: await unusedUrl(),
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([service, limited, stranger, echoing].map((server) => server.close()));
    },
  };
}
