import { readFileSync } from 'node:fs';

/** The builds of the service that were recorded, oldest first. The last is a development state, the others are supported. */
export const BUILDS = ['3.0.4', '3.1.1', '3.2.1', '3.5.0', '3.6.1', '3.7.2', '3.7.2-minified', '3.8-develop'] as const;

export type Build = (typeof BUILDS)[number];

/** The builds whose requests and responses the contract has to cover. */
export const SUPPORTED_BUILDS: readonly Build[] = BUILDS.filter((build) => build !== '3.8-develop');

/** A request that every build got for which its `versions` hold. */
export interface Step {
  /** Its section, a slash and what is special about it. */
  readonly id: string;
  /** Who sends, or `who/form` for one of the forms of a credential. */
  readonly as: string;
  readonly request: StepRequest;
  /** Conditions that all have to hold. */
  readonly versions?: readonly string[];
  /** Names for values of the JSON response, each with the path to its value. */
  readonly capture?: Readonly<Record<string, string>>;
  /** Whether the outcome holds all headers, not only those that carry meaning. */
  readonly allHeaders?: boolean;
  /** Whether the outcome holds no more of the body than its kind. */
  readonly kindOnly?: boolean;
}

export interface StepRequest {
  readonly method: string;
  /** May hold `{{name}}`, `{{name:uri}}` and `{{name:upper}}`, like the values of `headers`. */
  readonly path: string;
  /** On top of `user-agent`, `accept` and `content-type`; `null` removes one. */
  readonly headers?: Readonly<Record<string, string | null>>;
  /** What becomes the JSON body, with generators such as `{"repeat": ["a", 256]}`. */
  readonly body?: unknown;
  /** The body as it is, with the same generators, in place of `body`. */
  readonly text?: unknown;
}

/** What a build returned for a step, normalised. */
export interface Outcome {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** `null` if the response had none. */
  readonly body: unknown;
}

/** Values captured by earlier steps, by name. */
export type Captured = ReadonlyMap<string, unknown>;

interface RecordedBuild {
  readonly meta: Readonly<Record<string, unknown>>;
  readonly outcomes: readonly number[];
}

interface Recordings {
  readonly headers: readonly Outcome['headers'][];
  readonly bodies: readonly unknown[];
  readonly outcomes: readonly (readonly [status: number, headers: number, body: number])[];
  readonly builds: Readonly<Record<Build, RecordedBuild>>;
}

const { shapes, steps }: { shapes: Readonly<Record<string, object>>; steps: readonly Step[] } = read('steps.json');
const recordings: Recordings = read('outcomes.json');

/** What is known of a recording: its date, and how the service was set up. */
export function metaOf(build: Build): Readonly<Record<string, unknown>> {
  return recordings.builds[build].meta;
}

/** The requests that a build got, in order. */
export function stepsOf(build: Build): readonly Step[] {
  return steps.filter(({ versions = [] }) => versions.every((condition) => holds(condition, build)));
}

const outcomes = new Map(
  BUILDS.map((build) => {
    const numbers = recordings.builds[build].outcomes;
    return [build, new Map(stepsOf(build).map(({ id }, index) => [id, outcomeAt(numbers[index])]))];
  }),
);

/** What a build returned for the step with this id; `undefined` if it did not get the step. */
export function outcomeOf(build: Build, id: string): Outcome | undefined {
  return outcomes.get(build)?.get(id);
}

/** The body that a step sends, byte for byte; `undefined` if it sends none. */
export function buildBody({ request: { body, text } }: Step, captured: Captured = new Map()): string | undefined {
  if (text !== undefined) {
    return String(generate(text, captured));
  }
  return body === undefined ? undefined : JSON.stringify(generate(body, captured));
}

/** A text of a step with the captured values in their places. */
export function fillIn(text: string, captured: Captured): string {
  return text.replaceAll(/\{\{([\w.]+)(:uri|:upper)?\}\}/g, (_, name: string, form?: string) => {
    if (!captured.has(name)) {
      throw new Error(`no step captured ${name}`);
    }
    const value = String(captured.get(name));
    return form === ':uri' ? encodeURIComponent(value) : form === ':upper' ? value.toUpperCase() : value;
  });
}

