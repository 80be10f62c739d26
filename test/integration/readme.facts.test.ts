import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { expect, it } from 'vitest';
import { type Behaviour, behaviourOf, type ServiceVersion } from '../../emulator/versions.js';
import * as sdk from '../../src/index.js';
import { OPTION_ROWS } from '../../src/options.js';
import { PAGES, quoted, README, rowsAfter, tableAfter, textOf } from '../support/pages.js';
import { ROOT } from '../support/root.js';

const {
  license,
  engines,
  dependencies = {},
  exports,
  files,
  scripts,
  devDependencies,
} = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8'));

const BADGES = Array.from(
  README.matchAll(/^!\[(.*)\]\(https:\/\/img\.shields\.io\/badge\/([^-]+)-((?:[^-]|--)+)-\w+\)$/gm),
  ([, alt, label = '', text = '']) => ({ alt, shown: decodeURIComponent(`${label} ${text.replaceAll('--', '-')}`) }),
);

async function gzipSize(): Promise<number> {
  const bundle = await rolldown({ input: `${ROOT}dist/index.js`, platform: 'browser' });
  const { output } = await bundle.generate({ format: 'esm', minify: true });
  return gzipSync(output[0].code, { level: 9 }).length;
}

/** The files of types that the conditions of `exports` lead to. */
function typesIn(conditions: object): string[] {
  return Object.entries(conditions).flatMap(([name, target]) => {
    if (typeof target !== 'string') {
      return typesIn(target);
    }
    return name === 'types' ? [target] : [];
  });
}

it('README: the badges are true', async () => {
  expect(BADGES.map(({ shown }) => shown)).toEqual([
    `license ${license}`,
    'types included',
    `dependencies ${Object.keys(dependencies).length}`,
    `node ${engines.node}`,
    'gzip under 18.5 kB',
  ]);
  expect(BADGES.map(({ alt }) => alt)).toEqual(BADGES.map(({ shown }) => shown));
  const types = typesIn(exports);
  expect(types.length).toBeGreaterThan(1);
  expect(types.filter((file) => !existsSync(`${ROOT}${file}`))).toEqual([]);
  expect(await gzipSize()).toBeLessThan(18_500);
  expect(rowsAfter('README.md', 'What is supported')).toContainEqual([
    'size',
    'under 18.5 kB, minified by esbuild and compressed by gzip. Other bundlers differ by less than 1 kB.',
  ]);
});

it('README: has at most 350 lines', () => {
  expect(README.trimEnd().split('\n').length).toBeLessThanOrEqual(350);
});

it('docs/methods.md: the table of methods has every method of ClientManagementApi', () => {
  const methods = rowsAfter('docs/methods.md', 'All methods').flatMap(([calls = '']) =>
    quoted(calls).map((call) => call.split('(')[0]),
  );
  const names = Object.getOwnPropertyNames(sdk.ClientManagementApi.prototype);
  expect(methods.sort()).toEqual(names.filter((name) => name !== 'constructor').sort());
});

it('README: the table of options has them all, and marks those of a call', () => {
  const rows = rowsAfter('README.md', 'Options').map(([names = '']) => ({
    names: quoted(names),
    ofCall: names.endsWith('*'),
  }));
  const optionsOf = (owners: readonly unknown[]): string[] =>
    Object.entries(OPTION_ROWS).flatMap(([name, { of }]) => (owners.includes(of) ? [name] : []));
  expect(rows.flatMap(({ names }) => names).sort()).toEqual(optionsOf([undefined, 'constructor']).sort());
  const marked = rows.filter(({ ofCall }) => ofCall).flatMap(({ names }) => names);
  expect([...marked].sort()).toEqual(optionsOf([undefined]).sort());
});

const CODES = (
  Object.values<unknown>(sdk).filter(
    (value) =>
      typeof value === 'function' && value !== sdk.DocSpaceError && value.prototype instanceof sdk.DocSpaceError,
  ) as (typeof sdk.ApiError)[]
).map((Class) => [Class.name, Reflect.construct(Class, [[], { response: {} }]).code]);

it('docs/errors.md: the table of errors has every class with its code', () => {
  const rows = rowsAfter('docs/errors.md', 'Classes').map(([name = '', code = '']) => [
    ...quoted(name),
    ...quoted(code),
  ]);
  expect(rows.sort()).toEqual(CODES.sort());
});

