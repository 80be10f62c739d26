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

const makeResponses = (): (() => Promise<Response>)[] => [
  async () => new Response(),
  async () => new Response('{"reason":"no such client"}', { status: 404 }),
  async () => new Response('<p>', html),
  async () => {
    throw new TypeError('fetch failed', { cause: reset });
  },
  () => new Promise(() => {}),
];

// Signed by nobody, and without an end.
const token = JSON.stringify({ response: 'eyJhbGciOiJub25lIn0.e30.c2ln' });

/** An API object, and the calls for which its portal has a response. */
function connect(
  securityScheme: 'asc_auth_key' | 'x-signature',
): [api: InstanceType<typeof ClientManagementApi>, calls: number] {
  const responses = makeResponses();
  const fetch = (input: unknown): Promise<Response> =>
    (input as Request).url.endsWith('/token')
      ? Promise.resolve(new Response(token))
      : (responses.shift()?.() ?? Promise.reject(new Error('one request too many')));
  return [
    new ClientManagementApi({ apiKey: 'key', securityScheme, retry: false, fetch: fetch as typeof globalThis.fetch }),
    responses.length,
  ];
}

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

for (const securityScheme of ['asc_auth_key', 'x-signature'] as const) {
  const [api, calls] = connect(securityScheme);
  for (let call = 1; call < calls; call++) {
    await report(() => api.deleteClient(id));
  }
  await report(() => api.deleteClient(id, { timeout: 1 }));
  await report(() => api.withOptions({ timeout: 5 }).deleteClient('no id'));
}
await report(async () => new ClientManagementApi({ apiKey: '' }));
await report(async () => {
  throw new InvalidRequestError([{ path: 'body', message: 'is missing' }], { cause: new ConfigurationError('wrong') });
});
