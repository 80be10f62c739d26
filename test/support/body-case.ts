import type { CallOptions, ClientManagementApi, OperationName } from '../../src/index.js';
import { CLIENT_ID, CREATE_REQUEST, UPDATE_REQUEST } from './calls.js';

/** An operation that takes a body, and a body that it takes. */
export interface BodyCase {
  operation: OperationName;
  legal: Readonly<Record<string, unknown>>;
  /** Calls the operation with a body of whatever kind. */
  run: (api: ClientManagementApi, body: unknown, options?: CallOptions) => Promise<unknown>;
}

export const CREATE: BodyCase = {
  operation: 'createClient',
  legal: { ...CREATE_REQUEST },
  run: (api, body, options) => api.createClient(body as never, options),
};

export const UPDATE: BodyCase = {
  operation: 'updateClient',
  legal: { ...UPDATE_REQUEST },
  run: (api, body, options) => api.updateClient(CLIENT_ID, body as never, options),
};

export const ACTIVATE: BodyCase = {
  operation: 'changeActivation',
  legal: { status: true },
  run: (api, body, options) => api.changeActivation(CLIENT_ID, body as never, options),
};

export const BODY_CASES: readonly BodyCase[] = [CREATE, UPDATE, ACTIVATE];
