import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type InlineConfig } from 'tsdown';

const COMMON: InlineConfig = {
  config: false,
  target: 'es2022',
  clean: false,
  hash: false,
  // `.js` and `.cjs` for all platforms.
  fixedExtension: false,
  // On a slow machine it would print a warning.
  inputOptions: { checks: { pluginTimings: false } },
  logLevel: 'warn',
};
const LIBRARY: InlineConfig = {
  ...COMMON,
  entry: { index: 'src/index.ts', generated: 'src/generated.ts' },
  platform: 'neutral',
  // Generated code does not spell out every type, so its declarations need the full compiler.
  tsconfig: 'config/tsconfig.generated.json',
};
const EMULATOR: InlineConfig = {
  ...COMMON,
  entry: { index: 'emulator/index.ts', command: 'emulator/command.ts' },
  outDir: 'dist/emulator',
  platform: 'node',
  tsconfig: 'config/tsconfig.tools.json',
  // For `Symbol.asyncDispose`, in programs without the types of Node.
  banner: { dts: '/// <reference lib="esnext.disposable" />' },
};

// Bundlers need annotations. The comments for readers are in the declarations; in the code they slow the import down.
// No source maps either: the output reads like its source, and maps would double the size of the package.
const COMMENTS = { annotation: true, jsdoc: false, legal: true };

await rm('dist', { recursive: true, force: true });
for (const config of [LIBRARY, EMULATOR]) {
  await buildCommonJs(config);
}

// One file for each entry of the library, as every file more takes Node half a millisecond to load.
for (const entry of Object.entries({ index: 'src/index.ts', generated: 'src/generated.ts' })) {
  await build({ ...LIBRARY, dts: false, entry: Object.fromEntries([entry]), outputOptions: { comments: COMMENTS } });
}
// The emulator runs where both can be loaded, and one copy of it takes 100 kB less.
await rm('dist/emulator/command.d.cts');
await writeFile('dist/emulator/index.js', "export { createEmulator } from './index.cjs';\n");
for (const entry of ['index', 'generated', 'emulator/index']) {
  await shareDeclarations(entry);
}
await makeExecutable('dist/emulator/command.cjs');
await writeEmulatorForBrowsers();

/** Writes what `require` loads, and the declarations. */
async function buildCommonJs(config: InlineConfig): Promise<void> {
  await build({
    ...config,
    format: 'cjs',
    dts: { oxc: config === EMULATOR },
    // Without `esModule`, Babel and TypeScript copy a module for `import *`, and a spy on the copy has no effect.
    outputOptions: (options, _, { cjsDts }) => ({ ...options, ...(!cjsDts && { comments: COMMENTS, esModule: true }) }),
  });
}

/** Lets the ES module have the very types of `require`: both copies of a class are then one type to the compiler. */
async function shareDeclarations(entry: string): Promise<void> {
  await writeFile(`dist/${entry}.d.ts`, `export * from './${entry.replace(/.*\//, '')}.cjs';\n`);
}

async function makeExecutable(file: string): Promise<void> {
  const shebang = '#!/usr/bin/env node\n';
  const program = await readFile(file, 'utf8');
  await writeFile(file, program.startsWith('#!') ? program : shebang + program);
  await chmod(file, 0o755);
}

/**
 * Writes what bundlers for browsers find: without it they would not find the built-ins of Node, and say only that. Its
 * functions throw, rather than the module: as the package has no side effects, a bundler may drop what a module does.
 */
async function writeEmulatorForBrowsers(): Promise<void> {
  const message =
    'docspace-client-management/emulator needs Node, Bun or Deno, but is loaded as for a browser. ' +
    'Start it in a process of its own, by `npx docspace-emulator`. In Jest, begin the file with ' +
    '`/** @jest-environment node */`, or see "Tests with a DOM" in docs/testing.md.';
  const thrower = `function unavailable() {\n\tthrow new Error(${JSON.stringify(message)});\n}\n`;
  const names = Object.keys(await import(pathToFileURL(resolve('dist/emulator/index.js')).href));
  const list = names.map((name) => `unavailable as ${name}`).join(', ');
  const assignments = names.map((name) => `exports.${name} = unavailable;\n`);
  await writeFile('dist/emulator/browser.js', `${thrower}export { ${list} };\n`);
  await writeFile('dist/emulator/browser.cjs', thrower + assignments.join(''));
}
