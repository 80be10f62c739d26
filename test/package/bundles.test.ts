import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { createEmulator } from '../../emulator/index.js';
import { runNode } from './run.js';

const consumer = inject('consumer');

// What no minifier can rename, by the part of the package that it betrays.
const MARKS: Readonly<Record<string, RegExp>> = {
  class: /check the apiKey/,
  checks: /did you mean/,
  errors: /RateLimitError/,
  fetch: /new Request\(/,
  createClient: /\/api\/2\.0\/clients["'`]/,
  updateAndDeleteClient: /\/clients\/\{clientId\}["'`]/,
  changeActivation: /\/activation/,
  regenerateSecret: /\/regenerate/,
  revokeUserClient: /\/revoke/,
  schemas: /#\/components\/schemas\//,
  scopes: /accounts\.self:read/,
};

describe.each(['esbuild', 'rolldown', 'webpack'])('bundle by %s, minified', (bundler) => {
  beforeAll(() => runNode(consumer, 'bundle.mjs', bundler), 60_000);

  /** What a bundled program prints, and which parts of the package it holds. */
  async function inspect(program: string): Promise<{ printed: string; parts: string[] }> {
    const emulator = await createEmulator();
    onTestFinished(() => emulator.close());
    const file = join('bundled', bundler, `${program}.js`);
    const printed = await runNode(consumer, file, emulator.url);
    const code = await readFile(join(consumer, file), 'utf8');
    const parts = Object.keys(MARKS).filter((part) => MARKS[part]?.test(code));
    return { printed: printed.trim(), parts };
  }

  it('createFetchClient() and one operation: has no trace of the other operations', async () => {
    expect(await inspect('operation')).toEqual({ printed: '201', parts: ['fetch', 'createClient'] });
  });

  it('ClientManagementApi: has all methods, but no schemas and no SCOPES', async () => {
    expect(await inspect('class')).toEqual({
      printed: 'true NotFoundError NOT_FOUND 404',
      parts: Object.keys(MARKS).filter((part) => part !== 'schemas' && part !== 'scopes'),
    });
  });

  it('an error class alone: has nothing that sends', async () => {
    expect(await inspect('error')).toEqual({ printed: 'RateLimitError RATE_LIMIT 1000', parts: ['errors'] });
  });

  it('types alone: has nothing at all', async () => {
    expect(await inspect('nothing')).toEqual({ printed: 'nothing', parts: [] });
  });
});
