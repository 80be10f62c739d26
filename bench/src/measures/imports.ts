import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { atMost, type Report, table } from '../report.js';

const SCRIPTS: Readonly<Record<string, string>> = {
  'empty script': '',
  'empty script again (control)': '',
  'this SDK': "import '../../dist/index.js'",
  'generated client alone': "import '../../dist/generated.js'",
  'openapi-fetch': "import 'openapi-fetch'",
  ky: "import 'ky'",
  'axios + axios-retry': "import 'axios'; import 'axios-retry'",
  openai: "import 'openai'",
  'octokit + throttling': "import '@octokit/core'; import '@octokit/plugin-throttling'",
  'p-retry': "import 'p-retry'",
};
const ROUNDS = 20;

/** What an import adds to a process of Node, from its start to its end. */
export default async function measureImports(): Promise<Report> {
  const least = new Map<string, number>();
  // Beside node_modules, where the peers are found.
  const folder = await mkdtemp(fileURLToPath(new URL('../../imports-', import.meta.url)));
  const files = Object.keys(SCRIPTS).map((name, index) => [name, join(folder, `${index}.mjs`)] as const);
  await Promise.all(files.map(([name, file]) => writeFile(file, SCRIPTS[name] ?? '')));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, file] of files) {
      least.set(name, Math.min(least.get(name) ?? Number.POSITIVE_INFINITY, lifetime(file)));
    }
  }
  await rm(folder, { recursive: true });
  const empty = least.get('empty script') ?? Number.NaN;
  const rows = [...least].slice(1).map(([name, time]) => [name, time - empty] as const);
  return {
    markdown: [
      '## Import time',
      `Milliseconds over an empty script (${empty.toFixed(0)} ms), the least of ${ROUNDS}: absolute for this machine.`,
      table(['client', 'ms'], rows),
    ].join('\n\n'),
    criteria: [atMost('import over an empty script', (least.get('this SDK') ?? Number.NaN) - empty, 5, ' ms')],
  };
}

function lifetime(file: string): number {
  const started = performance.now();
  spawnSync(process.execPath, [file]);
  return performance.now() - started;
}
