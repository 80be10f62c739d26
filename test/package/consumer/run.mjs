// Uses everything as ESM. The emulator's address is the argument.
import { everything } from './everything.js';
import { everythingGenerated } from './everything-generated.js';

const [, , baseUrl = ''] = process.argv;
console.log(JSON.stringify([...(await everything(baseUrl)), ...(await everythingGenerated(baseUrl))]));
