// Runs a measure and prints its report as a line of JSON.
import type { Report } from './report.js';

const { default: measure }: { default: () => Promise<Report> } = await import(`./measures/${process.argv[2]}.js`);
console.log(JSON.stringify(await measure()));
