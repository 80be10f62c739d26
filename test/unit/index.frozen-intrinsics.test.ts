import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const PROGRAM = fileURLToPath(new URL('../support/frozen-intrinsics.ts', import.meta.url));

const ENDINGS = [
  'resolved undefined',
  'true true NotFoundError NOT_FOUND',
  'true true UnexpectedResponseError UNEXPECTED_RESPONSE',
  'true true ConnectionError CONNECTION TypeError Error ECONNRESET Error UND_ERR_SOCKET',
  'true true TimeoutError TIMEOUT',
  'true true InvalidRequestError INVALID_REQUEST',
  'true true ConfigurationError CONFIGURATION',
  'true true InvalidRequestError INVALID_REQUEST ConfigurationError CONFIGURATION',
];

it.each([
  'none',
  'Error',
  'Object',
  'Function Promise',
  'Error TypeError RangeError SyntaxError AggregateError',
  'Array Map Set WeakMap RegExp String Number Symbol Date',
  'Error Object Array Function Promise',
])(
  'index.ts: works if a program has frozen the prototypes of %s',
  async (names) => {
    const env = { ...process.env, FROZEN: names === 'none' ? '' : names };
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', PROGRAM], { env });
    expect(stdout.trim().split('\n')).toEqual(ENDINGS);
  },
  20_000,
);
