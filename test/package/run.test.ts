import { expect, inject, it, onTestFinished } from 'vitest';
import { createEmulator } from '../../emulator/index.js';
import { runNode } from './run.js';
import { transpile, VERSIONS } from './typescript.js';

const consumer = inject('consumer');
const PROGRAMS = ['everything', 'everything-generated', 'emulator'];

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
  'Reporting',
  'CONNECTION',
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

it.each(VERSIONS)('exports: runs through require(), as TypeScript %s writes it', async (version) => {
  for (const name of PROGRAMS) {
    await transpile(version, `${name}.ts`, 'commonjs', `${name}.cjs`);
  }
  expect(await outputOf('run.cjs')).toEqual(OUTPUT);
});

it('isDocSpaceError() and instanceof: work across the copies of import and require', async () => {
  const emulator = await createEmulator();
  onTestFinished(() => emulator.close());
  const { exports, ...known } = JSON.parse(await runNode(consumer, 'two-copies.mjs', emulator.url));
  expect(known).toEqual({
    codes: ['NOT_FOUND', 'NOT_FOUND'],
    isDocSpaceError: [
      [true, true],
      [true, true],
    ],
    instanceof: [
      [true, true],
      [true, true],
    ],
    otherClass: [
      [false, false],
      [false, false],
    ],
  });
  expect(exports.imported).toContain('ClientManagementApi');
  expect(exports.required).toEqual(exports.imported);
  expect(exports.importedEmulator).toContain('createEmulator');
  expect(exports.requiredEmulator).toEqual(exports.importedEmulator);
});

it.each([
  ['import', 'module'],
  ['require', 'commonjs'],
])('createEmulator(): by %s for browsers throws an error that says what to do', async (condition, type) => {
  const load = `${condition}('docspace-client-management/emulator')`;
  const program = `(async () => (await ${load}).createEmulator())().catch(({ message }) => console.log(message))`;
  expect(await runNode(consumer, '--conditions=browser', `--input-type=${type}`, '--eval', program)).toMatch(
    /^docspace-client-management\/emulator needs Node, Bun or Deno.*`npx docspace-emulator`/,
  );
});
