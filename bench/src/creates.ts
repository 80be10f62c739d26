// Makes many creates at once with one peer and prints what became of them: `creates.ts 'this SDK' URL 100`.
import { PEERS, type PeerName } from './peers/index.js';
import { settle } from './support/settle.js';

const [name = '', baseUrl = '', count = ''] = process.argv.slice(2);
const client = PEERS[name as PeerName]({ baseUrl, retries: 10 });
const calls = Array.from({ length: Number(count) }, () => client.create());
console.log(JSON.stringify(await settle(calls, 60_000)));
process.exit();
