import { expectTypeOf, it } from 'vitest';
import {
  type ApiKey,
  type CallOptions,
  ClientManagementApi,
  type ClientManagementOptions,
  type Logger,
  type LogLevel,
  type OperationMethod,
  type OperationName,
  type RetryOptions,
  type ValidateOptions,
  type WaitInfo,
} from '../../src/index.js';

interface SharedOptions {
  timeout?: number | undefined;
  maxWait?: number | undefined;
  retry?: RetryOptions | false | undefined;
  validate?: ValidateOptions | false | undefined;
  headers?: Headers | Readonly<Record<string, string>> | undefined;
}

interface OneCall extends SharedOptions {
  signal?: AbortSignal | undefined;
}

interface EveryCall extends SharedOptions {
  baseUrl?: string | undefined;
  allowInsecureConnection?: boolean | undefined;
  apiKey?: ApiKey | undefined;
  credentials?: 'include' | undefined;
  pacing?: boolean | undefined;
  onWait?: ((wait: WaitInfo) => void) | undefined;
  maxResponseBytes?: number | undefined;
  fetch?: typeof fetch | undefined;
  logger?: Logger | undefined;
  logLevel?: LogLevel | undefined;
}

it('those of a call, and those of the constructor', () => {
  expectTypeOf<CallOptions>().toEqualTypeOf<OneCall>();
  expectTypeOf<ClientManagementOptions>().toEqualTypeOf<EveryCall>();
});

it('what they are made of', () => {
  expectTypeOf<ApiKey>().toEqualTypeOf<string | (() => string | Promise<string>)>();
  expectTypeOf<RetryOptions>().toEqualTypeOf<{
    maxRetries?: number | undefined;
    initialDelay?: number | undefined;
    maxDelay?: number | undefined;
  }>();
  expectTypeOf<ValidateOptions>().toEqualTypeOf<{ request?: boolean | undefined; response?: boolean | undefined }>();
  expectTypeOf<WaitInfo>().toEqualTypeOf<{
    operation: OperationName;
    method: OperationMethod;
    delay: number;
    queued: number;
  }>();
  expectTypeOf<LogLevel>().toEqualTypeOf<'debug' | 'info' | 'warn' | 'error' | 'off'>();
  expectTypeOf(console).toExtend<Logger>();
});

it('one that does not exist, or belongs elsewhere, is refused', () => {
  const api = new ClientManagementApi();
  // @ts-expect-error: a signal ends one call
  new ClientManagementApi({ signal: AbortSignal.abort() });
  // @ts-expect-error: the key belongs to the API object
  api.deleteClient('id', { apiKey: 'key' });
  // @ts-expect-error: the line is the API object's
  api.deleteClient('id', { pacing: false });
  // @ts-expect-error: there is no such option
  new ClientManagementApi({ retries: 3 });
  // @ts-expect-error: the browser's cookie, or none at all
  new ClientManagementApi({ credentials: 'same-origin' });
  // @ts-expect-error: true says no more than leaving it out
  new ClientManagementApi({ retry: true });
});
