import { withCors } from '../../../emulator/cors.js';
import { launch } from '../../../emulator/emulator.js';
import { createEmulator, type EmulatorOptions, type EmulatorUser } from '../../../emulator/index.js';
import { listen } from '../../../emulator/listen.js';
import { echo } from '../../support/echo.js';
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
  const [service, oldService, limited, stranger, echoing, agents] = await Promise.all([
    launch({ ...common, limits: 'raised', faults: true }).then(({ emulator }) => emulator),
    createEmulator({ ...common, serviceVersion: '3.0', limits: 'raised' }),
    // A token each 50 ms.
    createEmulator({ ...common, limits: { POST: 2 }, timeScale: 600 }),
    createEmulator({ ...common, users: {} }),
    listen(corsOrigin === undefined ? echo : withCors(echo, corsOrigin)),
    listen(({ headers }, response) => {
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ name: headers['user-agent'] }));
    }),
  ]);
  return {
    urls: {
      service: service.url,
      oldService: oldService.url,
      limited: limited.url,
      stranger: stranger.url,
      echo: echoing.url,
      agents: agents.url,
      unused: await unusedUrl(),
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([service, oldService, limited, stranger, echoing, agents].map((server) => server.close()));
    },
  };
}
