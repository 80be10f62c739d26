import { describe, expect, it } from 'vitest';
import type { Edition, ServiceVersion } from '../../emulator/index.js';
import { resolveSettings } from '../../emulator/options.js';
import type { EmulatorRequest } from '../../emulator/request.js';
import { Service } from '../../emulator/service.js';
import { limitsOf, type RecordedLimits, SUPPORTED_BUILDS } from '../support/recordings.js';
import { EMULATED } from '../support/replay.js';
import { signatureOf } from '../support/signature.js';

type Line = RecordedLimits['sequences'][number]['answers'][number];

const SEQUENCES = [
  'burst, then one a second',
  'waiting as long as Reset says',
  'two users at once',
  'PATCH and DELETE bursts',
];

const CLIENTS = '/api/2.0/clients';
const NOBODY = '00000000-0000-4000-8000-000000000000';
const KEY = new Uint8Array(32);
const START = Date.UTC(2026, 0, 1);
// The recordings tell when responses came, and the buckets count when requests arrived.
const TOLERANCE = 700e6;

/** Sends what a line says, to a service whose clock shows the time of the line. */
function createSender(serviceVersion: ServiceVersion, edition: Edition): (line: Line) => (number | null)[] {
  let time = START;
  const users = Object.fromEntries(
    ['user 1', 'user 2'].map((name, index) => [
      name,
      { id: `${NOBODY.slice(0, -1)}${index}`, role: 'admin', tenant: 1 } as const,
    ]),
  );
  const clock = { now: () => time };
  const service = new Service(
    resolveSettings({ serviceVersion, edition, users, signatureKey: KEY, clock, serviceLimit: false }),
  );
  const requestOf = (what: string): Pick<EmulatorRequest, 'method' | 'target'> => {
    switch (what) {
      case 'activation':
        return { method: 'PATCH', target: `${CLIENTS}/${NOBODY}/activation` };
      case 'revoke':
        return { method: 'DELETE', target: `${CLIENTS}/${NOBODY}/revoke` };
      default:
        return { method: 'POST', target: CLIENTS };
    }
  };
  return ([at, what]) => {
    time = START + at;
    const name = what in users ? what : 'user 1';
    const user = users[name];
    const credential =
      serviceVersion === '3.0'
        ? { cookie: [`asc_auth_key=${name}`] }
        : { 'x-signature': user ? [signatureOf(user, KEY, { exp: START / 1000 + 3600 })] : [] };
    const headers = { ...credential, 'user-agent': ['test'], 'x-forwarded-for': ['203.0.113.1'] };
    const response = service.respond({ ...requestOf(what), headers, headSize: 0, address: '127.0.0.1', body: '' });
    const numberOf = (header: string): number => Number(response.headers?.[header]);
    return [response.status, numberOf('X-Ratelimit-Remaining'), numberOf('X-Ratelimit-Reset')];
  };
}

describe.each(SUPPORTED_BUILDS)('limits: real, as recorded of %s', (build) => {
  const [serviceVersion, edition] = EMULATED[build];
  it.each(SEQUENCES)('%s', (id) => {
    const send = createSender(serviceVersion, edition);
    const { answers = [] } = limitsOf(build)?.sequences.find((sequence) => sequence.id === id) ?? {};
    expect(answers.length).toBeGreaterThan(0);
    for (const line of answers) {
      const [, , recordedStatus, recordedRemaining, recordedReset] = line;
      const [status, remaining, reset] = send(line);
      // A 429 that leaves tokens comes from the limit of the whole service.
      const recordedLimited = recordedStatus === 429 && recordedRemaining === 0;
      expect(status === 429, line.join(' ')).toBe(recordedLimited);
      // A bucket of the community edition gets a token every 0.6 s, about the time that some responses took.
      const slack = edition === 'community' ? 3 : 0;
      expect(Math.abs((remaining ?? Number.NaN) - (recordedRemaining ?? 0)), line.join(' ')).toBeLessThanOrEqual(slack);
      expect(Math.abs((reset ?? Number.NaN) - (recordedReset ?? 0)), line.join(' ')).toBeLessThan(TOLERANCE);
    }
  });
});
