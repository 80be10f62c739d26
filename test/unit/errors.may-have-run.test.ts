import { describe, expect, it } from 'vitest';
import { type CallOptions, ClientManagementApi } from '../../src/index.js';
import { startApi } from '../support/api.js';
import { CLIENT_ID, CREATE_REQUEST, CREATING } from '../support/calls.js';
import { ERROR_RUNS, failAs } from '../support/error-cases.js';
import { useFakeTime } from '../support/fake-time.js';

useFakeTime();

const IN_WORDS = /may (exist|have been)/;
const CREATING_RUNS = ERROR_RUNS.filter(([, { operation }]) => CREATING.includes(operation));

describe('DocSpaceError.mayHaveRun and attempts', () => {
  it.each(ERROR_RUNS)('after %s', async (_, run) => {
    const { error } = await failAs(run);
    const { name, attempts, mayHaveRun } = run.item;
    expect(error).toMatchObject({ name, operation: run.operation.operation, attempts, mayHaveRun });
  });

  it.each<[string, (api: ClientManagementApi) => Promise<unknown>, string]>([
    ['a client id that is no UUID', (api) => api.deleteClient('no id'), 'InvalidRequestError'],
    [
      'a body that breaks the contract',
      (api) => api.createClient({ ...CREATE_REQUEST, name: '' }),
      'InvalidRequestError',
    ],
    ['an option with a wrong value', (api) => api.deleteClient(CLIENT_ID, { timeout: -1 }), 'ConfigurationError'],
    ['an unknown option', (api) => api.deleteClient(CLIENT_ID, { zzz: 1 } as CallOptions), 'ConfigurationError'],
  ])('after %s', async (_, run, name) => {
    const { api } = await startApi([]);
    await expect(run(api)).rejects.toMatchObject({ name, attempts: 0, mayHaveRun: false });
  });

  it('after a wrong option of the constructor', () => {
    expect(() => new ClientManagementApi({ apiKey: '' })).toThrow(
      expect.objectContaining({ name: 'ConfigurationError', attempts: 0, mayHaveRun: false }),
    );
  });
});

describe('DocSpaceError.mayHaveRun: the message says so', () => {
  it.each(CREATING_RUNS.filter(([, { item }]) => item.mayHaveRun))('after %s', async (_, run) => {
    const { error } = await failAs(run);
    expect(String(error)).toMatch(IN_WORDS);
  });
});

describe('DocSpaceError.mayHaveRun: the message does not say so if it is false', () => {
  it.each(CREATING_RUNS.filter(([, { item }]) => !item.mayHaveRun))('after %s', async (_, run) => {
    const { error } = await failAs(run);
    expect(error).toMatchObject({ mayHaveRun: false });
    expect(String(error)).not.toMatch(IN_WORDS);
  });
});
