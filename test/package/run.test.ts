import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, it, onTestFinished } from 'vitest';
import { createEmulator } from '../../emulator/index.js';
import { runNode } from './run.js';
import { checkTypes, transpile } from './typescript.js';

const consumer = inject('consumer');
const PROGRAMS = ['everything', 'everything-generated'];
const NODE = { target: 'es2022', lib: ['ES2022'], types: ['node'], strict: true };

const OUTPUT = [
  'modified true, false',
  'kept true',
  'listed 1 1',
  'consents 1',
  'secret changed',
  'getClients object 200 true 1',
  'getClient object 200 true 1',
  'getClientInfo object 200 true 1',
  'getClientsInfo object 200 true 1',
  'getPublicClientInfo object 200 true 1',
  'getConsents object 200 true 1',
  'getScopes object 200 true 1',
  'createClient object 201 true 1',
  'updateClient undefined 200 true 1',
  'changeActivation undefined 200 true 1',
  'regenerateSecret object 200 true 1',
  'revokeUserClient undefined 200 true 1',
  'deleteClient undefined 200 true 1',
  'deleteUserClients undefined 200 true 1',
  'deleteTenantClients undefined 200 true 1',
  'NotFoundError NOT_FOUND deleteClient 1 status response body problem reason',
  'InvalidRequestError INVALID_REQUEST deleteClient 0 issues',
  'foreign: Error: enough',
  'AuthenticationError AUTHENTICATION deleteClient 0 status response body problem reason',
  'ConfigurationError CONFIGURATION createClient 2',
  'InvalidRequestError INVALID_REQUEST createClient 2 issues',
  'ApiError API createClient 2 status response body problem reason',
  'BadRequestError BAD_REQUEST createClient 2 status response body problem reason fieldErrors',
  'AuthenticationError AUTHENTICATION createClient 2 status response body problem reason',
  'PermissionDeniedError PERMISSION_DENIED createClient 2 status response body problem reason',
  'NotFoundError NOT_FOUND createClient 2 status response body problem reason',
  'RateLimitError RATE_LIMIT createClient 2 status response body problem reason retryAfter',
  'ServiceUnavailableError SERVICE_UNAVAILABLE createClient 2 status response body problem reason retryAfter',
  'InternalServerError INTERNAL_SERVER createClient 2 status response body problem reason',
  'UnexpectedResponseError UNEXPECTED_RESPONSE createClient 2 status',
  'ResponseValidationError RESPONSE_VALIDATION createClient 2 issues getData status',
  'ConnectionError CONNECTION createClient 2',
  'TimeoutError TIMEOUT createClient 2 retryAfter',
  'retry after 1000',
  'logged true, of 15 operations',
  '201 done',
  '200 done',
  '200 done',
  '200 done',
  '200 done',
  '200 done',
  '404 refused',
  '/clients?scopes=a&scopes=b',
  '26 schemas',
  '10 other operations',
];

async function outputOf(program: string): Promise<string[]> {
  const emulator = await createEmulator({ limits: 'raised' });
  onTestFinished(() => emulator.close());
  return JSON.parse(await runNode(consumer, program, emulator.url));
}

it('exports: runs as ESM', async () => {
  for (const name of PROGRAMS) {
    await transpile('6.0', `${name}.ts`, 'esnext', `${name}.js`);
  }
  expect(await outputOf('run.mjs')).toEqual(OUTPUT);
});

it.each(['5.9', '6.0'] as const)('exports: runs through require(), as TypeScript %s writes it', async (version) => {
  for (const name of PROGRAMS) {
    await transpile(version, `${name}.ts`, 'commonjs', `${name}.cjs`);
  }
  expect(await outputOf('run.cjs')).toEqual(OUTPUT);
});

it('exports: TypeScript 5.5 rejects require(), although Node supports it', async () => {
  await copyFile(join(consumer, 'everything.ts'), join(consumer, 'everything.cts'));
  const compilerOptions = { ...NODE, module: 'nodenext' };
  const { required } = await checkTypes('5.5', { required: { compilerOptions, files: ['everything.cts'] } });
  expect(required.reported.join('\n').match(/error TS\d+/g)).toEqual(['error TS1479']);
});

it('exports: TypeScript names the setting to use if it does not read exports', async () => {
  const compilerOptions = { ...NODE, module: 'commonjs', moduleResolution: 'node10' };
  const { oldest } = await checkTypes('5.9', { oldest: { compilerOptions, files: ['everything-generated.ts'] } });
  expect(oldest.reported[0]).toContain("Cannot find module 'docspace-client-management/generated'");
});
