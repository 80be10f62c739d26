import { Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request as send } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Edition, ServiceVersion } from '../../emulator/index.js';
import { type Build, buildBody, fillIn, type Outcome, type Step } from './recordings.js';

/** The version and edition by which the emulator follows a build. */
export const EMULATED: Readonly<Record<Build, readonly [ServiceVersion, Edition]>> = {
  '3.0.4': ['3.0', 'standalone'],
  '3.1.1': ['3.1', 'standalone'],
  '3.2.1': ['3.2', 'standalone'],
  '3.5.0': ['3.5', 'standalone'],
  '3.6.1': ['3.6', 'standalone'],
  '3.7.2': ['3.7', 'standalone'],
  '3.7.2-minified': ['3.7', 'community'],
  '3.8-develop': ['next', 'standalone'],
};

/** Sends steps to a service, one after the other, and returns their outcomes in the form of the recordings. */
export interface Replay extends Disposable {
  perform(step: Step): Promise<Outcome>;
}

/** `credentials` makes the headers by which the actor of a step is recognised. */
export function createReplay(baseUrl: string, credentials: (step: Step) => OutgoingHttpHeaders): Replay {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const captured = new Map<string, unknown>();
  return {
    perform: async (step) => {
      const body = buildBody(step, captured);
      const path = fillIn(step.request.path, captured);
      const headers = headersOf(step, body, credentials(step));
      const received = await exchange(agent, baseUrl + path, step.request.method, headers, body);
      const outcome = normalise(step, received, captured);
      for (const [name, path] of Object.entries(step.capture ?? {})) {
        captured.set(name, valueAt(received.text, path) ?? `no-${name}`);
      }
      return outcome;
    },
    [Symbol.dispose]: () => agent.destroy(),
  };
}

interface Received {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

function headersOf({ request }: Step, body: string | undefined, credential: OutgoingHttpHeaders): OutgoingHttpHeaders {
  const all: Record<string, OutgoingHttpHeaders[string] | null> = {
    'user-agent': 'replay',
    accept: 'application/json',
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...credential,
    ...request.headers,
    ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
  };
  return Object.fromEntries(Object.entries(all).flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}

function exchange(
  agent: Agent,
  url: string,
  method: string,
  headers: OutgoingHttpHeaders,
  body: string | undefined,
): Promise<Received> {
  const [, origin = '', path = '/'] = /^(http:\/\/[^/]+)(.*)$/s.exec(url) ?? [];
  return new Promise((resolve, reject) => {
    // As a string, a path with `..` or an odd percent sign goes out as it is.
    send(origin, { path, method, headers, agent }, (response) => {
      const { statusCode: status = 0, headers } = response;
      text(response).then((text) => resolve({ status, headers, text }), reject);
    })
      .on('error', reject)
      .end(body);
  });
}

function valueAt(json: string, path: string): unknown {
  try {
    return path.split('.').reduce((value, key) => value?.[key], JSON.parse(json));
  } catch {
    return undefined;
  }
}

const KEPT = [
  'content-type',
  'content-length',
  'transfer-encoding',
  'connection',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
  'retry-after',
  'location',
  'www-authenticate',
  'allow',
  'accept',
  'accept-patch',
  'set-cookie',
  'content-encoding',
  'vary',
];
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
const TEXTS = ['message', 'detail', 'reason', 'title', 'error'];
const SETS = ['errors', 'scopes', 'redirect_uris', 'allowed_origins'];

type Captured = ReadonlyMap<string, unknown>;

function normalise({ allHeaders, kindOnly }: Step, { status, headers, text }: Received, captured: Captured): Outcome {
  const kept = Object.entries(headers).filter(
    ([name, value]) => allHeaders || (KEPT.includes(name) && (name !== 'connection' || value === 'close')),
  );
  return {
    status,
    headers: Object.fromEntries(kept.map(([name, value]) => [name, normaliseHeader(name, value, captured)])),
    body: normaliseBody(text, headers['content-type'], Boolean(kindOnly), captured),
  };
}

function normaliseHeader(name: string, value: string | string[] = '', captured: Captured): string | string[] {
  switch (name) {
    case 'content-length':
    case 'x-ratelimit-reset':
      return value === '0' ? '0' : '<n>';
    case 'x-ratelimit-remaining':
      return '<n>';
    case 'date':
      return '<date>';
    case 'allow':
      return String(value).split(/,\s*/).sort().join(', ');
    case 'set-cookie':
      return [value].flat().map((cookie) => cookie.replace(/=.*/s, ''));
    default:
      return named(String(value), captured).replace(UUID, '<uuid>');
  }
}

function normaliseBody(text: string, contentType = '', kindOnly: boolean, captured: Captured): unknown {
  if (text === '') {
    return null;
  }
  if (!contentType.includes('json')) {
    return /^\s*<(?:!doctype|html)/i.test(text) ? { html: true } : { text: true };
  }
  if (kindOnly) {
    return { json: true };
  }
  try {
    return normaliseValue(JSON.parse(text), '', captured);
  } catch {
    return { text: true };
  }
}

function normaliseValue(value: unknown, key: string, captured: Captured): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => normaliseValue(item, key, captured));
    const order = (item: unknown): string => (typeof item === 'string' ? item : JSON.stringify(item));
    return SETS.includes(key) ? items.sort((one, other) => (order(one) < order(other) ? -1 : 1)) : items;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    return Object.fromEntries(entries.map(([name, item]) => [name, normaliseValue(item, name, captured)]));
  }
  if (key === 'tenant' && typeof value === 'number') {
    return '<tenant>';
  }
  return typeof value === 'string' ? normaliseText(value, key, captured) : value;
}

function normaliseText(value: string, key: string, captured: Captured): string {
  if (TEXTS.includes(key)) {
    // The second layer of checks begins each error with a path, in no certain order.
    const paths = [...value.matchAll(/(?:^|, )((?:\w+\.)+\w+|[a-z]+[A-Z]\w*): /g)].map(([, path]) => path);
    return paths.length > 0 ? `<text: starts with ${paths.sort().join(' / ')}>` : '<text>';
  }
  if (value.length > 300) {
    return `<${value.length} characters>`;
  }
  const text = named(value, captured);
  if (text !== value) {
    return text.replace(UUID, '<uuid>');
  }
  if (key.includes('secret')) {
    return secretForm(value);
  }
  return dateForm(value) ?? value.replace(UUID, '<uuid>').replace(/[^/\s@]+@example\.com$/, '<e-mail>');
}

/** Puts `{{name}}` where a value that an earlier step captured occurs. */
function named(text: string, captured: Captured): string {
  let result = text;
  for (const [name, value] of captured) {
    const known = String(value);
    result = known.length > 7 ? result.replaceAll(known, `{{${name}}}`) : result;
  }
  return result;
}

function secretForm(value: string): string {
  if (/^[0-9a-f-]{36}$/.test(value)) {
    return '<secret:uuid>';
  }
  return /^[A-Za-z0-9]+$/.test(value) ? `<secret:${value.length} alphanumerics>` : `<ciphertext:${value.length}>`;
}

function dateForm(value: string): string | undefined {
  const [, fraction = '', zone] = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/.exec(value) ?? [];
  if (!zone) {
    return undefined;
  }
  const precision = fraction.length > 6 ? 'nanoseconds' : fraction ? 'microseconds' : 'seconds';
  return `<date:${precision} ${zone}>`;
}
