import { getHttpOperationsFromSpec } from '@stoplight/prism-http';
import { createServer } from '@stoplight/prism-http-server';
import { documentPath } from './paths.js';

/** A running mock of the contract. */
export interface MockServer {
  url: string;
  close(): Promise<void>;
}

type Components = Parameters<typeof createServer>[1]['components'];

/**
 * Starts Prism on openapi.yaml at 127.0.0.1. It answers what the document says, checks what it is sent, and names in
 * the header `sl-violations` what breaks the document. Port 0 takes a free one.
 */
export async function startMockServer(port = 0): Promise<MockServer> {
  const operations = await getHttpOperationsFromSpec(documentPath);
  for (const response of operations.flatMap((operation) => operation.responses)) {
    // The service's own 429 has no Retry-After, only a gateway's has: a mock that sends all headers would never show it.
    if (response.code === '429') {
      response.headers = response.headers?.filter((header) => header.name !== 'Retry-After') ?? [];
    }
  }
  const server = createServer(operations, {
    components: { logger: silentLogger() },
    config: {
      mock: { dynamic: false },
      isProxy: false,
      upstreamProxy: undefined,
      checkSecurity: true,
      validateRequest: true,
      validateResponse: true,
      errors: false,
    },
    cors: true,
  });
  return { url: await server.listen(port, '127.0.0.1'), close: () => server.close() };
}

function silentLogger(): Components['logger'] {
  const ignore = (): void => {};
  const logger = { info: ignore, warn: ignore, error: ignore, debug: ignore, success: ignore, trace: ignore };
  return { ...logger, child: silentLogger } as unknown as Components['logger'];
}
