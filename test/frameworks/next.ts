import assert from 'node:assert/strict';
import { join } from 'node:path';
import { runNode } from '../package/run.js';
import { startProcess } from '../runtimes/runner/process.js';
import { type Check, projectPath } from './check.js';

/**
 * Builds an application of Next, then creates a client in its server action and lists it in its route handler. The action
 * of the guide renames it for the user whose key is in the cookie. A page that gives it a new secret does so for each
 * request.
 */
export const next: Check = {
  name: 'Next',
  async run(url) {
    await runNode(projectPath, 'build-next.mjs');
    await using server = startProcess(process.execPath, [join(projectPath, 'serve-next.mjs')], {
      DOCSPACE_BASE_URL: url,
      NEXT_TELEMETRY_DISABLED: '1',
      NODE_ENV: 'production',
    });
    const address = await server.firstLine;
    // Both actions redirect to the route handler.
    const created = await submit(address, 'Reporting');
    assert.deepEqual(await created.json(), { names: ['Reporting'], code: 'NOT_FOUND' });

    const renamings = [
      { cookie: '', error: 'sign in first', name: 'Reporting' },
      { cookie: 'docspace_key=unknown', error: 'sign in again', name: 'Reporting' },
      { cookie: 'docspace_key=emulator-key', error: '', name: 'Reporting 2' },
    ];
    for (const { cookie, error, name } of renamings) {
      const response = await submit(`${address}/rename`, 'Reporting 2', { cookie });
      assert.equal(new URL(response.url).searchParams.get('error'), error);
      assert.deepEqual(await response.json(), { names: [name], code: 'NOT_FOUND' });
    }

    const secrets = [await secretOf(address), await secretOf(address)];
    assert.equal(new Set(secrets).size, 2, `two requests got the secrets ${secrets}`);
  },
};

/** Sends the form of a page, which has a server action. */
async function submit(address: string, name: string, headers: Record<string, string> = {}): Promise<Response> {
  const page = await (await fetch(address)).text();
  const action = /name="(\$ACTION_ID_\w+)"/.exec(page)?.[1];
  assert.ok(action, `the page has no form with a server action: ${page}`);
  const form = new FormData();
  form.set(action, '');
  form.set('name', name);
  return fetch(address, { method: 'POST', body: form, headers });
}

async function secretOf(address: string): Promise<string | undefined> {
  const page = await (await fetch(`${address}/secret`)).text();
  return /<code>(.+?)<\/code>/.exec(page)?.[1];
}
