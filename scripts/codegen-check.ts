import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rimraf } from 'rimraf';
import { generate } from './support/generate.js';
import { generatedPath } from './support/paths.js';

const fresh = await mkdtemp(join(tmpdir(), 'codegen-check-'));
try {
  await generate(fresh);
  const [expected, actual] = await Promise.all([readTree(fresh), readTree(generatedPath)]);
  const stale = [...new Set([...expected.keys(), ...actual.keys()])].filter(
    (file) => expected.get(file) !== actual.get(file),
  );
  if (stale.length > 0) {
    console.error('Not what openapi.yaml gives; run `npm run codegen` and commit the result:');
    for (const file of stale.sort()) {
      console.error(`  generated/${file}${expected.has(file) ? '' : ' (should not exist)'}`);
    }
    process.exitCode = 1;
  } else {
    console.log('generated/ is what openapi.yaml gives');
  }
} finally {
  await rimraf(fresh);
}

async function readTree(directory: string): Promise<Map<string, string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const contents = files.map(
    async (file): Promise<[string, string]> => [
      file.slice(directory.length + 1).replaceAll('\\', '/'),
      await readFile(file, 'utf8'),
    ],
  );
  return new Map(await Promise.all(contents));
}
