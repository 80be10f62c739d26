const SAMPLES: Readonly<Record<string, unknown>> = {
  '<tenant>': 1,
  '<uuid>': '6c7cf17b-1bd3-47d5-94c6-be2d3570e168',
  '<e-mail>': 'someone@example.com',
};
const DIGITS: Readonly<Record<string, string>> = { nanoseconds: '.512304118', microseconds: '.512304', seconds: '' };

/** A recorded body with values of the right form in place of the normalised ones, and of those that a step captured. */
export function withSampleValues(value: unknown, field = ''): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => withSampleValues(item));
  }
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withSampleValues(item, name)]));
  }
  if (typeof value !== 'string') {
    return value;
  }
  if (/^\{\{.+\}\}$/.test(value)) {
    return withSampleValues(
      field.endsWith('_id') ? '<uuid>' : /_(on|at)$/.test(field) ? '<date:microseconds Z>' : value.slice(2, -2),
    );
  }
  const [, precision, zone] = /^<date:(\w+) (.+)>$/.exec(value) ?? [];
  return precision === undefined ? (SAMPLES[value] ?? value) : `2026-11-26T09:15:27${DIGITS[precision]}${zone}`;
}
