import type { Behaviour } from './versions.js';

/** Whether a request takes a JSON response, or what else it takes. */
export type Acceptance =
  | { readonly kind: 'json' }
  /** Some other JSON, in which an error can be written. */
  | { readonly kind: 'other json'; readonly contentType: string }
  | { readonly kind: 'nothing' }
  /** The header cannot be parsed. */
  | { readonly kind: 'malformed' };

const MEDIA_RANGE = /^\s*([\w!#$&^.+*-]+)\/([\w!#$&^.+*-]+)\s*(?:;.*)?$/s;

/** What the header `Accept` takes. Without a header, or with an empty one, any response will do. */
export function parseAccept(header: string | undefined): Acceptance {
  if (!header?.trim()) {
    return { kind: 'json' };
  }
  const ranges = header.split(',').map((range) => MEDIA_RANGE.exec(range));
  const types = ranges.map((match) => `${match?.[1]}/${match?.[2]}`.toLowerCase());
  if (ranges.includes(null)) {
    return { kind: 'malformed' };
  }
  if (types.some((type) => ['*/*', 'application/*', 'application/json'].includes(type))) {
    return { kind: 'json' };
  }
  const contentType = types.find((type) => /^application\/[^*]+\+json$/.test(type));
  return contentType ? { kind: 'other json', contentType } : { kind: 'nothing' };
}

/** Whether a body of this type is read. Parameters such as a charset have no effect. */
export function isReadable(
  contentType: string | undefined,
  { declaresContentType }: Pick<Behaviour, 'declaresContentType'>,
): boolean {
  const type = contentType?.replace(/;.*$/s, '').trim().toLowerCase() ?? '';
  return type === 'application/json' || (!declaresContentType && /^application\/[^/\s]+\+json$/.test(type));
}
