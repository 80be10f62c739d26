import type { BufferedResponse } from '../../src/response.js';

/** A JWT with these claims, signed by nobody. */
export function jwt(claims: object): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  return `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}.${Buffer.alloc(32, 7).toString('base64url')}`;
}

/** What the token endpoint of a portal returns, as the facade has read it. */
export function tokenResponse(token: string, headers: Record<string, string> = {}): BufferedResponse {
  return {
    request: { method: 'GET', url: 'https://portal.example.com/api/2.0/security/oauth2/token' },
    status: 200,
    ok: true,
    headers: new Headers(headers),
    text: JSON.stringify({ response: token, count: 1, links: [], status: 0, statusCode: 200 }),
    complete: true,
    secrets: () => [],
  };
}
