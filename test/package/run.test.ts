import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, inject, it, onTestFinished } from 'vitest';
import { createEmulator } from '../../emulator/index.js';
import { compile } from './compile.js';
import { runNode } from './run.js';

const consumer = inject('consumer');
const PROGRAMS = ['everything', 'everything-generated'];
const SETTINGS = { target: 'es2022', module: 'nodenext', lib: ['ES2022'], types: ['node'] };
const CLEAN = { code: 0, stdout: '', stderr: '' };

const OUTPUT = [
  'modified true, false',
  'kept true',
  'listed 1 1',
  'faked Reporting 1',
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

beforeAll(async () => {
  for (const name of PROGRAMS) {
    await copyFile(join(consumer, `${name}.ts`), join(consumer, `${name}.cts`));
  }
});

it('exports: runs as ESM', async () => {
  const files = PROGRAMS.map((name) => `${name}.ts`);
  expect(await compile('6.0', SETTINGS, files)).toEqual(CLEAN);
  expect(await outputOf('run.mjs')).toEqual(OUTPUT);
});

it.each(['5.9', '6.0'] as const)('exports: runs through require(), as TypeScript %s writes it', async (version) => {
  const files = PROGRAMS.map((name) => `${name}.cts`);
  expect(await compile(version, SETTINGS, files)).toEqual(CLEAN);
  expect(await outputOf('run.cjs')).toEqual(OUTPUT);
});

it('exports: TypeScript 5.5 rejects require(), although Node supports it', async () => {
  const files = ['everything.cts'];
  const { code, stdout } = await compile('5.5', { ...SETTINGS, noEmit: true }, files);
  expect(code).toBe(2);
  expect(stdout.match(/error TS\d+/g)).toEqual(['error TS1479']);
});

it('exports: TypeScript names the setting to use if it does not read exports', async () => {
  const oldest = { target: 'es2022', module: 'commonjs', moduleResolution: 'node10', types: ['node'], noEmit: true };
  const { code, stdout } = await compile('5.9', oldest, ['everything-generated.ts']);
  expect(code).toBe(2);
  expect(stdout).toContain("Cannot find module 'docspace-client-management/generated'");
});
