import { describe, expect, it } from 'vitest';
import { startApi } from '../support/api.js';
import { BODY_CASES } from '../support/body-case.js';
import { CREATED } from '../support/calls.js';
import { rejectedIssues } from '../support/rejected-issues.js';
import { DONE } from '../support/steps.js';

const WRONG = { name: 5, logo: 'not a logo', scopes: new Set(['files:read']), status: 'on', extra: null };

const SETTINGS = [
  ['validate: false', false],
  ['validate: { request: false }', { request: false }],
] as const;

describe.each(BODY_CASES)('validate option of $operation', ({ operation, run }) => {
  const success = operation === 'createClient' ? CREATED : DONE;

  it.each(SETTINGS)('sends a body that breaks the contract with %s on the API object', async (_, validate) => {
    const { api, server } = await startApi([success, success], { validate });
    await run(api, WRONG);
    await run(api, {}, { validate: {} });
    expect(server.requests.map(({ body }) => body)).toEqual([JSON.stringify(WRONG), '{}']);
    await rejectedIssues(() => run(api, WRONG, { validate: { request: true } }), operation);
  });

  it.each(SETTINGS)('sends a body that breaks the contract with %s on the call', async (_, validate) => {
    const { api, server } = await startApi([success]);
    await run(api, WRONG, { validate });
    expect(server.requests.map(({ body }) => body)).toEqual([JSON.stringify(WRONG)]);
    await rejectedIssues(() => run(api, WRONG), operation);
    await rejectedIssues(() => run(api, WRONG, { validate: { response: true } }), operation);
  });
});
