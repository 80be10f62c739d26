import { type ApiKey, apiKeyProblem } from './api-key.js';
import { type Credentials, createCredentials, type SecurityScheme } from './credentials.js';
import { ConfigurationError, type ErrorContext } from './errors.js';
import { type HeaderRecord, mergeHeaders } from './headers.js';
import { isRecord } from './json.js';
import { createLog, type Log, type Logger, type LogLevel } from './log.js';
import {
  type CallOptions,
  type ClientManagementOptions,
  initialValues,
  OPTION_ROWS,
  type OptionOwner,
  type OptionRows,
  type ValidateOptions,
  type WaitInfo,
} from './options.js';
import { secretsOfHeaders } from './redact.js';
import type { RetryRules } from './retry.js';
import type { SignatureCache } from './signature.js';
import { tryTo } from './try-to.js';
import { unknownOption } from './unknown-option.js';

/** Options with every default in place; of those that have none, `undefined` means not set. */
export interface AllOptions {
  readonly baseUrl: string | undefined;
  readonly allowInsecureConnection: boolean | undefined;
  readonly apiKey: ApiKey | undefined;
  readonly credentials: ClientManagementOptions['credentials'];
  readonly securityScheme: SecurityScheme | undefined;
  readonly signal: AbortSignal | undefined;
  readonly timeout: number;
  readonly maxWait: number;
  readonly retry: RetryRules;
  readonly validate: { readonly [Name in keyof ValidateOptions]-?: boolean };
  readonly headers: HeaderRecord;
  readonly pacing: boolean;
  readonly onWait: ((wait: WaitInfo) => void) | undefined;
  readonly maxResponseBytes: number;
  readonly fetch: ClientManagementOptions['fetch'];
  readonly logger: Logger | undefined;
  readonly logLevel: LogLevel | undefined;
}

/** What a call is made with. */
export interface Settings
  extends Omit<
    AllOptions,
    'allowInsecureConnection' | 'apiKey' | 'baseUrl' | 'credentials' | 'logger' | 'logLevel' | 'securityScheme'
  > {
  readonly baseUrl: string;
  readonly credentials: Credentials;
  /** The values of headers that nothing may show, those that a call overrides included. */
  readonly headerSecrets: readonly string[];
  readonly log: Log;
}

/** Options that are set, checked and copied: a program may change its own later. */
export interface GivenOptions extends Partial<Omit<AllOptions, 'retry' | 'validate'>> {
  readonly retry?: Partial<AllOptions['retry']>;
  readonly validate?: Partial<AllOptions['validate']>;
}

/** The defaults of all options. */
export function defaults(): AllOptions {
  return initialValues(OPTION_ROWS) as unknown as AllOptions;
}

/** The options of an API object that are set. Throws a ConfigurationError for one that is unknown or wrong. */
export function readOptions(options: ClientManagementOptions): GivenOptions {
  return readValues(options, OPTION_ROWS, 'constructor');
}

/** Options with others on top. Of `headers`, `retry` and `validate` it is each member that counts. */
export function mergeOptions<Base extends Settings | AllOptions>(base: Base, given: GivenOptions): Base {
  return {
    ...base,
    ...given,
    retry: { ...base.retry, ...given.retry },
    validate: { ...base.validate, ...given.validate },
    headers: given.headers ? mergeHeaders(base.headers, given.headers) : base.headers,
  };
}

/** The settings of an API object. Throws a ConfigurationError for options that do not go together, or miss a key. */
export function toSettings(options: AllOptions, signatures: SignatureCache): Settings {
  const { logger, logLevel, apiKey, credentials, securityScheme, baseUrl, allowInsecureConnection, ...others } =
    options;
  const settings = {
    ...others,
    baseUrl: readBaseUrl(baseUrl, allowInsecureConnection),
    headerSecrets: secretsOfHeaders(others.headers),
    log: createLog(logger ?? console, logLevel ?? readLogLevel()),
  };
  const key = readApiKey(apiKey, credentials, settings.headers);
  return {
    ...settings,
    credentials: createCredentials({ apiKey: key, credentials, securityScheme }, settings, signatures),
  };
}

/** The settings of one call. Throws a ConfigurationError for options that cannot work. */
export function readCallOptions(settings: Settings, options: CallOptions, context: ErrorContext): Settings {
  const given = readValues(options, OPTION_ROWS, 'call', '', context);
  const merged = mergeOptions(settings, given);
  return given.headers
    ? { ...merged, headerSecrets: [...settings.headerSecrets, ...secretsOfHeaders(given.headers)] }
    : merged;
}

