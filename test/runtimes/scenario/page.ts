// For browsers: takes the options from the address and prints the results as a line.
import { runChecks } from './run.js';

console.log(JSON.stringify(await runChecks(JSON.parse(decodeURIComponent(location.hash.slice(1))))));
