import { describe, expect, it } from 'vitest';
import { startApi } from '../support/api.js';
import { CREATE, UPDATE } from '../support/body-case.js';
import { CREATED } from '../support/calls.js';
import { rejectedIssues } from '../support/rejected-issues.js';

function logoOf(bytes: number, type = 'png'): string {
  return `data:image/${type};base64,${Buffer.alloc(bytes).toString('base64')}`;
}

describe.each([CREATE, UPDATE])('logo of $operation', ({ operation, legal, run }) => {
  it.each([1, 2, 3, 255_998, 255_999, 256_000])('may have %i bytes', async (bytes) => {
    const { api, server } = await startApi([CREATED]);
    await run(api, { ...legal, logo: logoOf(bytes) });
    expect(server.requests).toHaveLength(1);
  });

  it.each([256_001, 256_002, 300_000])('must not have %i bytes', async (bytes) => {
    const { api } = await startApi([]);
    expect(await rejectedIssues(() => run(api, { ...legal, logo: logoOf(bytes) }), operation)).toEqual([
      { path: 'logo', message: `must have at most 256000 bytes once decoded, not ${bytes}` },
    ]);
  });

  it('must not have more than two million characters', async () => {
    const { api } = await startApi([]);
    const issues = await rejectedIssues(() => run(api, { ...legal, logo: logoOf(1_500_000) }), operation);
    expect(issues).toContainEqual({
      path: 'logo',
      message: 'must have at most 2000000 characters, not "data:image/png;base64,AAAAAAAAAAAAAAAAA…',
    });
  });

  it.each(['png', 'jpeg', 'jpg', 'svg+xml'])('may be of the type %s', async (type) => {
    const { api, server } = await startApi([CREATED]);
    await run(api, { ...legal, logo: logoOf(10, type) });
    expect(server.requests).toHaveLength(1);
  });

  it.each(['!', '%41', 'ab cd', 'ab\ncd', 'abc_', 'abc-', 'a=bc', 'abc===', '=', 'é', 'AAAA,BBBB', 'AAAA;base64,AAAA'])(
    'must be base64, not %j',
    async (data) => {
      const { api } = await startApi([]);
      const logo = `data:image/png;base64,${data}`;
      expect(await rejectedIssues(() => run(api, { ...legal, logo }), operation)).toEqual([
        { path: 'logo', message: 'must be base64 after the comma' },
      ]);
    },
  );
});
