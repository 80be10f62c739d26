// Creates the clients that a JSON file lists, and writes each one with its secret to a file as soon as it exists. The
// program makes all calls at once, and the SDK sends them as fast as the service allows: ten a minute. Ctrl-C stops
// cleanly, and the next run continues from there. A kill does not stop cleanly: a client that was being created may
// exist without being in the file, and the next run creates it again.
//
//   npm run build
//   DOCSPACE_BASE_URL=… DOCSPACE_API_KEY=… npx tsx examples/provision.ts examples/clients.json created.jsonl
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { appendFile, readFile } from 'node:fs/promises';
import { SingleBar } from 'cli-progress';
import { ClientManagementApi, type CreateClientRequest, isDocSpaceError } from 'docspace-client-management';

interface Wanted {
  name: string;
  website_url: string;
}

interface Call {
  readonly controller: AbortController;
  /** Whether its client may exist. */
  sent: boolean;
}

const [listFile = 'examples/clients.json', createdFile = 'created.jsonl'] = process.argv.slice(2);
const wanted: Wanted[] = JSON.parse(await readFile(listFile, 'utf8'));
const done = readDone(createdFile);
const missing = wanted.filter(({ name }) => !done.has(name));

const calls = new Map<string, Call>();
let stopping = false;
let waiting = '';
const bar = new SingleBar({ format: '{bar} {value}/{total} {waiting}', clearOnComplete: false, noTTYOutput: false });
bar.start(wanted.length, done.size, { waiting });

const api = new ClientManagementApi({
  // A hundred clients take nine minutes, and this list may be longer.
  maxWait: 24 * 60 * 60 * 1000,
  fetch: sendAndMark,
  onWait: ({ delay, queued }) => {
    waiting = `next in ${Math.ceil(delay / 1000)} s, ${queued} queued`;
    bar.update({ waiting });
  },
});

process.once('SIGINT', () => {
  console.log('stopping after the responses to what was sent');
  stopping = true;
  for (const call of calls.values()) {
    stopUnlessSent(call);
  }
});

const results = await Promise.allSettled(missing.map(create));
bar.update({ waiting: '' });
bar.stop();

const failures: unknown[] = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
console.log(`${results.length - failures.length} created, ${done.size} there before, ${failures.length} left`);
// One message per kind of error, and one per client that may exist without being in the file.
const messages = failures.map((reason): [kind: string, message: string] => [
  isDocSpaceError(reason) && !reason.mayHaveRun ? reason.code : String(reason),
  String(reason),
]);
for (const message of new Map(messages).values()) {
  console.error(message);
}
process.exitCode = failures.length > 0 ? 1 : 0;

async function create({ name, website_url }: Wanted): Promise<void> {
  const call: Call = { controller: new AbortController(), sent: false };
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
  const { client_id, client_secret } = await api.createClient(body, { signal: call.controller.signal });
  await appendFile(createdFile, `${JSON.stringify({ name, client_id, client_secret })}\n`, { mode: 0o600 });
  calls.delete(name);
  bar.increment(1, { waiting });
}

async function sendAndMark(...parts: Parameters<typeof fetch>): Promise<Response> {
  const request = new Request(...parts);
  // A token request creates nothing.
  if (request.method === 'GET') {
    return fetch(request);
  }
  const { name }: CreateClientRequest = JSON.parse(await request.clone().text());
  const call = calls.get(name);
  if (!call) {
    throw new Error(`no call for ${name}`);
  }
  call.sent = true;
  const response = await fetch(request);
  // A 429 or 503 creates no client: the SDK waits, and sends the request again.
  if (response.status === 429 || response.status === 503) {
    call.sent = false;
    stopUnlessSent(call);
  }
  return response;
}

// An abort after the request was sent would leave a client whose secret nobody knows.
function stopUnlessSent({ controller, sent }: Call): void {
  if (stopping && !sent) {
    controller.abort(new Error('stopped'));
  }
}

function readDone(file: string): Set<string> {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  // A run that was killed while it wrote leaves an incomplete record, and a client whose secret nobody knows.
  if (whole !== text) {
    const part = text.slice(whole.length, whole.length + 60);
    console.error(`removed an incomplete record from ${file}; its client is created once more: ${part}`);
    writeFileSync(file, whole);
  }
  const records = whole.split('\n').filter(Boolean);
  return new Set(records.map((record) => JSON.parse(record).name));
}
