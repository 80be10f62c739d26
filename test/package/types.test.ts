import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { type Checked, checkTypes, type Settings, VERSIONS } from './typescript.js';

const consumer = inject('consumer');

const MODULES = {
  nodenext: { module: 'nodenext' },
  bundler: { module: 'esnext', moduleResolution: 'bundler' },
};
// Without the DOM the types of Node declare fetch and what belongs to it.
const PLATFORMS = {
  browser: { lib: ['ES2022', 'DOM', 'DOM.Iterable'], types: [] },
  Node: { lib: ['ES2022'], types: ['node'] },
};
const COMMON = { strict: true, target: 'es2022', skipLibCheck: false, noEmit: true };
const STRICTEST = {
  ...COMMON,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  noUnusedLocals: true,
  isolatedModules: true,
  verbatimModuleSyntax: true,
};
const PROGRAMS = ['everything.ts', 'everything-generated.ts'];

const SETTINGS: Record<string, Settings> = {
  'without exactOptionalPropertyTypes': {
    compilerOptions: { ...COMMON, ...PLATFORMS.browser, types: ['node'], module: 'nodenext' },
    files: PROGRAMS,
  },
};
for (const [module, moduleOptions] of Object.entries(MODULES)) {
  for (const [platform, platformOptions] of Object.entries(PLATFORMS)) {
    SETTINGS[`${module}, for ${platform}`] = {
      compilerOptions: { ...STRICTEST, ...moduleOptions, ...platformOptions },
      files: PROGRAMS,
    };
  }
}

describe.concurrent.each(VERSIONS)('exports with TypeScript %s', (version) => {
  let results: Record<string, Checked>;
  beforeAll(async () => {
    results = await checkTypes(version, SETTINGS);
  });

  it.each(Object.keys(SETTINGS))('compile in a program that uses all of them, %s', (name) => {
    const { checked, reported } = results[name] ?? {};
    expect(reported).toEqual([]);
    expect(checked).toEqual(['dist/generated.d.ts', 'dist/index.d.ts', 'dist/types.gen.d.ts', ...PROGRAMS].sort());
  });
});

describe.each([
  ['docspace-client-management', 'index.d.ts', 'everything.ts'],
  ['docspace-client-management/generated', 'generated.d.ts', 'everything-generated.ts'],
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
