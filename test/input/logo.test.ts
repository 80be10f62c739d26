import { describe, expect, it } from 'vitest';
import { startApi } from '../support/api.js';
import { CREATE } from '../support/body-case.js';
import { CREATED } from '../support/calls.js';
import { refusal } from '../support/refusals.js';

const RULE = 'must be a data URI of a PNG, JPEG or SVG image in base64, of at most 1048576 bytes';

function logoOf(bytes: number, type = 'png'): string {
  return `data:image/${type};base64,${Buffer.alloc(bytes).toString('base64')}`;
}

describe.each([CREATE])('$operation', ({ operation, legal, run }) => {
  it.each([1, 2, 3, 255_998, 255_999, 256_000])('takes a logo of %i bytes', async (bytes) => {
    const { api, server } = await startApi([CREATED]);
    await run(api, { ...legal, logo: logoOf(bytes) });
    expect(server.requests).toHaveLength(1);
  });

  it.each([1_048_577, 1_048_578, 1_500_000])('refuses a logo of %i bytes', async (bytes) => {
    const { api } = await startApi([]);
    const issues = await refusal(() => run(api, { ...legal, logo: logoOf(bytes) }), operation);
    expect(issues).toContainEqual({ path: 'logo', message: `${RULE}, not "data:image/png;base64,AAAAAAAAAAAAAAAAA…` });
  });

  it.each(['png', 'jpeg', 'jpg', 'svg+xml'])('takes a logo of the type %s', async (type) => {
    const { api, server } = await startApi([CREATED]);
    await run(api, { ...legal, logo: logoOf(10, type) });
    expect(server.requests).toHaveLength(1);
  });

  it.each(['!', '%41', 'ab cd', 'ab\ncd', 'abc_', 'abc-', 'a=bc', 'abc===', '=', 'é', 'AAAA,BBBB', 'AAAA;base64,AAAA'])(
    'refuses a logo that is not base64: %j',
    async (data) => {
      const { api } = await startApi([]);
      const logo = `data:image/png;base64,${data}`;
      const issues = await refusal(() => run(api, { ...legal, logo }), operation);
      expect(issues).toContainEqual({ path: 'logo', message: `${RULE}, not ${JSON.stringify(logo).slice(0, 40)}` });
    },
  );
});
