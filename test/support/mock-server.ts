import { getHttpOperationsFromSpec } from '@stoplight/prism-http';
import { createServer } from '@stoplight/prism-http-server';
import { documentPath } from '../../scripts/support/paths.js';

/** A running mock of the contract. */
export interface MockServer {
  url: string;
  close(): Promise<void>;
}

type Components = Parameters<typeof createServer>[1]['components'];

/**
 * Starts Prism, as `npm run mock` does, but inside this process and on a free port of 127.0.0.1. The response header
 * `sl-violations` names what breaks the document in a request.
 */
export async function startMockServer(): Promise<MockServer> {
  const operations = await getHttpOperationsFromSpec(documentPath);
  for (const response of operations.flatMap((operation) => operation.responses)) {
    // The service's own 429 has no Retry-After, only a gateway's has. With all headers it would never show.
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
  return { url: await server.listen(0, '127.0.0.1'), close: () => server.close() };
}

function silentLogger(): Components['logger'] {
  const ignore = (): void => {};
  const logger = { info: ignore, warn: ignore, error: ignore, debug: ignore, success: ignore, trace: ignore };
  return { ...logger, child: silentLogger } as unknown as Components['logger'];
}
