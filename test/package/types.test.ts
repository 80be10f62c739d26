import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { compile, type TypeScript } from './compile.js';

const consumer = inject('consumer');

const VERSIONS: readonly TypeScript[] = ['5.5', '5.9', '6.0'];
const MODULES = {
  nodenext: { module: 'nodenext' },
  bundler: { module: 'esnext', moduleResolution: 'bundler' },
};
// Without the DOM the types of Node declare fetch and what belongs to it.
const PLATFORMS = {
  browser: { lib: ['ES2022', 'DOM', 'DOM.Iterable'] },
  Node: { lib: ['ES2022'], types: ['node'] },
};
const STRICTEST = {
  target: 'es2022',
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  noUnusedLocals: true,
  isolatedModules: true,
  verbatimModuleSyntax: true,
  skipLibCheck: false,
  noEmit: true,
};
const PROGRAMS = ['everything.ts', 'everything-generated.ts'];
const CLEAN = { code: 0, stdout: '', stderr: '' };

describe.concurrent.each(VERSIONS)('exports with TypeScript %s', (version) => {
  for (const [module, moduleSettings] of Object.entries(MODULES)) {
    it.each(Object.entries(PLATFORMS))(
      `compile in a program that uses all of them, ${module}, for %s`,
      async (_, platform) => {
        expect(await compile(version, { ...STRICTEST, ...moduleSettings, ...platform }, PROGRAMS)).toEqual(CLEAN);
      },
    );
  }

  it('compile without exactOptionalPropertyTypes', async () => {
    const usual = { target: 'es2022', lib: ['ES2022', 'DOM', 'DOM.Iterable'], types: ['node'], noEmit: true };
    expect(await compile(version, { ...usual, module: 'nodenext' }, PROGRAMS)).toEqual(CLEAN);
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
