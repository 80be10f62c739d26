import type { CreateClientRequest, UpdateClientRequest } from 'docspace-client-management';

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

export const UPDATE_REQUEST: UpdateClientRequest = {
  name: 'Renamed',
  logo: LOGO,
  allowed_origins: ['https://example.com'],
};

/** The id of no client. */
export const NOBODY = '6c7cf17b-1bd3-47d5-94c6-be2d3570e168';
