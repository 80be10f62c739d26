import type { ClientResponse, UpdateClientRequest } from '../generated/index.js';
import { InvalidRequestError, UnexpectedResponseError } from './errors.js';
import { isRecord } from './json.js';
import type { RequestBody } from './request-body.js';
import { toUpdateRequest } from './to-update-request.js';
import { tryTo } from './try-to.js';

/** The settings of a client to change, or a function that returns them for the present client. */
export type ClientChanges = ChangedSettings | ((current: ClientResponse) => ChangedSettings | Promise<ChangedSettings>);

/** Settings of a client. Those that are `undefined` stay as they are. */
export type ChangedSettings = {
  [Name in keyof UpdateClientRequest]?: RequestBody<UpdateClientRequest>[Name] | undefined;
};

/** Throws an InvalidRequestError for what cannot be changes. */
export function checkChanges(changes: unknown): void {
  if (typeof changes !== 'function' && !isRecord(changes)) {
    const message = 'must be an object or a function that returns one';
    throw new InvalidRequestError([{ path: 'changes', message }], { operation: 'updateClient' });
  }
}

/** The body that changes a client; `undefined` if the client is like that already. */
export async function changedRequest(
  current: ClientResponse,
  changes: ClientChanges,
): Promise<RequestBody<UpdateClientRequest> | undefined> {
  const present = tryTo(() => toUpdateRequest(current));
  if (!present) {
    throw new UnexpectedResponseError('the portal returned no client', 200, { operation: 'getClient' });
  }
  const wanted = typeof changes === 'function' ? await changes(current) : changes;
  checkChanges(wanted);
  const set = Object.entries(wanted).filter(([, value]) => value !== undefined);
  const isChanged = set.some(([name, value]) => comparable(value) !== comparable(Reflect.get(present, name)));
  return isChanged ? { ...present, ...Object.fromEntries(set) } : undefined;
}

// The service returns arrays in no certain order.
function comparable(value: unknown): unknown {
  // What JSON cannot carry is no setting of a client, and the check of the body says so.
  return tryTo(() => JSON.stringify(Array.isArray(value) ? [...value].sort() : value)) ?? value;
}