it('README: the table of errors has every class', () => {
  const classes = rowsAfter('README.md', 'Errors and what to do').flatMap(([name = '']) => quoted(name));
  expect(classes.sort()).toEqual(CODES.map(([name]) => name).sort());
});

it('docs/examples.md: the table of examples has every file of examples/', () => {
  const named = rowsAfter('docs/examples.md', 'Examples').map(([link = '']) =>
    link.replace(/.*\(\.\.\/examples\/([^/)]*).*/, '$1'),
  );
  const there = readdirSync(`${ROOT}examples`).filter((name) => !name.endsWith('.json'));
  expect(named.sort()).toEqual(there.sort());
});

// What the emulator, which the recordings of the versions hold to the truth, calls each row.
const DIFFERENCES: Readonly<Record<string, keyof Behaviour>> = {
  '`apiKey`': 'credential',
  'who manages clients': 'rights',
  'rate limits count per': 'bucketOwner',
  'an unknown client, in a write': 'missingClient',
  '`fieldErrors` of a `BadRequestError`': 'errors',
  '`redirect_uris`, `allowed_origins`': 'maxUrls',
  '`claude://` in `redirect_uris`, `allowed_origins`': 'redirectSchemes',
  'largest `logo`, in bytes': 'maxLogoBytes',
  '`scopes`, `redirect_uris` in an update': 'updatesScopes',
  '`created_by`, `modified_by`': 'userNamedBy',
  'form of a secret': 'secret',
  '`deleteUserClients`, `deleteTenantClients`': 'bulkDeletes',
};

it('README: the table of versions has each difference at the version that brought it', () => {
  const [[, ...versions] = [], ...rows] = tableAfter('README.md', 'Versions of DocSpace');
  expect(rows.map(([label]) => label)).toEqual(Object.keys(DIFFERENCES));
  for (const [label = '', ...cells] of rows) {
    const values = versions.map((version) => {
      return behaviourOf(version as ServiceVersion)[DIFFERENCES[label] as keyof Behaviour];
    });
    const changes = values.map((value, index) => index === 0 || String(value) !== String(values[index - 1]));
    expect([label, cells.map((cell) => cell !== '')]).toEqual([label, changes]);
    // A number in a cell is the number.
    for (const [index, value] of values.entries()) {
      if (typeof value === 'number' && changes[index]) {
        expect(Number(cells[index]?.match(/[\d ]+(?!.*\d)/)?.[0].replaceAll(' ', ''))).toBe(value);
      }
    }
  }
});

it('pages: every link leads to a file of the package or to a heading, and every command exists', () => {
  for (const page of PAGES) {
    const links = Array.from(textOf(page).matchAll(/\]\((?!https:)([^)]*)\)/g), ([, link = '']) => link);
    const broken = links.filter((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : posix.join(posix.dirname(page), path);
      const isPacked = target === 'README.md' || files.some((file: string) => `${target}/`.startsWith(`${file}/`));
      return !isPacked || !existsSync(`${ROOT}${target}`) || (anchor && !anchorsOf(target).includes(anchor));
    });
    expect([page, broken]).toEqual([page, []]);
    const commands = Array.from(textOf(page).matchAll(/npm run ([\w:-]+)/g), ([, name = '']) => name);
    expect([page, commands.filter((name) => !(name in scripts))]).toEqual([page, []]);
  }
});

it('README: links to every guide', () => {
  const guides = PAGES.filter((page) => page.startsWith('docs/'));
  expect(guides.length).toBeGreaterThan(10);
  expect(guides.filter((guide) => !README.includes(`](${guide})`))).toEqual([]);
});

function anchorsOf(page: string): string[] {
  return Array.from(textOf(page).matchAll(/^##+ (.*)$/gm), ([, title = '']) => {
    return title
      .toLowerCase()
      .replace(/[^\w -]/g, '')
      .replaceAll(' ', '-');
  });
}

it('docs/testing.md: the version of Prism is that of package.json', () => {
  const [, version] = textOf('docs/testing.md').match(/@stoplight\/prism-cli@(\S+)/) ?? [];
  expect(version).toBe(devDependencies['@stoplight/prism-cli']);
});
