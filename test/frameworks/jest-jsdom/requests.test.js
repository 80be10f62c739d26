const sdk = require('docspace-client-management');
const { createEmulator } = require('docspace-client-management/emulator');
const { showClientOfEmulator } = require('../dom.cjs');

it('shows a client of the emulator in the document', () => showClientOfEmulator(sdk, createEmulator, expect));
