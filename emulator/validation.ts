import { type FieldError, type FieldErrorCode, ServiceError } from './errors.js';
import { asObject, type JsonObject, parseJson, readFlag, readText, readTexts } from './json.js';
import { isPageUrl, isRedirectUrl, passesSecondLayer } from './urls.js';
import type { Behaviour } from './versions.js';

/** The body of a create that passed the first layer of checks. */
export interface CreateRequest {
  readonly name: string;
  readonly description: string | null;
  readonly logo: string;
  readonly scopes: readonly (string | null)[];
  readonly allowPkce: boolean;
  readonly websiteUrl: string;
  readonly termsUrl: string;
  readonly policyUrl: string;
  readonly logoutRedirectUri: string;
  readonly redirectUris: readonly string[];
  readonly allowedOrigins: readonly string[];
}

/** The body of an update that passed the first layer of checks. */
export interface UpdateRequest {
  readonly name: string;
  /** `null` keeps the description. */
  readonly description: string | null;
  readonly logo: string;
  readonly allowPkce: boolean;
  readonly allowedOrigins: readonly string[];
  /** Not set on versions that ignore them. */
  readonly scopes?: readonly (string | null)[];
  readonly redirectUris?: readonly string[];
}

/** The largest length that the database stores, in characters. */
export const MAX_STORED_LENGTH = 255;

/** The scopes of the portal, in the order of `GET /scopes`. */
export const SCOPES: readonly { readonly name: string; readonly group: string; readonly type: string }[] = [
  ...[
    ['accounts.self', 'profiles'],
    ['accounts', 'accounts'],
    ['files', 'files'],
    ['rooms', 'rooms'],
  ].flatMap(([name = '', group = '']) => ['read', 'write'].map((type) => ({ name: `${name}:${type}`, group, type }))),
  { name: 'openid', group: 'openid', type: 'openid' },
];

/** Reads the body of a create; throws a 500 or, with all that is wrong, a 400. */
export function readCreateRequest(body: string, behaviour: Behaviour): CreateRequest {
  const check = new Checks(asObject(parseJson(body, behaviour)), behaviour);
  const request = {
    name: check.name(behaviour.blankName),
    description: check.description(),
    logo: check.logo(behaviour.maxLogoBytes),
    scopes: check.scopes(),
    allowPkce: check.flag('allow_pkce'),
    websiteUrl: check.pageUrl('website_url'),
    termsUrl: check.pageUrl('terms_url'),
    policyUrl: check.pageUrl('policy_url'),
    logoutRedirectUri: check.pageUrl('logout_redirect_uri'),
    redirectUris: check.urls('redirect_uris'),
    allowedOrigins: check.urls('allowed_origins'),
  };
  // Its value has no effect, but it has to be a boolean.
  check.flag('is_public');
  check.finish();
  return request;
}

/** Reads the body of an update; throws a 500 or, with all that is wrong, a 400. */
export function readUpdateRequest(body: string, behaviour: Behaviour): UpdateRequest {
  const check = new Checks(asObject(parseJson(body, behaviour)), behaviour);
  const request = {
    name: behaviour.nameLengthOnUpdate ? check.name(false) : check.notBlank('name'),
    description: check.description(),
    logo: check.logo(Number.POSITIVE_INFINITY),
    allowPkce: check.flag('allow_pkce'),
    allowedOrigins: check.urls('allowed_origins', behaviour.originsMayNotBeNull),
    ...(behaviour.updatesScopes && { scopes: check.scopes(), redirectUris: check.urls('redirect_uris') }),
  };
  check.finish();
  return request;
}

/** Reads the body of a change of activation. A status that is missing or misnamed is false. */
export function readActivationRequest(body: string, behaviour: Behaviour): boolean {
  const value = parseJson(body, behaviour);
  return behaviour.bareStatus && typeof value === 'boolean' ? value : readFlag(asObject(value), 'status');
}

/** Throws a 400 if the portal does not have all of the scopes. */
export function requireKnownScopes(scopes: readonly (string | null)[], { unknownScope }: Behaviour): void {
  const known = new Set<string | null>(SCOPES.map(({ name }) => name));
  if (scopes.every((scope) => known.has(scope))) {
    return;
  }
  throw new ServiceError(400, 'A scope is unknown', {
    fieldErrors: [{ field: 'scopes', code: 'ErrorInvalidScope' }],
    ...(unknownScope !== 'problem' && { format: unknownScope }),
  });
}

