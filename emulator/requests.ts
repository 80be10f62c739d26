import type { Generation } from './emulator-options.js';
import { FieldReader } from './field-reader.js';
import {
  absoluteUrlRule,
  descriptionRule,
  logoRule,
  nameRule,
  pageUrlRule,
  scopeRule,
  webUrlRule,
} from './field-rules.js';
import { ServiceError } from './service-error.js';
import type { ClientSettings } from './stored-client.js';

const MAX_URLS = 12;

/** Parses a body; throws unless it is a JSON object. */
export function parseBody(text: string, contentType: string, generation: Generation): FieldReader {
  if (!/^application\/(?:[^;\s]+\+)?json\s*(?:;|$)/i.test(contentType)) {
    throw new ServiceError(generation === 'new' ? 415 : 400, `A body of type "${contentType}" cannot be read`);
  }
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new ServiceError(400, 'The body is not JSON');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new ServiceError(400, 'The body is not a JSON object');
  }
  return new FieldReader(body as Record<string, unknown>);
}

/** The settings of a new client. */
export function readCreateRequest(fields: FieldReader, generation: Generation): ClientSettings {
  const needsLogoutUri = generation === 'new' || fields.has('logout_redirect_uri');
  const settings: ClientSettings = {
    ...readCommonFields(fields, generation),
    scopes: readScopes(fields, generation),
    redirect_uris: readRedirectUris(fields, generation),
    website_url: fields.text('website_url', pageUrlRule(generation)),
    terms_url: fields.text('terms_url', pageUrlRule(generation)),
    policy_url: fields.text('policy_url', pageUrlRule(generation)),
    logout_redirect_uris: needsLogoutUri ? [fields.text('logout_redirect_uri', webUrlRule)] : [],
    // New services validate the field and ignore its value.
    is_public: fields.flag('is_public') && generation === 'old',
  };
  fields.finish();
  return settings;
}

/** The settings that an update changes. */
export function readUpdateRequest(fields: FieldReader, generation: Generation): Partial<ClientSettings> {
  // Old services ignore these two fields of an update.
  const updates = (field: string): boolean => generation === 'new' && fields.has(field);
  const settings = {
    ...readCommonFields(fields, generation),
    is_public: fields.flag('is_public'),
    ...(updates('scopes') && { scopes: readScopes(fields, generation) }),
    ...(updates('redirect_uris') && { redirect_uris: readRedirectUris(fields, generation) }),
  };
  fields.finish();
  return settings;
}

function readCommonFields(
  fields: FieldReader,
  generation: Generation,
): Pick<ClientSettings, 'name' | 'description' | 'logo' | 'authentication_methods' | 'allowed_origins'> {
  return {
    name: fields.text('name', nameRule),
    description: fields.optionalText('description', descriptionRule),
    logo: fields.text('logo', logoRule),
    authentication_methods: fields.flag('allow_pkce') ? ['client_secret_post', 'none'] : ['client_secret_post'],
    allowed_origins: fields.texts('allowed_origins', absoluteUrlRule(generation), MAX_URLS),
  };
}

const readScopes = (fields: FieldReader, generation: Generation): string[] =>
  fields.texts('scopes', scopeRule(generation));

const readRedirectUris = (fields: FieldReader, generation: Generation): string[] =>
  fields.texts('redirect_uris', absoluteUrlRule(generation), MAX_URLS);
