import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { CompilerOptions } from 'typescript';
import { inject } from 'vitest';
import { runNode } from './run.js';

/** The versions of TypeScript that the consumer has installed. */
export const VERSIONS = ['5.5', '5.9', '6.0'] as const;

export type Version = (typeof VERSIONS)[number];

/** Programs of the consumer, and the compiler options of a tsconfig.json that they are checked with. */
export interface Settings {
  readonly compilerOptions: Readonly<Record<string, unknown>>;
  readonly files: readonly string[];
}

/** The files that were checked, and each error as text. */
export interface Checked {
  readonly checked: readonly string[];
  readonly reported: readonly string[];
}

/** Checks programs of the consumer, and the declarations of the package that they import, under each of the settings. */
export async function checkTypes<Name extends string>(
  version: Version,
  settings: Readonly<Record<Name, Settings>>,
): Promise<Record<Name, Checked>> {
  return JSON.parse(await runNode(inject('consumer'), 'check-types.mjs', version, JSON.stringify(settings)));
}

/** Writes what a version of TypeScript makes of a program of the consumer. It checks no types; `checkTypes` does. */
export async function transpile(
  version: Version,
  source: string,
  format: 'esnext' | 'commonjs',
  output: string,
): Promise<void> {
  const consumer = inject('consumer');
  const typescript: typeof import('typescript') = createRequire(import.meta.url)(
    join(consumer, 'node_modules', `typescript-${version}`),
  );
  const { ModuleKind, ScriptTarget } = typescript;
  const compilerOptions: CompilerOptions = {
    target: ScriptTarget.ES2022,
    module: format === 'esnext' ? ModuleKind.ESNext : ModuleKind.CommonJS,
  };
  const program = await readFile(join(consumer, source), 'utf8');
  const { outputText } = typescript.transpileModule(program, { compilerOptions });
  await writeFile(join(consumer, output), outputText);
}
