import { Failure } from './failure.js';
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
import type { Generation } from './options.js';
import type { ClientSettings } from './stored-client.js';

const MOST_URLS = 12;

/** The fields of a body; throws for one that is no JSON object. */
export function parseBody(text: string, contentType: string, generation: Generation): FieldReader {
  if (!/^application\/(?:[^;\s]+\+)?json\s*(?:;|$)/i.test(contentType)) {
    throw new Failure(generation === 'new' ? 415 : 400, `A body of type "${contentType}" cannot be read`);
  }
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new Failure(400, 'The body is not JSON');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Failure(400, 'The body is not a JSON object');
  }
  return new FieldReader(body as Record<string, unknown>);
}

/** What a client is created with. */
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
    // New services read it and do not heed it.
    is_public: fields.flag('is_public') && generation === 'old',
  };
  fields.finish();
  return settings;
}

/** What a client changes to. */
export function readUpdateRequest(fields: FieldReader, generation: Generation): Partial<ClientSettings> {
  // Old services do not know these two here.
  const takes = (field: string): boolean => generation === 'new' && fields.has(field);
  const settings = {
    ...readCommonFields(fields, generation),
    is_public: fields.flag('is_public'),
    ...(takes('scopes') && { scopes: readScopes(fields, generation) }),
    ...(takes('redirect_uris') && { redirect_uris: readRedirectUris(fields, generation) }),
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
    allowed_origins: fields.texts('allowed_origins', absoluteUrlRule(generation), MOST_URLS),
  };
}

const readScopes = (fields: FieldReader, generation: Generation): string[] =>
  fields.texts('scopes', scopeRule(generation));

const readRedirectUris = (fields: FieldReader, generation: Generation): string[] =>
  fields.texts('redirect_uris', absoluteUrlRule(generation), MOST_URLS);
