import { expect, it } from 'vitest';
import { behaviourOf, SERVICE_VERSIONS } from '../../../emulator/versions.js';

it('behaviourOf takes the latest value of each row', () => {
  expect(SERVICE_VERSIONS.map((version) => behaviourOf(version).wrongContentType)).toEqual([
    'exception',
    'exception',
    'status',
    'status',
    'status',
    'forbidden',
    'forbidden',
  ]);
});

it('behaviourOf keeps a value that is not set', () => {
  expect([behaviourOf('3.2').maxUrls, behaviourOf('3.5').maxUrls]).toEqual([undefined, 12]);
});
