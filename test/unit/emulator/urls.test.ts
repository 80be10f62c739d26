import { describe, expect, it } from 'vitest';
import { isPageUrl, isRedirectUrl, passesSecondLayer } from '../../../emulator/urls.js';
import { behaviourOf } from '../../../emulator/versions.js';

describe('isPageUrl and passesSecondLayer', () => {
  // Columns: 3.0, the first layer of later versions, and their second layer.
  it.each([
    ['https://example.com', true, true, true],
    ['http://example.com:8443/a/(b)?x=1&y=~2#top', true, true, true],
    ['https://10.0.0.1:8443/x', true, true, true],
    ['https://app.my.technology', true, true, true],
    ['https://example.technology', false, true, false],
    ['example.com', false, true, false],
    ["https://example.com/a,b;c!d*e$f'g[h]", false, true, false],
    ['https://example.com/a%20b', true, false, true],
    ['https://example.com?x=1', true, false, true],
    ['https://user:pass@example.com', true, false, true],
    ['https://example.com.', true, false, true],
    ['https://example.c', true, false, true],
    ['HTTPS://example.com', false, false, false],
    ['https://localhost:3000', false, false, false],
    ['127.0.0.1', false, false, false],
    ['https://[::1]', false, false, false],
    ['https://example.com/é', false, false, false],
    ['ftp://example.com', false, false, false],
    [' https://example.com', false, false, false],
    ['', false, false, false],
  ])('%s', (url, loose, strict, second) => {
    expect([
      isPageUrl(url, { pageUrl: 'loose' }),
      isPageUrl(url, { pageUrl: 'strict' }),
      passesSecondLayer(url),
    ]).toEqual([loose, strict, second]);
  });
});

describe('isRedirectUrl', () => {
  // Columns: 3.0, 3.1, 3.2 and 3.5.
  it.each([
    ['https://example.com/a/b', [true, true, true, true]],
    ['https://example.com:8443/cb', [false, true, true, true]],
    ['https://example.technology', [false, true, true, true]],
    ['example.com', [false, true, false, false]],
    ['http://localhost:3000/callback', [false, false, true, true]],
    ['http://[::1]:8080/cb', [false, false, true, true]],
    ['HTTPS://example.com', [false, false, true, true]],
    ['https://*.example.com', [false, false, true, true]],
    ['https://user:pass@example.com', [false, false, true, true]],
    ['https:///a', [false, false, true, true]],
    ['https://?a=[b]', [false, false, true, true]],
    ['https://example.com/[a]', [false, true, false, false]],
    ['https://example.com/a%20b', [false, false, true, true]],
    ['claude://example.com', [false, false, false, true]],
    ['claude:callback', [false, false, false, true]],
    ['myapp://callback', [false, false, false, false]],
    ['javascript:alert(1)', [false, false, false, false]],
    ['ftp://example.com', [false, false, false, false]],
    ['https://', [false, false, false, false]],
    ['https://example.com:bad', [false, false, false, false]],
    ['https://example.com/a b', [false, false, false, false]],
    ['https://example.com/%zz', [false, false, false, false]],
    [' https://example.com ', [false, false, false, false]],
    ['', [false, false, false, false]],
  ] as const)('%s', (url, expected) => {
    expect((['3.0', '3.1', '3.2', '3.5'] as const).map((version) => isRedirectUrl(url, behaviourOf(version)))).toEqual(
      expected,
    );
  });
});