/** How the rate limits of a build work as they were shipped. */
export interface RecordedLimits {
  /** The forms of a 429, by the limit that was reached. */
  readonly refusals: Readonly<Record<string, Outcome>>;
  readonly sequences: readonly {
    readonly id: string;
    /** Time in ms, operation, status, X-Ratelimit-Remaining, and X-Ratelimit-Reset in ns. */
    readonly answers: readonly (readonly [number, string, number, number | null, number | null])[];
  }[];
}

/** The rate limits of a build; `undefined` if they were not recorded. */
export function limitsOf(build: Build): RecordedLimits | undefined {
  return build === '3.8-develop' ? undefined : read(`limits/${build}.json`);
}

/** What a build returned for the consents of a user who has some. */
export interface ConsentOutcome {
  /** What was done before. */
  readonly what: string;
  readonly status: number;
  /** Not set if only `clients` was kept. */
  readonly body?: unknown;
  /** The ids of the clients in the list. */
  readonly clients?: readonly string[];
}

/** The consents of a user who has some, in order; none if they were not recorded. */
export function consentsOf(build: Build): readonly ConsentOutcome[] {
  const { versions } = read<{ versions: Partial<Record<Build, ConsentOutcome[]>> }>('consents.json');
  return versions[build] ?? [];
}

/** What an operation returned while a neighbour of the service was down. */
export interface OutageOutcome {
  /** The neighbour: `grpc` is the authorization service, `rabbit` the message broker, `redis` the store of the limits. */
  readonly down: string;
  readonly how: string;
  /** The operation in one word, such as `create`. */
  readonly operation: string;
  /** A text if there was no response. */
  readonly status: number | string;
  /** The media type; `null` if there was none. */
  readonly type?: string | null;
  /** Whether the response had rate limit headers. */
  readonly limited?: boolean;
  /** The names in the JSON body; `null` if there was no body. */
  readonly keys?: readonly string[] | null;
}

/** What the operations of a build returned while its neighbours were down; none if that was not recorded. */
export function outagesOf(build: Build): readonly OutageOutcome[] {
  const recorded = build === '3.0.4' || build === '3.6.1' || build === '3.7.2';
  return recorded ? read<{ outcomes: OutageOutcome[] }>(`outages/${build}.json`).outcomes : [];
}

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../fixtures/wire/${name}`, import.meta.url), 'utf8'));
}

function outcomeAt(number: number | undefined): Outcome {
  const [status, headers, body] = recordings.outcomes[number ?? -1] ?? [];
  if (status === undefined || headers === undefined || body === undefined) {
    throw new Error(`outcomes.json has no outcome ${number}`);
  }
  return { status, headers: recordings.headers[headers] ?? {}, body: recordings.bodies[body] };
}

// A condition is ">=3.1" or "<3.1".
function holds(condition: string, build: Build): boolean {
  const [, operator, wanted] = /^(>=|<)([\d.]+)$/.exec(condition) ?? [];
  if (!wanted) {
    throw new Error(`unknown condition ${condition}`);
  }
  const older = build.localeCompare(wanted, 'en', { numeric: true }) < 0;
  return operator === '<' ? older : !older;
}

const GENERATORS: Readonly<Record<string, (value: never, whole: never, captured: Captured) => unknown>> = {
  like: (shape: string, { but = {}, drop = [] }: { but?: object; drop?: readonly string[] }, captured) => {
    const body = { ...Object(generate(shapes[shape], captured)), ...Object(generate(but, captured)) };
    return Object.fromEntries(Object.entries(body).filter(([name]) => !drop.includes(name)));
  },
  repeat: ([text, times]: [string, number]) => text.repeat(times),
  concat: (parts: readonly unknown[], _: unknown, captured) => parts.map((part) => generate(part, captured)).join(''),
  each: ([text, count]: [string, number]) =>
    Array.from({ length: count }, (_, index) => text.replace('{i}', String(index + 1))),
  dataUrl: ([type, bytes]: [string, number]) => `data:${type};base64,${Buffer.alloc(bytes, 'a').toString('base64')}`,
};

function generate(value: unknown, captured: Captured): unknown {
  if (typeof value === 'string') {
    return fillIn(value, captured);
  }
  if (Array.isArray(value)) {
    return value.map((item) => generate(item, captured));
  }
  if (value === null || typeof value !== 'object') {
    return value;
  }
  const [[name, first] = []] = Object.entries(value);
  const generator = Object.hasOwn(GENERATORS, name ?? '') ? GENERATORS[name ?? ''] : undefined;
  return generator
    ? generator(first as never, value as never, captured)
    : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, generate(item, captured)]));
}
