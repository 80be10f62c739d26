import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';
import { type Ended, run } from './run.js';

export type TypeScript = '5.5' | '5.9' | '6.0';

/** Compiles files of the consumer with the settings of a tsconfig.json of their own. */
export async function compile(
  version: TypeScript,
  compilerOptions: Readonly<Record<string, unknown>>,
  files: readonly string[],
): Promise<Ended> {
  const consumer = inject('consumer');
  const config = `tsconfig.${randomUUID()}.json`;
  const settings = { compilerOptions: { strict: true, types: [], ...compilerOptions }, files };
  await writeFile(join(consumer, config), JSON.stringify(settings));
  return run(consumer, process.execPath, `node_modules/typescript-${version}/bin/tsc`, '--project', config);
}
