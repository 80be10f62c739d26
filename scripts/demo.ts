import { runLifeOfClient, runOnEmulator } from './support/life-of-client.js';

const { DOCSPACE_BASE_URL, DOCSPACE_API_KEY } = process.env;
if (DOCSPACE_BASE_URL && DOCSPACE_API_KEY) {
  console.log(`Running against ${DOCSPACE_BASE_URL}`);
  await runLifeOfClient(DOCSPACE_BASE_URL, DOCSPACE_API_KEY, console.log);
} else {
  console.log('Set DOCSPACE_BASE_URL and DOCSPACE_API_KEY to run against a portal.');
  for (const serviceVersion of ['3.7', '3.0'] as const) {
    console.log();
    await runOnEmulator(serviceVersion, console.log);
  }
}
