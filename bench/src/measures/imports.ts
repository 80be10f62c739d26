import { spawnSync } from 'node:child_process';
import { atMost, type Report, table } from '../report.js';

const SCRIPTS: Readonly<Record<string, string>> = {
  'empty script': '',
  'empty script again (control)': '',
  'this SDK': "import '../dist/index.js'",
  'generated client alone': "import '../dist/generated.js'",
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
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, script] of Object.entries(SCRIPTS)) {
      least.set(name, Math.min(least.get(name) ?? Number.POSITIVE_INFINITY, lifetime(script)));
    }
  }
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

function lifetime(script: string): number {
  const started = performance.now();
  spawnSync(process.execPath, ['--input-type=module', '--eval', script]);
  return performance.now() - started;
}
