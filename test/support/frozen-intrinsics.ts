// Freezes the prototypes that its arguments name, then uses the package, and prints how its calls end.

const { FROZEN = '' } = process.env;
for (const name of FROZEN.split(' ').filter(Boolean)) {
  Object.freeze(Object.getOwnPropertyDescriptor(globalThis, name)?.value.prototype);
}

const { ClientManagementApi, ConfigurationError, InvalidRequestError, isDocSpaceError } = await import(
  '../../src/index.js'
);

const lost = Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' });
const reset = Object.assign(new Error('read ECONNRESET', { cause: lost }), { code: 'ECONNRESET' });
const html = { headers: { 'content-type': 'text/html' } };
const id = '6c7cf17b-1bd3-47d5-94c6-be2d3570e168';

const RESPONSES: (() => Promise<Response>)[] = [
  async () => new Response(),
  async () => new Response('{"reason":"no such client"}', { status: 404 }),
  async () => new Response('<p>', html),
  async () => {
    throw new TypeError('fetch failed', { cause: reset });
  },
  () => new Promise(() => {}),
];

const api = new ClientManagementApi({
  apiKey: 'key',
  retry: false,
  fetch: () => RESPONSES.shift()?.() ?? Promise.reject(new Error('one request too many')),
});

function describe(error: unknown): string {
  const { name, code, cause } = Object(error);
  return [name, code, ...(cause === undefined ? [] : [describe(cause)])].filter(Boolean).join(' ');
}

async function report(call: () => Promise<unknown>): Promise<void> {
  console.log(
    await call().then(
      (data) => `resolved ${data}`,
      (error: unknown) =>
        `${isDocSpaceError(error)} ${String(error).startsWith(`${Object(error).name}: `)} ${describe(error)}`,
    ),
  );
}

while (RESPONSES.length > 1) {
  await report(() => api.deleteClient(id));
}
await report(() => api.deleteClient(id, { timeout: 1 }));
await report(() => api.deleteClient('no id'));
await report(async () => new ClientManagementApi({ apiKey: '' }));
await report(async () => {
  throw new InvalidRequestError([{ path: 'body', message: 'is missing' }], { cause: new ConfigurationError('wrong') });
});
