/**
 * The body of a request as methods take it: its arrays may be readonly (`as const`), and what may be left out may be
 * `undefined` too.
 *
 * @typeParam Request - The body as the service gets it.
 */
export type RequestBody<Request> = {
  [Name in keyof Request]:
    | (NonNullable<Request[Name]> extends readonly (infer Item)[]
        ? readonly Item[] | Exclude<Request[Name], readonly unknown[]>
        : Request[Name])
    | (object extends Pick<Request, Name> ? undefined : never);
};

/** A body with the type of the generated functions, which read it and do not change it. */
export function writable<Request>(body: RequestBody<Request>): Request {
  return body as Request;
}
