/** @jest-environment jsdom */
const sdk = require('docspace-client-management');
const { createEmulator } = require('docspace-client-management/emulator');
const { showClientOfFake } = require('../dom.cjs');

it('has fakes where there is no fetch', async () => {
  expect(typeof fetch).toBe('undefined');
  await showClientOfFake(sdk, expect);
});

it('says why there is no emulator', () => {
  expect(createEmulator).toThrow(/needs Node, Bun or Deno.*@jest-environment node/);
});
