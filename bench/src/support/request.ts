import { CLIENT, CLIENT_ID } from '../../../test/support/calls.js';

export { CLIENT_ID, CREATE_REQUEST } from '../../../test/support/calls.js';

export const API_KEY = 'emulator-key';
export const CLIENTS_PATH = '/api/2.0/clients';
export const CLIENT_PATH = `${CLIENTS_PATH}/${CLIENT_ID}`;
export const TOKEN_PATH = '/api/2.0/security/oauth2/token';
export const CREATED_JSON = JSON.stringify(CLIENT);
