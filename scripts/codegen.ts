import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rimraf } from 'rimraf';
import { lintDocument } from './support/document.js';
import { generate } from './support/generate.js';
import { generatedPath } from './support/paths.js';

// Generated beside first: a document that breaks on the way leaves the last good output in place.
const fresh = await mkdtemp(join(tmpdir(), 'codegen-'));
try {
  if (!(await lintDocument())) {
    throw new Error('openapi.yaml has the problems above');
  }
  await generate(fresh);
  await rimraf(generatedPath);
  await cp(fresh, generatedPath, { recursive: true });
  console.log('generated/ is up to date with openapi.yaml');
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\ngenerated/ stays as it was`);
  process.exitCode = 1;
} finally {
  await rimraf(fresh);
}
