// Uses everything as ESM. The emulator's address is the argument.
import { useEmulator } from './emulator.js';
import { everything } from './everything.js';
import { everythingGenerated } from './everything-generated.js';

const [, , baseUrl = ''] = process.argv;
const lines = [...(await everything(baseUrl)), ...(await everythingGenerated(baseUrl)), ...(await useEmulator())];
console.log(JSON.stringify(lines));
