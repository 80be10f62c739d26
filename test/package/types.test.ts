import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { type Checked, checkTypes, type Settings, VERSIONS, type Version } from './typescript.js';

const consumer = inject('consumer');

const ESM = { nodenext: { module: 'nodenext' }, bundler: { module: 'esnext', moduleResolution: 'bundler' } };
// Without the DOM the types of Node declare fetch and what belongs to it.
const BROWSER = { lib: ['ES2022', 'DOM', 'DOM.Iterable'], types: [] };
const NODE = { lib: ['ES2022'], types: ['node'] };
const USUAL = { ...NODE, strict: true, target: 'es2022', skipLibCheck: false, noEmit: true };
const STRICTEST = {
  ...USUAL,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  noUnusedLocals: true,
  isolatedModules: true,
  verbatimModuleSyntax: true,
};
const PROGRAMS = ['everything', 'everything-generated', 'emulator'];
const MODULES = PROGRAMS.map((name) => `${name}.ts`);
const REQUIRING = PROGRAMS.map((name) => `${name}.cts`);
const DECLARATIONS = ['dist/emulator/index.d.cts', 'dist/generated.d.cts', 'dist/index.d.cts', 'dist/types.gen.d.cts'];

function settingsFor(version: Version): Record<string, Settings> {
  // The compiler names this option, and does without the resolution in the version after it.
  const ignored = version === '6.0' && { ignoreDeprecations: version };
  return {
    ...Object.fromEntries(
      Object.entries(ESM).flatMap(([name, module]) => [
        [`${name}, for Node`, { compilerOptions: { ...STRICTEST, ...module }, files: MODULES }],
        [`${name}, for browsers`, { compilerOptions: { ...STRICTEST, ...BROWSER, ...module }, files: MODULES }],
      ]),
    ),
    'nodenext, usual options, import and require': {
      compilerOptions: { ...USUAL, module: 'nodenext' },
      files: [...MODULES, ...REQUIRING],
    },
    'node16, import and require': {
      compilerOptions: { ...USUAL, module: 'node16' },
      files: [...MODULES, ...REQUIRING],
    },
    node10: {
      compilerOptions: { ...USUAL, module: 'commonjs', moduleResolution: 'node10', ...ignored },
      files: MODULES,
    },
  };
}

beforeAll(async () => {
  await Promise.all(PROGRAMS.map((name) => copyFile(join(consumer, `${name}.ts`), join(consumer, `${name}.cts`))));
});

describe.concurrent.each(VERSIONS)('exports with TypeScript %s', (version) => {
  const settings = settingsFor(version);
  let results: Record<string, Checked>;
  beforeAll(async () => {
    results = await checkTypes(version, settings);
  });

  it.each(Object.keys(settings))('compile in programs that use all of them, %s', (name) => {
    const { checked = [], reported } = results[name] ?? {};
    expect(reported).toEqual([]);
    expect(checked).toEqual(expect.arrayContaining([...DECLARATIONS, ...(settings[name]?.files ?? [])]));
  });
});

describe.each([
  ['docspace-client-management', 'index.d.cts', 'everything.ts'],
  ['docspace-client-management/generated', 'generated.d.cts', 'everything-generated.ts'],
])('exports: the program of these tests', (entry, declarations, program) => {
  it(`imports every export of ${entry}`, async () => {
    const declared = await readFile(
      join(consumer, 'node_modules/docspace-client-management/dist', declarations),
      'utf8',
    );
    const used = await readFile(join(consumer, program), 'utf8');
    const exported = namesIn(/^export \{(.*)\};$/m.exec(declared));
    expect(exported.length).toBeGreaterThan(20);
    expect(namesIn(/^import \{([^}]*)\} from/m.exec(used))).toEqual(exported);
  });
});

function namesIn(list: RegExpExecArray | null): string[] {
  const names = list?.[1]?.split(',').map((item) => item.trim().replace(/^type |.* as /, ''));
  return names?.filter(Boolean).sort() ?? [];
}
