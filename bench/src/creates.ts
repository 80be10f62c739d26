// Makes many creates at once with one peer and prints the outcome: `creates.ts 'this SDK' URL 100 START`. START is the
// time at which all processes begin, in ms of the wall clock. A process that starts late counts from there too.
import { PEERS, type PeerName } from './peers/index.js';
import { settle } from './support/settle.js';
import { requestSignature } from './support/signature.js';

const [name = '', baseUrl = '', count = '', start = ''] = process.argv.slice(2);
const signature = await requestSignature(baseUrl);
const client = PEERS[name as PeerName]({ baseUrl, signature, retries: 10 });
await new Promise((resolve) => setTimeout(resolve, Number(start) - Date.now()));
const late = Math.max(0, Date.now() - Number(start)) / 1000;
const calls = Array.from({ length: Number(count) }, () => client.create());
const settled = await settle(calls, 60_000);
console.log(JSON.stringify({ ...settled, seconds: settled.seconds + late }));
process.exit();
