import { InvalidRequestError } from './errors.js';
import type { OperationName } from './operations.js';

/** What a call sends: the parts that its operation takes. */
export interface CallArguments {
  readonly clientId?: string;
  readonly body?: object;
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Throws an InvalidRequestError for arguments that must not be sent. */
export function checkArguments(operation: OperationName, args: CallArguments): void {
  // Nothing but a UUID may become part of a URL: `DELETE /clients` and `DELETE /clients/tenant` are routes of their
  // own, which remove every client of the user or of the portal.
  if ('clientId' in args && !isUuid(args.clientId)) {
    const { clientId } = args;
    const value = typeof clientId === 'string' ? JSON.stringify(clientId.slice(0, 60)) : typeof clientId;
    const message = `must be a UUID, not ${value}`;
    throw new InvalidRequestError([{ path: 'clientId', message }], { operation });
  }
}

function isUuid(value: unknown): boolean {
  return typeof value === 'string' && UUID.test(value);
}
