import { barChart } from '../chart.js';
import { PEERS } from '../peers/index.js';
import type { PeerClient } from '../peers/peer.js';
import { sdk, sdkByCookie } from '../peers/sdk.js';
import { atMost, type Criterion, type Report, table } from '../report.js';
import { fakeFetch } from '../support/fake-fetch.js';
import { SIGNATURE } from '../support/signature.js';
import { leastMicroseconds } from '../support/slices.js';

const BASE_URL = 'http://127.0.0.1:9';

/** What a call costs over bare fetch, without a network. */
export default async function measureCalls(): Promise<Report> {
  globalThis.fetch = fakeFetch;
  const create = await extraCosts('create');
  const remove = await extraCosts('remove');
  const rows = Object.entries(create).map(([name, cost]) => [name, cost, remove[name] ?? 0]);
  return {
    markdown: [
      '## Microseconds of a call over bare fetch',
      '`fetch` is replaced by a function that returns a response at once. All send a signature that is there already. The figures are differences to bare fetch in the same run, and absolute.',
      table(['client', 'createClient', 'deleteClient'], rows),
      '![Microseconds of createClient over bare fetch](calls.svg)',
    ].join('\n\n'),
    criteria: [
      atMost('createClient over bare fetch, as a multiple of the generated client alone', ratio(create), 1.5, ' ×'),
      atMost('deleteClient over bare fetch, as a multiple of the generated client alone', ratio(remove), 1.5, ' ×'),
      ...(await signatureCriteria()),
    ],
    charts: { 'calls.svg': barChart('Microseconds of createClient over bare fetch', chartRows(create)) },
  };
}

async function extraCosts(operation: keyof PeerClient): Promise<Record<string, number>> {
  const connects = { ...PEERS, 'bare fetch again (control)': PEERS['bare fetch'] };
  const sides = Object.entries(connects).map(([name, connect]) => {
    const client = connect({ baseUrl: BASE_URL, signature: SIGNATURE, ...(name === 'axios' && { fetch: fakeFetch }) });
    return [name, () => client[operation]()] as const;
  });
  const { 'bare fetch': bare = 0, ...others } = await leastMicroseconds<string>(Object.fromEntries(sides));
  return Object.fromEntries(Object.entries(others).map(([name, time]) => [name, time - bare]));
}

/** What a signature costs that is there already. The two sides alternate alone, so that both pay for the same garbage. */
async function signatureCriteria(): Promise<Criterion[]> {
  const options = { baseUrl: BASE_URL, signature: SIGNATURE };
  const [signed, unsigned] = [sdk(options), sdkByCookie(options)];
  const create = await leastMicroseconds({ signed: signed.create, unsigned: unsigned.create });
  const remove = await leastMicroseconds({ signed: signed.remove, unsigned: unsigned.remove });
  const name = (operation: string): string =>
    `${operation} with a cached signature, as a multiple of one with the cookie`;
  return [
    atMost(name('createClient'), create.signed / create.unsigned, 1.1, ' ×'),
    atMost(name('deleteClient'), remove.signed / remove.unsigned, 1.1, ' ×'),
  ];
}

function ratio(costs: Record<string, number>): number {
  return (costs['this SDK'] ?? 0) / (costs['generated client alone'] ?? 0);
}

function chartRows(costs: Record<string, number>): [string, number][] {
  return Object.entries(costs).filter(([name]) => !name.includes('control'));
}
