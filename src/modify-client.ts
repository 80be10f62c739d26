import type { ClientResponse, UpdateClientRequest } from '../generated/index.js';
import { toUpdateRequest } from './to-update-request.js';

/** The settings of a client to change, or a function that returns them for the present client. */
export type ClientChanges =
  | Partial<UpdateClientRequest>
  | ((current: ClientResponse) => Partial<UpdateClientRequest> | Promise<Partial<UpdateClientRequest>>);

/** The body that changes a client; `undefined` if the client is like that already. */
export async function changedRequest(
  current: ClientResponse,
  changes: ClientChanges,
): Promise<UpdateClientRequest | undefined> {
  const present = toUpdateRequest(current);
  const wanted = typeof changes === 'function' ? await changes(current) : changes;
  const set = Object.entries(wanted).filter(([, value]) => value !== undefined);
  const isChanged = set.some(([name, value]) => comparable(value) !== comparable(Reflect.get(present, name)));
  return isChanged ? { ...present, ...Object.fromEntries(set) } : undefined;
}

// The service returns arrays in no certain order.
function comparable(value: unknown): string | undefined {
  return JSON.stringify(Array.isArray(value) ? [...value].sort() : value);
}
