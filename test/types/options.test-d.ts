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
  type SecurityScheme,
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
  baseUrl?: string | URL | undefined;
  allowInsecureConnection?: boolean | undefined;
  apiKey?: ApiKey | undefined;
  credentials?: 'include' | 'omit' | undefined;
  securityScheme?: SecurityScheme | undefined;
  pacing?: boolean | undefined;
  onWait?: ((wait: WaitInfo) => void) | undefined;
  maxResponseBytes?: number | undefined;
  fetch?: ((...args: Parameters<typeof fetch>) => Promise<Response>) | undefined;
  logger?: Logger | undefined;
  logLevel?: LogLevel | undefined;
}

it('CallOptions and ClientManagementOptions', () => {
  expectTypeOf<CallOptions>().toEqualTypeOf<OneCall>();
  expectTypeOf<ClientManagementOptions>().toEqualTypeOf<EveryCall>();
});

it('ApiKey, SecurityScheme, RetryOptions, ValidateOptions, WaitInfo, LogLevel and Logger', () => {
  expectTypeOf<ApiKey>().toEqualTypeOf<string | (() => string | Promise<string>)>();
  expectTypeOf<SecurityScheme>().toEqualTypeOf<'x-signature' | 'asc_auth_key'>();
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

it('CallOptions and ClientManagementOptions: reject an option that does not exist or belongs elsewhere', () => {
  const api = new ClientManagementApi();
  // @ts-expect-error: a signal ends one call
  new ClientManagementApi({ signal: AbortSignal.abort() });
  // @ts-expect-error: the key belongs to the API object
  api.deleteClient('id', { apiKey: 'key' });
  // @ts-expect-error: the queue is the API object's
  api.deleteClient('id', { pacing: false });
  // @ts-expect-error: there is no such option
  new ClientManagementApi({ retries: 3 });
  // @ts-expect-error: the browser's cookie, or nobody's
  new ClientManagementApi({ credentials: 'same-origin' });
  // @ts-expect-error: there is no such scheme
  new ClientManagementApi({ securityScheme: 'bearer' });
  // @ts-expect-error: true means no more than not set
  new ClientManagementApi({ retry: true });
});
