import { describe, expect, it } from 'vitest';
import type { EmulatorOptions } from '../../emulator/index.js';
import { departures, documented, type Received } from './support/departures.js';
import { CREATE, type Extras, NOBODY, startSession, UPDATE } from './support/session.js';

type Generation = 'new' | 'old';

/** A way to bring a status about with the second request, after a client was created with the first. */
interface Way extends Extras {
  readonly options?: EmulatorOptions;
  readonly id?: string;
}

const BODIES: Readonly<Record<string, unknown>> = {
  'POST /api/2.0/clients': CREATE,
  'PUT /api/2.0/clients/{clientId}': UPDATE,
  'PATCH /api/2.0/clients/{clientId}/activation': { status: false },
};
const BROKEN: readonly Way[] = [{ body: {} }, { body: '{' }];
const BAD_IDS: readonly Way[] = [{ id: NOBODY }, { id: 'no-uuid' }];
const ONE_OF_EACH = { POST: 1, PUT: 1, PATCH: 1, DELETE: 1 };
const gatewayOf = (unavailable: () => boolean): EmulatorOptions => ({
  gateway: { unavailable: (number) => number > 1 && unavailable() },
});

/** None where services of the generation do not answer the status. */
function waysTo(status: number, generation: Generation, operation: string): readonly Way[] {
  const badIds = operation.includes('{clientId}') ? BAD_IDS : [];
  switch (status) {
    case 400:
      return [...(operation in BODIES ? BROKEN : []), ...(generation === 'old' ? badIds : [])];
    case 403:
      return [{ key: null }, { key: 'nobody' }];
    case 404:
      return generation === 'new' ? badIds : [];
    case 429:
      return [{ options: { serviceLimit: 1 } }];
    case 500:
      return [
        {
          options: gatewayOf(() => {
            throw new Error('broken');
          }),
        },
      ];
    case 503:
      return [{ options: gatewayOf(() => true) }];
    default:
      return [{}];
  }
}

/** Version 3.0 alone returns 401, and 3.2 to 3.6 return 415: the emulator does neither. */
const isEmulated = (status: number): boolean => status !== 401 && status !== 415;

const cases = documented.flatMap(({ method, template, statuses }) =>
  statuses.filter(isEmulated).flatMap((status) =>
    (['new', 'old'] as const).flatMap((generation) =>
      waysTo(status, generation, `${method} ${template}`).map((way) => ({
        method,
        template,
        status,
        generation,
        way,
      })),
    ),
  ),
);

describe('every documented status that the emulator can give is given as documented', () => {
  it.each(cases)(
    '$generation $method $template $status $way',
    async ({ method, template, status, generation, way }) => {
      const { options, id, ...extras } = way;
      const { call, create } = await startSession({ generation, ...options });
      const { client_id } = await create();
      const path = template.replace('{clientId}', id ?? client_id);
      const answer = await call(method, path, { body: BODIES[`${method} ${template}`], ...extras });
      expect(answer.status).toBe(status);
      expect(departures(method, path, answer, generation)).toEqual([]);
    },
  );

  it.each(documented)('a full bucket, $method $template', async ({ method, template }) => {
    const { call } = await startSession({ limits: ONE_OF_EACH });
    const path = template.replace('{clientId}', NOBODY);
    await call(method, path);
    expect((await call(method, path)).status).toBe(429);
  });

  it('covers every operation and status but those that one generation alone can give', () => {
    const covered = new Set(cases.map(({ method, template, status }) => `${method} ${template} ${status}`));
    const all = documented.flatMap(({ method, template, statuses }) =>
      statuses.filter(isEmulated).map((status) => `${method} ${template} ${status}`),
    );
    expect(documented).toHaveLength(6);
    expect(all.filter((name) => !covered.has(name))).toEqual([]);
  });
});

describe('the check itself objects to', () => {
  const PATH = `/api/2.0/clients/${NOBODY}`;
  const received = (status: number, text: string, headers: Record<string, string> = {}): Received => ({
    status,
    text,
    headers: new Headers(headers),
  });
  const JSON_TYPE = { 'content-type': 'application/json' };

  it.each([
    ['a status that is not documented', 'PUT', received(418, '')],
    ['one that old services do not have', 'PUT', received(415, ''), 'old'],
    ['a body where there should be none', 'PUT', received(200, '{}')],
    ['a type without a body', 'PUT', received(200, '', JSON_TYPE)],
    ['a missing body', 'PUT', received(404, '')],
    ['an unknown type of body', 'PUT', received(404, '{}', { 'content-type': 'text/html' })],
    ['a body that breaks its schema', 'PUT', received(404, '{"status":"404"}', JSON_TYPE)],
    ['a header that breaks its schema', 'PUT', received(429, '', { 'x-ratelimit-reset': '1.5', ...JSON_TYPE })],
  ] as const)('%s', (_, method, answer, generation: Generation = 'new') => {
    expect(departures(method, PATH, answer, generation)).toHaveLength(1);
  });
});