/** The options that are set, and nothing else. Throws a ConfigurationError for the first one that is unknown or wrong. */
function readValues(
  options: object,
  rows: OptionRows,
  owner: OptionOwner,
  group = '',
  context?: ErrorContext,
): GivenOptions {
  if (!isRecord(options)) {
    // A method as a callback is called with more arguments: `ids.map(api.deleteClient, api)` passes an index as options.
    const advice = typeof options === 'number' ? `, not ${options}; use (id) => api.method(id)` : '';
    throw new ConfigurationError(`options must be an object${advice}`, context);
  }
  const isOption = (name: string): boolean => Object.hasOwn(rows, name) && (rows[name]?.of ?? owner) === owner;
  const stranger = Object.keys(options).find((name) => !isOption(name));
  if (stranger !== undefined) {
    throw new ConfigurationError(unknownOption(stranger, rows, owner, group), context);
  }
  // Without a prototype: a program may have put something on Object.prototype.
  const values = Object.create(null);
  for (const [name, { check, members, off }] of Object.entries(rows)) {
    const value = isOption(name) ? readMember(options, name) : undefined;
    const problem = value === undefined ? undefined : check(value);
    if (problem) {
      throw new ConfigurationError(`${group}${name} ${problem}`, context);
    }
    if (value !== undefined) {
      values[name] = members && value ? readValues(value, members, owner, `${name}.`, context) : (off ?? value);
    }
  }
  if (values.baseUrl) {
    // A copy, for a URL may change later.
    values.baseUrl = String(values.baseUrl);
  }
  return values.headers ? Object.assign(values, { headers: mergeHeaders(values.headers) }) : values;
}

/** A member of an object or of its classes, but never of Object.prototype, where all programs could put one. */
function readMember(options: object, name: string): unknown {
  let holder: object | null = options;
  while (holder && !Object.hasOwn(holder, name)) {
    holder = Object.getPrototypeOf(holder);
  }
  // By its missing prototype, so that it works for objects of another realm.
  const isRoot = holder !== options && holder !== null && Object.getPrototypeOf(holder) === null;
  return holder && !isRoot ? Reflect.get(holder, name, options) : undefined;
}

function readBaseUrl(baseUrl: string | URL | undefined, allowInsecureConnection: boolean | undefined): string {
  const name = baseUrl === undefined ? 'DOCSPACE_BASE_URL' : 'baseUrl';
  // URL.canParse is younger than the browsers that are supported.
  const url = tryTo(() => new URL(baseUrl ?? environment('DOCSPACE_BASE_URL') ?? 'http://localhost:8092'));
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || /[?#]/.test(url.href)) {
    throw new ConfigurationError(`${name} must be an http(s) URL without credentials, query and fragment`);
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname) && !allowInsecureConnection) {
    throw new ConfigurationError(`${name} must be https unless allowInsecureConnection is true`);
  }
  const [address = '', path] = url.href.split(/\/+api\/2\.0(?:\/|$)/);
  if (path !== undefined) {
    throw new ConfigurationError(`${name} must be without /api/2.0: ${address}`);
  }
  return url.href.replace(/\/+$/, '');
}

function isLoopback(host: string): boolean {
  return /^(127\.\d+\.\d+\.\d+|\[::1\]|(.+\.)?localhost)$/.test(host);
}

/** The key; `undefined` if something else authenticates the requests. */
function readApiKey(
  apiKey: ApiKey | undefined,
  credentials: ClientManagementOptions['credentials'],
  headers: HeaderRecord,
): ApiKey | undefined {
  if (credentials && apiKey) {
    throw new ConfigurationError('apiKey and credentials exclude each other');
  }
  if (credentials || apiKey || Object.hasOwn(headers, 'x-signature')) {
    return apiKey;
  }
  return checked('DOCSPACE_API_KEY', (key) =>
    key === undefined ? 'and apiKey are missing; set one' : apiKeyProblem(key),
  );
}

function readLogLevel(): LogLevel {
  const level = checked('DOCSPACE_LOG', (level) => level && OPTION_ROWS.logLevel.check(level));
  // The check found it among the levels.
  return (level as LogLevel | undefined) ?? 'warn';
}

/** The value of an environment variable. Throws a ConfigurationError if something is wrong with it. */
function checked(name: string, check: (value: string | undefined) => string | undefined): string | undefined {
  const value = environment(name);
  const problem = check(value);
  if (problem) {
    throw new ConfigurationError(`${name} ${problem}`);
  }
  return value;
}

function environment(name: string): string | undefined {
  const { process } = globalThis as unknown as { process: { env: Record<string, string | undefined> } };
  // Not every platform has it, and Deno throws if the program may not read the variable.
  return tryTo(() => process.env[name]) || undefined;
}
