import fc from 'fast-check';

// What a header may hold: visible ASCII, blanks and Latin-1.
const anyText: fc.Arbitrary<string> = fc
  .array(
    fc.integer({ min: 0x20, max: 0xff }).filter((code) => code !== 0x7f),
    { maxLength: 40 },
  )
  .map((codes) => String.fromCharCode(...codes));

const digits: fc.Arbitrary<string> = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 400n }), fc.integer({ min: 0, max: 400 }))
  .map(([number, length]) => String(number).slice(0, length + 1));

const dates: fc.Arbitrary<string> = fc.date({ noInvalidDate: true }).map((date) => date.toUTCString());

const times: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('1', '6', '7', '6000000000'),
  anyText,
  digits,
  dates,
  fc.double().map(String),
  fc.integer({ min: -5, max: 700 }).map(String),
  fc.constantFrom('Infinity', '-0', '0x10', '1e308', ' 7 ', 'Sun, 06 Nov', '7, 7', '99999 BC GMT'),
);

const location: fc.Arbitrary<string> = fc.oneof(
  anyText,
  fc.webUrl(),
  fc.constantFrom('', '/', '//', 'http://', 'data:,x', 'javascript:1', 'https://user:pass@[::1]:99999/'),
);

const contentType: fc.Arbitrary<string> = fc.oneof(
  anyText,
  fc.constantFrom(
    '',
    'application/json',
    'application/problem+json',
    'text/html; charset=utf-16',
    'image/png',
    'a/b, c/d',
  ),
);

/** Headers that the SDK looks at, with whatever may stand in them. */
export const headerSoup: fc.Arbitrary<Record<string, string>> = fc.record(
  {
    'retry-after': times,
    'x-ratelimit-reset': times,
    date: times,
    location,
    'content-type': contentType,
    'content-length': fc.constantFrom('0', '5', '-1', 'x'),
  },
  { requiredKeys: [] },
);

/** Every status that a fetch can give, those that matter more often. */
export const anyStatus: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(200, 201, 204, 301, 302, 304, 400, 401, 403, 404, 429, 429, 500, 503, 503),
  fc.integer({ min: 200, max: 599 }),
);

/** A body: JSON, what looks like it, or anything else. */
export const anyBody: fc.Arbitrary<string> = fc.oneof(
  fc.json(),
  fc.string({ unit: 'binary' }),
  fc
    .record(
      {
        reason: fc.jsonValue(),
        detail: fc.jsonValue(),
        title: fc.jsonValue(),
        errors: fc.jsonValue(),
        client_secret: fc.jsonValue(),
      },
      { requiredKeys: [] },
    )
    .map((value) => JSON.stringify(value)),
  fc.constantFrom('', ' ', '{}', '[]', 'null', '{"a":', '<html>', '\ufeff{}'),
);

const NO_BODY = [204, 205, 304];

/** A response as a fetch returns it. */
export const anyResponse: fc.Arbitrary<() => Response> = fc.tuple(anyStatus, headerSoup, anyBody).map(
  ([status, headers, body]) =>
    () =>
      new Response(NO_BODY.includes(status) ? null : body, { status, headers }),
);
