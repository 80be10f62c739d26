import { expect, it } from 'vitest';
import { isRetriedStatus, mayHaveRunAfter } from '../../src/retry.js';
import { statusRow } from '../../src/statuses.js';
import { quoted, rowsAfter } from '../support/pages.js';

const GATEWAYS = rowsAfter('docs/errors.md', 'Gateways').flatMap(([statuses = '', name = '', mayHaveRun = '']) =>
  statuses.split(', ').map((status) => ({ status: Number(status), name: quoted(name)[0], mayHaveRun })),
);

it('docs/errors.md: the table of gateways says what the SDK makes of each status', () => {
  expect(GATEWAYS.length).toBeGreaterThan(10);
  for (const { status, name, mayHaveRun } of GATEWAYS) {
    expect([name, mayHaveRun, isRetriedStatus(status)], `${status}`).toEqual([
      statusRow(status).Class.name,
      `\`${mayHaveRunAfter(status)}\``,
      false,
    ]);
  }
});

it('docs/errors.md: the table of gateways has every status that is an exception from its class', () => {
  const named = new Set(GATEWAYS.map(({ status }) => status));
  for (let status = 400; status < 600; status += 1) {
    const isException = isRetriedStatus(status) ? false : mayHaveRunAfter(status) !== status >= 500;
    expect(isException && !named.has(status), `${status}`).toBe(false);
  }
});
