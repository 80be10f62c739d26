import type { ClientResponse, CreateClientRequest } from '../../../dist/index.js';

export const API_KEY = 'emulator-key';
export const COOKIE = `asc_auth_key=${API_KEY}`;
export const CLIENT_ID = '6c7cf17b-1bd3-47d5-94c6-be2d3570e168';
export const CLIENTS_PATH = '/api/2.0/clients';
export const CLIENT_PATH = `${CLIENTS_PATH}/${CLIENT_ID}`;

const LOGO = 'data:image/png;base64,iVBORw0KGgo=';

export const CREATE_REQUEST: CreateClientRequest = {
  name: 'Reporting',
  logo: LOGO,
  scopes: ['files:read'],
  website_url: 'https://example.com',
  terms_url: 'https://example.com/terms',
  policy_url: 'https://example.com/policy',
  redirect_uris: ['https://example.com/callback'],
  allowed_origins: ['https://example.com'],
  logout_redirect_uri: 'https://example.com/logout',
};

const CREATED: ClientResponse = {
  name: 'Reporting',
  description: null,
  tenant: 1,
  scopes: ['files:read'],
  enabled: true,
  client_id: CLIENT_ID,
  client_secret: '8cfbc2d3-secret',
  website_url: 'https://example.com',
  terms_url: 'https://example.com/terms',
  policy_url: 'https://example.com/policy',
  logo: LOGO,
  authentication_methods: ['client_secret_post'],
  redirect_uris: ['https://example.com/callback'],
  allowed_origins: ['https://example.com'],
  logout_redirect_uris: ['https://example.com/logout'],
  created_on: '2025-01-31T10:00:00.123Z',
  created_by: 'user',
  modified_on: '2025-01-31T10:00:00+00:00',
  modified_by: 'user',
  is_public: false,
};

export const CREATED_JSON = JSON.stringify(CREATED);
