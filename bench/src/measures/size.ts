import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { barChart } from '../chart.js';
import { atMost, type Report, table } from '../report.js';

const METHODS = `['createClient', 'updateClient', 'changeActivation', 'regenerateSecret', 'revokeUserClient', 'deleteClient']`;
const ROUTES = `[['post', ''], ['put', '/1'], ['patch', '/1/activation'], ['patch', '/1/regenerate'], ['delete', '/1/revoke'], ['delete', '/1']]`;

const PROGRAMS: Readonly<Record<string, string>> = {
  'this SDK': `import { ClientManagementApi } from '../dist/index.js';
    const api = new ClientManagementApi({ credentials: 'include' });
    for (const method of ${METHODS}) api[method]('1', {});`,
  'generated client alone': `import * as sdk from '../dist/generated.js';
    const { createClient, updateClient, changeActivation, regenerateSecret, revokeUserClient, deleteClient } = sdk;
    const client = sdk.createFetchClient({ baseUrl: '' });
    for (const call of [createClient, updateClient, changeActivation, regenerateSecret, revokeUserClient, deleteClient]) call({ client });`,
  'openapi-fetch': `import createClient from 'openapi-fetch';
    const client = createClient({ baseUrl: '' });
    for (const [method, path] of ${ROUTES}) client[method.toUpperCase()](path, { body: {} });`,
  ky: `import ky from 'ky'; for (const [method, path] of ${ROUTES}) ky[method](path, { json: {} });`,
  'axios + axios-retry': `import axios from 'axios'; import retry from 'axios-retry';
    retry(axios); for (const [method, path] of ${ROUTES}) axios[method](path, {});`,
  openai: `import OpenAI from 'openai'; const client = new OpenAI({ apiKey: '' });
    for (const [method, path] of ${ROUTES}) client[method](path, { body: {} });`,
  'octokit + throttling': `import { Octokit } from '@octokit/core'; import { throttling } from '@octokit/plugin-throttling';
    const client = new (Octokit.plugin(throttling))(); for (const [method, path] of ${ROUTES}) client.request(method + path, {});`,
};

/** The size of a program with all six calls. */
export default async function measureSize(): Promise<Report> {
  const rows: [string, number, number][] = [];
  for (const [name, contents] of Object.entries(PROGRAMS)) {
    rows.push([name, ...(await bundle(contents))]);
  }
  const ours = rows.find(([name]) => name === 'this SDK')?.[2] ?? Number.NaN;
  return {
    markdown: [
      '## Size of a program with all six calls',
      'In kB of 1000 bytes, bundled by esbuild for browsers (ES2022). The figures are absolute, and the same on every machine.',
      table(['client', 'minified', 'gzip'], rows),
      '![Size in kB gzip](size.svg)',
    ].join('\n\n'),
    criteria: [atMost('size of a program with all six calls, gzip', ours, 12, ' kB')],
    charts: {
      'size.svg': barChart(
        'Size in kB gzip',
        rows.map(([name, , gzip]) => [name, gzip]),
      ),
    },
  };
}

async function bundle(contents: string): Promise<[minified: number, gzip: number]> {
  const resolveDir = fileURLToPath(new URL('../..', import.meta.url));
  const { outputFiles } = await build({
    stdin: { contents, resolveDir },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
  });
  const code = outputFiles[0]?.contents ?? new Uint8Array();
  return [code.length / 1000, gzipSync(code, { level: 9 }).length / 1000];
}
