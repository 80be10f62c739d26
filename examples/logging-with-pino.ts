// Withdraws the user's consent to a client, and writes what the SDK does as pino's lines of JSON.
//
//   LOG_LEVEL=debug npx tsx examples/logging-with-pino.ts CLIENT_ID
//
// DOCSPACE_BASE_URL and DOCSPACE_API_KEY are in the environment. At `debug` the SDK tells of every answer, at `info` of
// every wait. No line holds the key or a secret, so pino needs no `redact` for them.
import { ClientManagementApi, DocSpaceError, type LogLevel } from 'docspace-client-management';
import { pino } from 'pino';

// What pino has beyond the SDK's levels, the SDK never writes.
const LEVELS: Readonly<Record<string, LogLevel>> = { trace: 'debug', fatal: 'off', silent: 'off' };

const logger = pino({ level: process.env.LOG_LEVEL ?? 'info' });
const api = new ClientManagementApi({
  logger: logger.child({ component: 'docspace' }),
  // The SDK has a level of its own, `warn` unless it is set: lines below it never reach pino.
  logLevel: LEVELS[logger.level] ?? (logger.level as LogLevel),
});

const [clientId = ''] = process.argv.slice(2);
try {
  await api.revokeUserClient(clientId);
  logger.info({ clientId }, 'consent withdrawn');
} catch (error) {
  if (!(error instanceof DocSpaceError)) {
    throw error;
  }
  // Errors can be logged whole. What a call resolves to cannot: a new client comes with its secret.
  logger.error({ clientId, err: error }, 'consent not withdrawn');
  process.exitCode = 1;
}
