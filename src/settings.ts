import { type ApiKey, apiKeyProblem } from './credentials.js';
import { ConfigurationError, type ErrorContext } from './errors.js';
import { createLog, type Log } from './log.js';
import { CALL_CHECKS, CONSTRUCTOR_CHECKS, checkOptions } from './option-checks.js';
import type { CallOptions, ClientManagementOptions, ValidateOptions, WaitInfo } from './options.js';
import type { RetryRules } from './retry.js';

/** The options of a call, checked and with every default in place. */
export interface Settings {
  readonly baseUrl: string;
  readonly apiKey?: ApiKey | undefined;
  readonly credentials?: 'include' | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly timeout: number;
  readonly maxWait: number;
  readonly retry: RetryRules;
  readonly validate: { readonly [Name in keyof ValidateOptions]-?: boolean };
  readonly headers: Readonly<Record<string, string>>;
  readonly onWait?: ((wait: WaitInfo) => void) | undefined;
  readonly maxResponseBytes: number;
  readonly fetch?: typeof fetch | undefined;
  readonly log: Log;
}

const DEFAULTS = {
  timeout: 30_000,
  maxWait: 600_000,
  retry: { maxRetries: 5, initialDelay: 500, maxDelay: 30_000 },
  validate: { request: true, response: false },
  headers: { accept: 'application/json' },
  maxResponseBytes: 8 * 1024 * 1024,
};

/** Throws a ConfigurationError for options that cannot work. */
export function readOptions(options: ClientManagementOptions): Settings {
  checkOptions(options, CONSTRUCTOR_CHECKS);
  return {
    ...override(DEFAULTS, options),
    ...readCredential(options),
    baseUrl: readBaseUrl(options),
    log: createLog(options.logger ?? console, options.logLevel ?? 'warn'),
  };
}

/** The settings of one call. Throws a ConfigurationError for options that cannot work. */
export function readCallOptions(settings: Settings, options: CallOptions, context: ErrorContext): Settings {
  checkOptions(options, CALL_CHECKS, context);
  return override(settings, options);
}

function override<Base extends Pick<Settings, 'retry' | 'validate' | 'headers'>, Options extends CallOptions>(
  base: Base,
  options: Options,
): Base & Omit<Options, 'retry' | 'validate' | 'headers'> {
  const { retry, validate, headers, ...others } = options;
  return {
    ...base,
    ...defined(others),
    retry: { ...base.retry, ...(retry === false ? { maxRetries: 0 } : retry && defined(retry)) },
    validate: {
      ...base.validate,
      ...(validate === false ? { request: false, response: false } : validate && defined(validate)),
    },
    headers: { ...base.headers, ...headers },
  };
}

// An option that is undefined is one that was left out.
function defined<Options extends object>(options: Options): Options {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Options;
}

function readBaseUrl({ baseUrl, allowInsecureConnection }: ClientManagementOptions): string {
  const name = baseUrl === undefined ? 'DOCSPACE_BASE_URL' : 'baseUrl';
  const text = baseUrl ?? environment('DOCSPACE_BASE_URL') ?? 'http://localhost:8092';
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || /[?#]/.test(url.href)) {
    throw new ConfigurationError(`${name} must be an http(s) URL without credentials, query and fragment`);
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname) && !allowInsecureConnection) {
    throw new ConfigurationError(`${name} must be https unless allowInsecureConnection is true`);
  }
  return url.href.replace(/\/+$/, '');
}

function isLoopback(host: string): boolean {
  return /^(127\.\d+\.\d+\.\d+|\[::1\]|(.+\.)?localhost)$/.test(host);
}

function readCredential({ apiKey, credentials }: ClientManagementOptions): Pick<Settings, 'apiKey' | 'credentials'> {
  if (credentials && apiKey) {
    throw new ConfigurationError('apiKey and credentials exclude each other');
  }
  if (credentials) {
    return { credentials };
  }
  if (apiKey) {
    return { apiKey };
  }
  const key = environment('DOCSPACE_API_KEY');
  const problem = key === undefined ? 'and apiKey are missing; set one' : apiKeyProblem(key);
  if (key === undefined || problem) {
    throw new ConfigurationError(`DOCSPACE_API_KEY ${problem}`);
  }
  return { apiKey: key };
}

function environment(name: string): string | undefined {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  try {
    return process?.env?.[name] || undefined;
  } catch {
    // Deno refuses a variable that it was not allowed to read.
    return undefined;
  }
}
