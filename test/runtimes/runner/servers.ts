import { withCors } from '../../../emulator/cors.js';
import { createEmulator, type EmulatorOptions } from '../../../emulator/index.js';
import { listen } from '../../../emulator/listen.js';
import { echo } from '../../support/echo.js';
import { unusedUrl } from '../../support/unused-url.js';
import type { ScenarioOptions } from '../scenario/options.js';

/** The key that the emulators know. */
export const API_KEY = 'runtime-key';

/** Those whom the scenario calls. */
export interface Servers extends AsyncDisposable {
  readonly urls: ScenarioOptions['urls'];
}

/** Starts what the scenario calls. `corsOrigin` is the origin of the page that calls, if it is one. */
export async function startServers(corsOrigin?: string): Promise<Servers> {
  const common: EmulatorOptions = { apiKeys: [API_KEY], ...(corsOrigin !== undefined && { corsOrigin }) };
  const [service, limited, stranger, echoing] = await Promise.all([
    createEmulator({ ...common, limits: false, faults: true }),
    // A token each 50 ms.
    createEmulator({ ...common, limits: { POST: 2 }, timeScale: 600 }),
    createEmulator({ ...common, apiKeys: ['the-key-of-another'] }),
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
