// DOCSPACE_BASE_URL=… DOCSPACE_API_KEY=… npx tsx provision.mts clients.json created.jsonl
// Before: npm install cli-progress
//
// Creates the clients that a JSON file lists, and appends each with its secret to another file. Keep that file: with it, a
// run after Ctrl-C, a kill or a lost response continues; without it, all are created again. Ten are created a minute.
import { appendFile, chmod, readFile, truncate } from 'node:fs/promises';
import { SingleBar } from 'cli-progress';
import { ClientManagementApi, type ClientResponse } from 'docspace-client-management';

const [listFile = 'clients.json', createdFile = 'created.jsonl'] = process.argv.slice(2);
const { common, clients } = JSON.parse(await readFile(listFile, 'utf8'));
const missing = new Map<string, string>(clients.map(({ name, website_url }: ClientResponse) => [name, website_url]));
const api = new ClientManagementApi({ maxWait: 24 * 60 * 60 * 1000, logLevel: process.stderr.isTTY ? 'off' : 'warn' });
const bar = new SingleBar({});
const ctrlC = new AbortController();
process.once('SIGINT', () => ctrlC.abort(new Error('stopped by Ctrl-C')));

await appendFile(createdFile, '', { mode: 0o600 });
await chmod(createdFile, 0o600);
const lines = (await readFile(createdFile, 'utf8')).split('\n').slice(0, -1);
// A kill may leave an incomplete line behind these.
await truncate(createdFile, Buffer.byteLength(lines.map((line) => `${line}\n`).join('')));
const [start, ...created] = lines.map((line) => JSON.parse(line));
for (const { name } of created) missing.delete(name);
// Those that differ in the client alone are printed once.
const errors = new Map<string, Error>();
const note = (error: Error): unknown => errors.set(error.message.replace(/^\w+ ".*?": /, ''), error);
await createMissing().catch(note);
bar.stop();
console.log(`${clients.length - missing.size} of ${clients.length} clients are in ${createdFile}`);
if (missing.size > 0) {
  console.error(Array.from(errors.values(), String).join('\n'));
  process.exitCode = 1;
}

async function createMissing(): Promise<void> {
  // The first line: when the newest client before the first run was created, by the clock of the portal.
  const since = start?.since ?? (await api.getClients({ limit: 1 })).data[0]?.created_on ?? '1970-01-01T00:00:00Z';
  await appendFile(createdFile, start ? '' : `${JSON.stringify({ since })}\n`);
  bar.start(clients.length, created.length);
  await storeLost(since);
  await Promise.all(Array.from(missing, (client) => create(client).catch(note)));
  await storeLost(since);
}
async function create([name, website_url]: [string, string]): Promise<void> {
  const urls = { website_url, redirect_uris: [`${website_url}/callback`], allowed_origins: [website_url] };
  await store(name, await api.createClient({ ...common, ...urls, name }, { signal: ctrlC.signal }));
}
async function store(name: string, { client_id, client_secret }: ClientResponse): Promise<void> {
  await appendFile(createdFile, `${JSON.stringify({ name, client_id, client_secret })}\n`);
  missing.delete(name);
  bar.increment();
}
async function storeLost(since: string): Promise<void> {
  for await (const { client_id, name, website_url, created_on } of api.listClients()) {
    // The newest clients come first.
    if (Date.parse(created_on) <= Date.parse(since)) return;
    if (missing.get(name) === website_url) await store(name, await api.getClient(client_id));
  }
}
