import { describe, expect, it } from 'vitest';
import { ClientManagementApi } from '../../src/index.js';
import { ALL_OPERATIONS } from '../support/calls.js';
import { ERROR_RUNS, failAs } from '../support/error-cases.js';
import { skipWaits, useFakeTime } from '../support/fake-time.js';
import { expectToHide, KEY, SECRET_HEADERS } from '../support/secrets.js';
import { startServer } from '../support/server.js';

useFakeTime();

describe('DocSpaceError.request has the method and the URL', () => {
  it.each(ERROR_RUNS)('after %s', async (_, run) => {
    const { error, baseUrl } = await failAs(run);
    const { method, url } = run.operation;
    expect(error).toMatchObject({ name: run.item.name, request: { method, url: `${baseUrl}${url}` } });
    expect(Object.keys(Object(error).request).sort()).toEqual(['method', 'url']);
  });

  it.each(ALL_OPERATIONS)('with the path of baseUrl: $operation', async ({ run, method, url }) => {
    const server = await startServer([{ status: 404 }]);
    const { onWait } = skipWaits();
    const api = new ClientManagementApi({ baseUrl: `${server.url}/behind/a/proxy/`, apiKey: 'key', onWait });
    await expect(run(api)).rejects.toMatchObject({ request: { method, url: `${server.url}/behind/a/proxy${url}` } });
  });

  it.each(ALL_OPERATIONS)('and no secret: $operation', async ({ run }) => {
    const server = await startServer([{ status: 404 }]);
    const api = new ClientManagementApi({ baseUrl: server.url, apiKey: KEY, headers: SECRET_HEADERS });
    const error: unknown = await run(api).catch((thrown: unknown) => thrown);
    expect(error).toHaveProperty('request.url');
    expectToHide(error);
  });
});
