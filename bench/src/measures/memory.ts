import { atMost, type Report, table } from '../report.js';
import { median } from '../support/median.js';
import { programPath, run } from '../support/process.js';

const PROGRAM = programPath('memory-run.ts');
const CLIENTS = ['generated client alone', 'this SDK'];
const ROUNDS = 5;

/** How much memory calls leave behind, and how much they take while they run. */
export default async function measureMemory(): Promise<Report> {
  const rows: [string, number, number][] = [];
  for (const client of CLIENTS) {
    rows.push([client, await figure('growth', client), 0]);
  }
  const peaks = new Map(CLIENTS.map((client) => [client, [] as number[]]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const client of CLIENTS) {
      peaks.get(client)?.push(await figure('peak', client));
    }
  }
  for (const row of rows) {
    row[2] = median(peaks.get(row[0]) ?? []);
  }
  const [generated, sdk] = rows;
  return {
    markdown: [
      '## Memory',
      `In MB. Heap growth from 10 000 calls to 100 000, and the peak of the process with 1 000 creates in flight (the median of ${ROUNDS} processes). Absolute; the criterion of the peak is a ratio.`,
      table(['client', 'growth', 'peak'], rows),
    ].join('\n\n'),
    criteria: [
      atMost('heap growth from 10 000 to 100 000 calls', sdk?.[1] ?? Number.NaN, 1, ' MB'),
      atMost(
        "peak with 1 000 in flight over the generated client's",
        (sdk?.[2] ?? 0) / (generated?.[2] ?? 0),
        1.1,
        ' ×',
      ),
    ],
  };
}

function figure(what: string, client: string): Promise<number> {
  return run<number>(PROGRAM, [what, client], ['--expose-gc']);
}
