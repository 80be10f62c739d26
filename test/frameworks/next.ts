import assert from 'node:assert/strict';
import { join } from 'node:path';
import { runNode } from '../package/run.js';
import { startProcess } from '../runtimes/runner/process.js';
import { type Check, projectPath } from './check.js';

/**
 * Builds an application of Next, then creates a client in its server action and lists it in its route handler. A page that
 * gives it a new secret does so for each request.
 */
export const next: Check = {
  name: 'Next',
  async run(url) {
    await runNode(projectPath, 'build-next.mjs');
    await using server = startProcess(process.execPath, [join(projectPath, 'serve-next.mjs')], {
      BASE_URL: url,
      NEXT_TELEMETRY_DISABLED: '1',
      NODE_ENV: 'production',
    });
    const address = await server.firstLine;
    const page = await (await fetch(address)).text();
    const action = /name="(\$ACTION_ID_\w+)"/.exec(page)?.[1];
    assert.ok(action, `the page has no form with a server action: ${page}`);
    const form = new FormData();
    form.set(action, '');
    form.set('name', 'Reporting');
    // The action redirects to the route handler.
    const response = await fetch(address, { method: 'POST', body: form });
    assert.deepEqual(await response.json(), { names: ['Reporting'], code: 'NOT_FOUND' });
    const secrets = [await secretOf(address), await secretOf(address)];
    assert.equal(new Set(secrets).size, 2, `two requests got the secrets ${secrets}`);
  },
};

async function secretOf(address: string): Promise<string | undefined> {
  const page = await (await fetch(`${address}/secret`)).text();
  return /<code>(.+?)<\/code>/.exec(page)?.[1];
}
