import { execSync, spawnSync } from 'node:child_process';
import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@hey-api/openapi-ts';
import { rimraf } from 'rimraf';
import { parse } from 'yaml';
import config from '../openapi-ts.config.js';
import { knownScopes } from './support/known-scopes.js';
import { documentPath, generatedPath } from './support/paths.js';
import { validationSchemas } from './support/validation-schemas.js';

// Generates into a temporary folder first, so that a broken document leaves the last good output in place.
const fresh = await mkdtemp(join(tmpdir(), 'codegen-'));
try {
  execSync('npm run --silent lint:document', { stdio: 'inherit' });
  await createClient({ ...config, input: documentPath, output: { ...config.output, path: fresh } });
  const document = parse(await readFile(documentPath, 'utf8'));
  await writeFile(join(fresh, 'validation-schemas.gen.ts'), validationSchemas(document));
  await writeFile(join(fresh, 'scopes.gen.ts'), knownScopes(document));
  if (process.argv.includes('--check')) {
    requireSame(generatedPath, fresh);
  } else {
    await rimraf(generatedPath);
    await cp(fresh, generatedPath, { recursive: true });
  }
  console.log('generated/ is up to date with openapi.yaml');
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\ngenerated/ stays as it was`);
  process.exitCode = 1;
} finally {
  await rimraf(fresh);
}

function requireSame(actual: string, expected: string): void {
  // Unlike `git status`, it compares with the files on disk and needs no commit.
  const { status } = spawnSync('git', ['--no-pager', 'diff', '--no-index', actual, expected], { stdio: 'inherit' });
  if (status !== 0) {
    throw new Error('generated/ is out of date with openapi.yaml: run `npm run codegen`');
  }
}
