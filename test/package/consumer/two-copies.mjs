// Loads the package by import and by require, whose copies are separate, and shows what each knows of the other's errors.
// The emulator's address is the argument.
import { createRequire } from 'node:module';
import * as imported from 'docspace-client-management';
import * as importedEmulator from 'docspace-client-management/emulator';

const require = createRequire(import.meta.url);
const required = require('docspace-client-management');
const [, , baseUrl = ''] = process.argv;
const copies = [imported, required];

const errors = await Promise.all(
  copies.map(({ ClientManagementApi }) =>
    new ClientManagementApi({ baseUrl, apiKey: 'emulator-key' })
      .deleteClient('6c7cf17b-1bd3-47d5-94c6-be2d3570e168')
      .catch((error) => error),
  ),
);
const table = (test) => copies.map((copy) => errors.map((error) => test(copy, error)));
console.log(
  JSON.stringify({
    codes: errors.map(({ code }) => code),
    isDocSpaceError: table(({ isDocSpaceError }, error) => isDocSpaceError(error)),
    instanceof: table(({ NotFoundError }, error) => error instanceof NotFoundError),
    otherClass: table(({ BadRequestError }, error) => error instanceof BadRequestError),
    exports: {
      imported: Object.keys(imported).sort(),
      required: Object.keys(required).sort(),
      importedEmulator: Object.keys(importedEmulator).sort(),
      requiredEmulator: Object.keys(require('docspace-client-management/emulator')).sort(),
    },
  }),
);
