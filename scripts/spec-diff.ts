import { readFile } from 'node:fs/promises';
import { findChanges } from './spec-diff/changes.js';
import { report } from './spec-diff/report.js';
import { documentAt, lastTag } from './spec-diff/versions.js';

const root = process.cwd();
try {
  const [given, ...more] = process.argv.slice(2);
  if (more.length > 0) {
    throw new Error('usage: npm run spec:diff -- [REF]');
  }
  const ref = given ?? (await lastTag(root));
  if (ref === undefined) {
    console.log('spec:diff: no tag yet');
  } else {
    const changes = await findChanges(await documentAt(ref, root), await readFile('openapi.yaml', 'utf8'));
    console.log(report(ref, changes));
    process.exitCode = changes.some(({ effect }) => effect === 'breaks') ? 1 : 0;
  }
} catch (error) {
  console.error(`spec:diff: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 2;
}
