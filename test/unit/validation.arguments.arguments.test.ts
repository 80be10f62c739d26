import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { type CallOptions, ClientManagementApi, ConfigurationError, InvalidRequestError } from '../../src/index.js';
import { ALL_OPERATIONS, CLIENT_ID } from '../support/calls.js';
import { expectDocumentedEnd } from '../support/settled.js';

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
const anything = fc.oneof(
  fc.jsonValue(),
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true }),
);
const anyId = fc.oneof(
  anything,
  fc.uuid(),
  fc.string().map((text) => CLIENT_ID + text),
  fc.constantFrom('.', '..', 'tenant'),
);
const anyOptions = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: anything },
  {
    weight: 2,
    arbitrary: fc.record(
      { validate: fc.oneof(fc.boolean(), anything), retry: fc.oneof(fc.constant(false), anything) },
      { requiredKeys: [] },
    ),
  },
);

const TAKE_ID = ['updateClient', 'changeActivation', 'deleteClient', 'regenerateSecret', 'revokeUserClient'] as const;
const TAKE_BODY: readonly string[] = ['createClient', 'updateClient', 'changeActivation'];

/** Calls a method with arguments of whatever kind. */
function callWith(api: ClientManagementApi, operation: keyof ClientManagementApi, args: unknown[]): Promise<unknown> {
  return Reflect.apply(api[operation], api, args);
}

it('InvalidRequestError and ConfigurationError: any arguments are sent as a legal request, or rejected', async () => {
  const operations = fc.constantFrom(...ALL_OPERATIONS);
  await fc.assert(
    fc.asyncProperty(operations, anyId, anything, anyOptions, async (called, id, body, options) => {
      const { operation, success } = called;
      const requests: Request[] = [];
      const api = new ClientManagementApi({
        baseUrl: 'https://portal.example.com/prefix',
        apiKey: 'key',
        fetch: async (input) => {
          requests.push(input as Request);
          return new Response(success.body ?? null, { status: success.status });
        },
      });
      const args = [
        ...((TAKE_ID as readonly string[]).includes(operation) ? [id] : []),
        ...(TAKE_BODY.includes(operation) ? [body] : []),
        options as CallOptions,
      ];
      const [result] = await Promise.allSettled([callWith(api, operation, args)]);
      expectDocumentedEnd(called, result);
      if (result.status === 'rejected') {
        expect(result.reason).toSatisfy(
          (error) => error instanceof InvalidRequestError || error instanceof ConfigurationError,
        );
        expect(requests).toEqual([]);
      } else {
        expect(requests).toHaveLength(1);
        const [, sentId] =
          /^https:\/\/portal\.example\.com\/prefix\/api\/2\.0\/clients(?:\/([^/]+))?/.exec(requests[0]?.url ?? '') ??
          [];
        expect(operation === 'createClient' ? sentId === undefined : UUID.test(sentId ?? '')).toBe(true);
      }
    }),
    { numRuns: 1500 },
  );
});

it('clientId: any value that is no UUID is rejected, and nothing is sent', async () => {
  const fetch = vi.fn();
  const api = new ClientManagementApi({ apiKey: 'key', fetch });
  const noId = anyId.filter((id) => typeof id !== 'string' || !UUID.test(id));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...TAKE_ID), noId, fc.boolean(), async (operation, id, validate) => {
      const body = operation === 'updateClient' || operation === 'changeActivation' ? [{}] : [];
      const options = validate ? {} : { validate };
      await expect(callWith(api, operation, [id, ...body, options])).rejects.toMatchObject({
        name: 'InvalidRequestError',
        operation,
        issues: [{ path: 'clientId' }],
      });
    }),
    { numRuns: 1000 },
  );
  expect(fetch).not.toHaveBeenCalled();
});
