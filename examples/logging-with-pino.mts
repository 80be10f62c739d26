// LOG_LEVEL=debug DOCSPACE_BASE_URL=… DOCSPACE_API_KEY=… npx tsx logging-with-pino.mts CLIENT_ID
// Before: npm install pino
//
// Withdraws the user's consent to a client, and logs what the SDK does as JSON through pino. The SDK logs every response
// at `debug` and waits at `info` or `warn`. It logs neither the key nor a secret, so pino needs no `redact` for them.
import { ClientManagementApi, DocSpaceError, type LogLevel } from 'docspace-client-management';
import { pino } from 'pino';

const [clientId] = process.argv.slice(2);
if (!clientId) {
  console.error('usage: logging-with-pino.mts CLIENT_ID');
  process.exit(1);
}
// The levels of pino that the SDK does not have.
const LEVELS: Readonly<Record<string, LogLevel>> = { trace: 'debug', fatal: 'off', silent: 'off' };

const logger = pino({ level: process.env.LOG_LEVEL ?? 'info' });
const api = new ClientManagementApi({
  logger: logger.child({ component: 'docspace' }),
  // The SDK has its own level, `warn` by default. Lines below it never reach pino.
  logLevel: LEVELS[logger.level] ?? (logger.level as LogLevel),
});

try {
  await api.revokeUserClient(clientId);
  logger.info({ clientId }, 'consent withdrawn');
} catch (error) {
  if (!(error instanceof DocSpaceError)) {
    throw error;
  }
  // A whole error is safe to log. The data of a call is not: a new client includes its secret.
  logger.error({ clientId, err: error }, 'consent not withdrawn');
  process.exitCode = 1;
}