/** Throws a 400 if an address fails the second layer of checks, which new services report in another form. */
export function requireSecondLayer(request: CreateRequest, { secondLayer }: Behaviour): void {
  if (secondLayer === 'none') {
    return;
  }
  const prefix = secondLayer === 'dotted paths' ? 'createClient.command.' : '';
  const failed = (['websiteUrl', 'termsUrl', 'policyUrl', 'logoutRedirectUri'] as const).filter(
    (field) => !passesSecondLayer(request[field]),
  );
  if (failed.length > 0) {
    throw new ServiceError(400, failed.map((field) => `${prefix}${field}: is no valid URL`).join(', '));
  }
}

/** Throws a 400 for the blank client id. */
export function requireClientId(clientId: string): void {
  if (clientId.trim() === '') {
    throw new ServiceError(400, 'A client id is needed', {
      fieldErrors: [{ field: 'client_id', code: 'EmptyFieldError' }],
    });
  }
}

const LOGO = /^data:image\/(?:png|jpeg|jpg|svg\+xml);base64,.+$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;

const isBlank = (text: string): boolean => text.trim() === '';

/** Reads the fields of one body and collects what is wrong with them. */
class Checks {
  readonly #fields: JsonObject;
  readonly #behaviour: Behaviour;
  readonly #errors: FieldError[] = [];

  constructor(fields: JsonObject, behaviour: Behaviour) {
    const { redirectUris } = fields;
    this.#fields =
      behaviour.camelCaseRedirectUris && redirectUris !== undefined
        ? { redirect_uris: redirectUris, ...fields }
        : fields;
    this.#behaviour = behaviour;
  }

  /** Throws if something is wrong. */
  finish(): void {
    if (this.#errors.length > 0) {
      const names = [...new Set(this.#errors.map(({ field }) => field))];
      throw new ServiceError(400, `These fields are not valid: ${names.join(', ')}`, { fieldErrors: this.#errors });
    }
  }

  flag(field: string): boolean {
    return readFlag(this.#fields, field);
  }

  notBlank(field: string): string {
    const text = readText(this.#fields, field);
    this.#report(field, 'EmptyFieldError', text === null || isBlank(text));
    return text ?? '';
  }

  name(mayBeBlank: boolean): string {
    const text = readText(this.#fields, 'name');
    this.#report('name', 'EmptyFieldError', text === null || (!mayBeBlank && isBlank(text)));
    this.#report('name', 'ErrorName', text !== null && (text.length < 3 || text.length > 256));
    return text ?? '';
  }

  description(): string | null {
    const text = readText(this.#fields, 'description');
    this.#report('description', 'ErrorName', text !== null && text.length > MAX_STORED_LENGTH);
    return text;
  }

  /** `maxBytes` is the largest decoded size; if it is infinite, the image is not decoded either. */
  logo(maxBytes: number): string {
    const text = readText(this.#fields, 'logo');
    this.#report('logo', 'EmptyFieldError', text === null || isBlank(text));
    this.#report('logo', 'ErrorPattern', text !== null && !LOGO.test(text));
    this.#report('logo', 'ErrorPattern', text !== null && Number.isFinite(maxBytes) && !isImage(text, maxBytes));
    return text ?? '';
  }

  scopes(): readonly (string | null)[] {
    const scopes = readTexts(this.#fields, 'scopes') ?? [];
    this.#report('scopes', 'EmptyFieldError', scopes.length === 0);
    return scopes;
  }

  pageUrl(field: string): string {
    const text = this.notBlank(field);
    const given = readText(this.#fields, field) !== null;
    this.#report(field, 'ErrorWrongURL', given && !isPageUrl(text, this.#behaviour));
    return text;
  }

  urls(field: string, reportsNull = true): readonly string[] {
    const urls = readTexts(this.#fields, field);
    const { maxUrls } = this.#behaviour;
    this.#report(field, 'EmptyFieldError', urls === null && reportsNull);
    this.#report(
      field,
      'ErrorName',
      urls !== null && maxUrls !== undefined && (urls.length === 0 || urls.length > maxUrls),
    );
    const valid = urls?.filter((url) => url !== null).filter((url) => isRedirectUrl(url, this.#behaviour)) ?? [];
    this.#report(field, 'ErrorWrongURL', valid.length !== urls?.length);
    return valid;
  }

  #report(field: string, code: FieldErrorCode, wrong: boolean): void {
    if (wrong) {
      this.#errors.push({ field, code });
    }
  }
}

function isImage(text: string, maxBytes: number): boolean {
  const data = text.slice(text.indexOf(',') + 1);
  // The pattern overflows the stack for a text of some megabytes.
  return (
    data.length <= Math.ceil(maxBytes / 3) * 4 && BASE64.test(data) && Buffer.byteLength(data, 'base64') <= maxBytes
  );
}
