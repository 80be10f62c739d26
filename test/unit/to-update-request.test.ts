import { expect, it } from 'vitest';
import { toUpdateRequest } from '../../src/index.js';
import { CLIENT } from '../support/calls.js';

it('toUpdateRequest() takes what an update changes, and no secret, date or owner', () => {
  expect(toUpdateRequest(CLIENT)).toEqual({
    name: CLIENT.name,
    description: CLIENT.description,
    logo: CLIENT.logo,
    allow_pkce: false,
    allowed_origins: CLIENT.allowed_origins,
    scopes: CLIENT.scopes,
    redirect_uris: CLIENT.redirect_uris,
  });
});

it('toUpdateRequest() keeps PKCE by authentication_methods', () => {
  const client = { ...CLIENT, authentication_methods: ['client_secret_post' as const, 'none' as const] };
  expect(toUpdateRequest(client).allow_pkce).toBe(true);
});
