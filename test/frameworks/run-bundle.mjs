// Runs a bundle against a portal and prints its result: `node run-bundle.mjs <file> <url>`.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [, , file = '', baseUrl] = process.argv;
globalThis.baseUrl = baseUrl;
await import(pathToFileURL(resolve(file)).href);
console.log(JSON.stringify(await globalThis.result));
