import { describe, expect, it } from 'vitest';
import { startApi } from '../support/api.js';
import { BODY_CASES } from '../support/body-case.js';
import { CREATED } from '../support/calls.js';
import { useFakeTime } from '../support/fake-time.js';
import { rejectedIssues } from '../support/rejected-issues.js';
import { DONE, rateLimited } from '../support/steps.js';

useFakeTime();

describe.each(BODY_CASES)('body of $operation', ({ operation, legal, run }) => {
  const success = operation === 'createClient' ? CREATED : DONE;

  it('is sent as it was when the call began, with each attempt', async () => {
    const { api, server } = await startApi([rateLimited(), success]);
    const body: Record<string, unknown> = structuredClone(legal);
    const call = run(api, body);
    for (const field of Object.keys(body)) {
      body[field] = 'changed';
    }
    body.added = 'later';
    await call;
    expect(server.requests.map((request) => JSON.parse(request.body))).toEqual([legal, legal]);
  });

  it('is read once, and sent as it was checked', async () => {
    const { api, server } = await startApi([success]);
    let reads = 0;
    const [field = '', value] = Object.entries(legal)[0] ?? [];
    const body = Object.defineProperty({ ...legal }, field, {
      enumerable: true,
      get: () => (++reads === 1 ? value : 5),
    });
    await run(api, body);
    expect(reads).toBe(1);
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual(legal);
  });

  it('is what its toJSON returns', async () => {
    const { api, server } = await startApi([success]);
    await run(api, { toJSON: () => legal });
    await rejectedIssues(() => run(api, { ...legal, toJSON: () => ({}) }), operation);
    expect(server.requests.map((request) => JSON.parse(request.body))).toEqual([legal]);
  });

  it('is sent as application/json', async () => {
    const { api, server } = await startApi([success]);
    await run(api, legal);
    expect(server.requests[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': String(JSON.stringify(legal).length),
    });
  });
});
