import { requireKnownFields, requireRecord, shown } from './checks.js';
import { type FieldKind, requireKind, TEXT, TEXTS, TIME } from './field-kinds.js';
import { requireUserId } from './users.js';

/** A consent to store, as the file of `--data` has it. */
export interface SeedConsent {
  /** A key of `users`, or the id of a user. */
  readonly user: string;
  /** The id of a stored client. */
  readonly client_id: string;
  /** What the user allowed. */
  readonly scopes: readonly string[];
  /** ISO 8601 with `Z`. Default: now. */
  readonly modified_at?: string;
}

/** What a seed of consents needs to know. */
export interface ConsentContext {
  /** The id of a user that is named by key or id; `undefined` for a text that is neither. */
  idOf(keyOrId: string): string | undefined;
  /** Whether a client with this id is stored. */
  isStored(clientId: string): boolean;
}

const FIELDS: Readonly<Record<keyof SeedConsent, FieldKind>> = {
  user: TEXT,
  client_id: TEXT,
  scopes: TEXTS,
  modified_at: TIME,
};

/** Checks consents and puts ids in the place of keys; throws a TypeError or a RangeError. */
export function completeConsents(consents: unknown, context: ConsentContext): SeedConsent[] {
  if (!Array.isArray(consents)) {
    throw new TypeError(`seed: consents must be an array, not ${shown(consents)}.`);
  }
  // Not consents.map, which passes over holes.
  return Array.from(consents, (consent: unknown, index) => {
    const holder = `consents[${index}]`;
    const fields = requireRecord(`seed: ${holder}`, consent);
    requireKnownFields('seed', fields, Object.keys(FIELDS), holder);
    return completeConsent((name) => `seed: ${holder}.${name}`, fields, context);
  });
}

/** Checks a consent and puts an id in the place of a key. `pathOf` says how messages name a field. */
export function completeConsent(
  pathOf: (name: keyof SeedConsent) => string,
  fields: Readonly<Record<string, unknown>>,
  context: ConsentContext,
): SeedConsent {
  for (const [name, kind] of Object.entries(FIELDS)) {
    requireKind(pathOf(name as keyof SeedConsent), kind, fields[name], {
      isOptional: name === 'modified_at',
    });
  }
  // The fields were checked.
  const consent = fields as Readonly<Record<string, unknown>> & SeedConsent;
  const user = requireUserId(pathOf('user'), consent.user, context);
  if (!context.isStored(consent.client_id)) {
    throw new RangeError(`${pathOf('client_id')} must be the id of a stored client, not ${shown(consent.client_id)}.`);
  }
  return { ...consent, user };
}
