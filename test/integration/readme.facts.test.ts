import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { expect, it } from 'vitest';
import * as sdk from '../../src/index.js';
import { OPTION_ROWS } from '../../src/options.js';
import { ROOT } from '../support/example.js';
import { quoted, README, tableAfter } from '../support/readme.js';

const {
  license,
  engines,
  dependencies = {},
  exports,
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

it('README: the badges are true', async () => {
  expect(BADGES.map(({ shown }) => shown)).toEqual([
    `license ${license}`,
    'types included',
    `dependencies ${Object.keys(dependencies).length}`,
    `node ${engines.node}`,
    'gzip under 17.6 kB',
  ]);
  expect(BADGES.map(({ alt }) => alt)).toEqual(BADGES.map(({ shown }) => shown));
  expect(existsSync(`${ROOT}${exports['.'].types}`)).toBe(true);
  expect(await gzipSize()).toBeLessThan(17_600);
});

it('README: the table of methods has every method of ClientManagementApi', () => {
  const methods = tableAfter('Methods').flatMap(([calls = '']) => quoted(calls).map((call) => call.split('(')[0]));
  const names = Object.getOwnPropertyNames(sdk.ClientManagementApi.prototype);
  expect(methods.sort()).toEqual(names.filter((name) => name !== 'constructor').sort());
});

it('README: the table of options has them all, and marks those of a call', () => {
  const rows = tableAfter('Options').map(([names = '']) => ({ names: quoted(names), ofCall: names.endsWith('*') }));
  const optionsOf = (owners: readonly unknown[]): string[] =>
    Object.entries(OPTION_ROWS).flatMap(([name, { of }]) => (owners.includes(of) ? [name] : []));
  expect(rows.flatMap(({ names }) => names).sort()).toEqual(optionsOf([undefined, 'constructor']).sort());
  const marked = rows.filter(({ ofCall }) => ofCall).flatMap(({ names }) => names);
  expect([...marked].sort()).toEqual(optionsOf([undefined]).sort());
});

it('README: the table of errors has every class with its code', () => {
  const classes = Object.values<unknown>(sdk).filter(
    (value) => typeof value === 'function' && value.prototype instanceof sdk.DocSpaceError,
  ) as (typeof sdk.ApiError)[];
  const codes = classes.map((Class) => [Class.name, Reflect.construct(Class, [[], { response: {} }]).code]);
  const rows = tableAfter('Errors').map(([name = '', code = '']) => [...quoted(name), ...quoted(code)]);
  expect(rows.sort()).toEqual(codes.sort());
});

it('README: the table of examples has every file of examples/', () => {
  const named = tableAfter('Examples').map(([link = '']) => link.replace(/.*\(examples\/([^/)]*).*/, '$1'));
  const there = readdirSync(`${ROOT}examples`).filter((name) => !name.endsWith('.json'));
  expect(named.sort()).toEqual(there.sort());
});

it('README: every link leads to a file, and every command exists', () => {
  const links = Array.from(README.matchAll(/\]\((?!https:)([^)]*)\)/g), ([, path = '']) => path);
  expect(links.length).toBeGreaterThan(10);
  const anchors = Array.from(
    README.matchAll(/^##+ (.*)$/gm),
    ([, title = '']) => `#${title.toLowerCase().replaceAll(' ', '-')}`,
  );
  expect(links.filter((link) => !anchors.includes(link) && !existsSync(`${ROOT}${link}`))).toEqual([]);
  const commands = Array.from(README.matchAll(/npm run ([\w:-]+)/g), ([, name = '']) => name);
  expect(commands).toContain('demo');
  expect(commands.filter((name) => !(name in scripts))).toEqual([]);
});

it('README: the version of Prism is that of package.json', () => {
  const [, version] = README.match(/@stoplight\/prism-cli@(\S+)/) ?? [];
  expect(version).toBe(devDependencies['@stoplight/prism-cli']);
});
