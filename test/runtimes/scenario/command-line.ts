// For Node, Bun and Deno: takes the options as an argument and prints the results as a line.
import { runChecks } from './run.js';

const { argv } = (globalThis as unknown as { process: { argv: string[] } }).process;
console.log(JSON.stringify(await runChecks(JSON.parse(argv[2] ?? ''))));
