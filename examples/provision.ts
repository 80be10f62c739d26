// Creates the clients that a JSON file lists and writes each one, with its secret, to a file as it comes. The service
// allows ten creates a minute: the calls are made all at once, and the SDK sends them as fast as they are allowed.
// Ctrl-C stops cleanly, and a second run goes on where the first one stopped. A kill does not stop cleanly: clients whose
// creation was under way may be there without being written down, and are then created once more.
//
//   npm run build
//   DOCSPACE_BASE_URL=… DOCSPACE_API_KEY=… npx tsx examples/provision.ts examples/clients.json created.jsonl
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { appendFile, readFile } from 'node:fs/promises';
import { SingleBar } from 'cli-progress';
import { ClientManagementApi, type CreateClientRequest } from 'docspace-client-management';

interface Wanted {
  name: string;
  website_url: string;
}

const [listFile = 'examples/clients.json', createdFile = 'created.jsonl'] = process.argv.slice(2);
const wanted: Wanted[] = JSON.parse(await readFile(listFile, 'utf8'));
const done = readDone(createdFile);
const missing = wanted.filter(({ name }) => !done.has(name));

const sending = new Set<string>();
const calls = new Map<string, AbortController>();
let waiting = '';
const bar = new SingleBar({ format: '{bar} {value}/{total} {waiting}', clearOnComplete: false, noTTYOutput: false });
bar.start(wanted.length, done.size, { waiting });

const api = new ClientManagementApi({
  // A hundred clients take nine minutes, more of them more: the limit is the job's own, not ours.
  maxWait: 24 * 60 * 60 * 1000,
  fetch: sendAndRemember,
  onWait: ({ delay, queued }) => {
    waiting = `next in ${Math.ceil(delay / 1000)} s, ${queued} in line`;
    bar.update({ waiting });
  },
});

// What was sent is waited for, or a client would exist whose secret nobody knows. The rest is left for another run.
process.once('SIGINT', () => {
  console.log('stopping once what was sent is answered');
  for (const [name, call] of calls) {
    if (!sending.has(name)) {
      call.abort(new Error('stopped'));
    }
  }
});

const results = await Promise.allSettled(missing.map(create));
bar.update({ waiting: '' });
bar.stop();

const failures = results.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : []));
console.log(`${results.length - failures.length} created, ${done.size} there before, ${failures.length} left`);
for (const reason of new Set(failures)) {
  console.error(reason);
}
process.exitCode = failures.length > 0 ? 1 : 0;

async function create({ name, website_url }: Wanted): Promise<void> {
  const call = new AbortController();
  calls.set(name, call);
  const body: CreateClientRequest = {
    name,
    logo: 'data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4=',
    scopes: ['files:read'],
    website_url,
    terms_url: `${website_url}/terms`,
    policy_url: `${website_url}/privacy`,
    redirect_uris: [`${website_url}/callback`],
    allowed_origins: [website_url],
    logout_redirect_uri: `${website_url}/goodbye`,
  };
  const { client_id, client_secret } = await api.createClient(body, {
    signal: call.signal,
    headers: { 'x-request-name': encodeURIComponent(name) },
  });
  await appendFile(createdFile, `${JSON.stringify({ name, client_id, client_secret })}\n`, { mode: 0o600 });
  calls.delete(name);
  bar.increment(1, { waiting });
}

async function sendAndRemember(...parts: Parameters<typeof fetch>): Promise<Response> {
  const request = new Request(...parts);
  const name = decodeURIComponent(request.headers.get('x-request-name') ?? '');
  request.headers.delete('x-request-name');
  sending.add(name);
  const response = await fetch(request);
  // A refusal made nothing; anything else is kept until it is written down.
  if (!response.ok) {
    sending.delete(name);
  }
  return response;
}

function readDone(file: string): Set<string> {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  // A run that was killed in the middle of a line left a piece of it, and a client whose secret nobody knows.
  if (whole !== text) {
    console.error(
      `removed half a line from ${file}, of a client that is created once more: ${text.slice(whole.length, whole.length + 60)}`,
    );
    writeFileSync(file, whole);
  }
  const lines = whole.split('\n').filter(Boolean);
  return new Set(lines.map((line) => JSON.parse(line).name));
}
