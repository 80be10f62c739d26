import { type ApiKey, apiKeyProblem } from './api-key.js';
import { type Credentials, cookieProblem, createCredentials } from './credentials.js';
import { ConfigurationError, type ErrorContext } from './errors.js';
import { type HeaderRecord, mergeHeaders } from './headers.js';
import { createLog, DEFAULT_LOG_LEVEL, type Log, type LogLevel } from './log.js';
import {
  type CallOptions,
  type ClientManagementOptions,
  OPTION_ROWS,
  type OptionOwner,
  type OptionRow,
  RETRY_ROWS,
  VALIDATE_ROWS,
  type ValidateOptions,
  type WaitInfo,
} from './options.js';
import { secretsOfHeaders } from './redact.js';
import type { RetryRules } from './retry.js';
import type { SignatureCache } from './signature.js';
import { unknownOption } from './unknown-option.js';

/** The options of a call, checked and with every default in place. */
export interface Settings {
  readonly baseUrl: string;
  readonly credentials: Credentials;
  readonly signal: AbortSignal | undefined;
  readonly timeout: number;
  readonly maxWait: number;
  readonly retry: RetryRules;
  readonly validate: { readonly [Name in keyof ValidateOptions]-?: boolean };
  readonly headers: HeaderRecord;
  /** The values of headers that nothing may show, those that a call overrides included. */
  readonly headerSecrets: readonly string[];
  readonly pacing: boolean;
  readonly onWait: ((wait: WaitInfo) => void) | undefined;
  readonly maxResponseBytes: number;
  readonly fetch: ClientManagementOptions['fetch'];
  readonly log: Log;
}

/** The settings without what is made of them. */
type ObjectSettings = Omit<Settings, 'credentials'>;

/** Options of which none is `undefined`: that means not set. */
export type SetValues<Options> = { [Name in keyof Options]: Exclude<Options[Name], undefined> };

/** The options of an API object that are set. Throws a ConfigurationError for one that is unknown or wrong. */
export function readOptions(options: ClientManagementOptions): SetValues<ClientManagementOptions> {
  const values = readValues(options, OPTION_ROWS, 'constructor');
  const { baseUrl, headers, retry, validate } = values;
  // Copies: a program may change its own later, and a spread would miss the getters of a class.
  return Object.assign(values, {
    ...(baseUrl && { baseUrl: String(baseUrl) }),
    ...(headers && { headers: mergeHeaders(headers) }),
    ...(retry && { retry: readValues(retry, RETRY_ROWS, 'retry') }),
    ...(validate && { validate: readValues(validate, VALIDATE_ROWS, 'validate') }),
  });
}

/** The settings of an API object. Throws a ConfigurationError for options that do not go together, or miss a key. */
export function toSettings(options: SetValues<ClientManagementOptions>, signatures: SignatureCache): Settings {
  const { logger, logLevel, apiKey, credentials, securityScheme, baseUrl, allowInsecureConnection, ...others } =
    options;
  const settings = override(
    {
      ...defaults(),
      baseUrl: readBaseUrl(baseUrl, allowInsecureConnection),
      headerSecrets: [],
      log: createLog(logger ?? console, logLevel ?? readLogLevel()),
    },
    // Without a prototype, like what is read of a call: a program may have put something on Object.prototype.
    Object.assign(Object.create(null), others),
  );
  const key = readApiKey(apiKey, credentials, settings.headers);
  return {
    ...settings,
    credentials: createCredentials({ apiKey: key, credentials, securityScheme }, settings, signatures),
  };
}

/** The settings of one call. Throws a ConfigurationError for options that cannot work. */
export function readCallOptions(settings: Settings, options: CallOptions, context: ErrorContext): Settings {
  const given = readValues(options, OPTION_ROWS, 'call', context);
  return { ...override(settings, given, context), credentials: settings.credentials };
}

function defaults(): ObjectSettings {
  const settings = Object.create(null);
  for (const [name, { initial }] of Object.entries(OPTION_ROWS)) {
    settings[name] = initial;
  }
  settings.headers = mergeHeaders(settings.headers);
  return settings;
}

function override(base: ObjectSettings, given: SetValues<CallOptions>, context?: ErrorContext): ObjectSettings {
  const { retry, validate, headers, ...others } = given;
  const settings: ObjectSettings = {
    ...base,
    ...others,
    retry: {
      ...base.retry,
      ...(retry === false ? { maxRetries: 0 } : retry && readValues(retry, RETRY_ROWS, 'retry', context)),
    },
    validate: {
      ...base.validate,
      ...(validate === false
        ? { request: false, response: false }
        : validate && readValues(validate, VALIDATE_ROWS, 'validate', context)),
    },
    headers: headers ? mergeHeaders(base.headers, headers) : base.headers,
    headerSecrets: headers ? [...base.headerSecrets, ...secretsOfHeaders(mergeHeaders(headers))] : base.headerSecrets,
  };
  const problem = cookieProblem(settings.headers);
  if (problem) {
    throw new ConfigurationError(`headers ${problem}`, context);
  }
  return settings;
}

/** The options that are set, and nothing else. Throws a ConfigurationError for the first one that is unknown or wrong. */
function readValues<Options extends object>(
  options: Options,
  rows: Readonly<Record<string, OptionRow>>,
  owner: OptionOwner,
  context?: ErrorContext,
): SetValues<Options> {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new ConfigurationError(`options must be an object, not ${describe(options)}`, context);
  }
  const isOption = (name: string): boolean => {
    const of = Object.hasOwn(rows, name) ? (rows[name]?.of ?? owner) : undefined;
    return of === owner;
  };
  const stranger = Object.keys(options).find((name) => !isOption(name));
  if (stranger !== undefined) {
    throw new ConfigurationError(unknownOption(stranger, rows, owner), context);
  }
  const group = owner === 'retry' || owner === 'validate' ? `${owner}.` : '';
  const values = Object.create(null);
  for (const [name, { check }] of Object.entries(rows)) {
    const value = isOption(name) ? readMember(options, name) : undefined;
    const problem = value === undefined ? undefined : check(value);
    if (problem) {
      throw new ConfigurationError(`${group}${name} ${problem}`, context);
    }
    if (value !== undefined) {
      values[name] = value;
    }
  }
  return values;
}

// A method as a callback is called with more arguments: `ids.map(api.deleteClient, api)` passes an index as options.
function describe(options: unknown): string {
  if (typeof options === 'number') {
    return `${options}; a method as a callback has to be wrapped: (id) => api.method(id)`;
  }
  // A string may be a key.
  return typeof options === 'string' ? 'a string' : Array.isArray(options) ? 'an array' : String(options);
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
  const url = parseUrl(baseUrl ?? environment('DOCSPACE_BASE_URL') ?? 'http://localhost:8092');
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

// URL.canParse is younger than the browsers that are supported.
function parseUrl(text: string | URL): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
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
  return (level as LogLevel | undefined) ?? DEFAULT_LOG_LEVEL;
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
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  try {
    return process?.env?.[name] || undefined;
  } catch {
    // Deno throws if the program may not read the variable.
    return undefined;
  }
}
