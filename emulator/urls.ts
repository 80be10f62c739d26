import type { Behaviour } from './versions.js';

const HOST = String.raw`(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}`;
const ADDRESS = String.raw`\d{1,3}(?:\.\d{1,3}){3}`;
const SAFE = 'A-Za-z0-9()@:%_+.~#?&/=-';

// The scheme may be missing; `%` is no character of a path.
const HOST_AND_PATH = new RegExp(
  String.raw`^(?:(?:https?://)?${HOST}|https?://${ADDRESS})(?::\d+)?(?:/[\w.~:/?#[\]@!$&'()*+,;=-]*)?$`,
);
// Some label after the first dot is short, and the rest is made of a few characters.
const SHORT_LABEL = new RegExp(String.raw`^https?://(?:[A-Za-z0-9@:%_+.~#=-]{1,256})\.[A-Za-z0-9()]{1,6}\b[${SAFE}]*$`);
// 3.0 takes neither a port nor a query there. Which characters a path may have was not measured.
const PLAIN_PATH = /^https?:\/\/(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,6}(?:\/[\w.~/-]*)?$/;

const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):(.+)$/s;
const AUTHORITY = /^\/\/([^/?#]*)(.*)$/s;
const HOST_AND_PORT = /^(?:[^@[\]]*@)?(?:\[[0-9A-Fa-f:.]+\]|[^:[\]]*)(?::\d*)?$/;
const ILLEGAL = /[\s\p{Cc}"<>\\^`{|}]|%(?![0-9A-Fa-f]{2})|#.*#/su;

/** Whether the first layer of checks takes the address of a page. */
export function isPageUrl(text: string, { pageUrl }: Pick<Behaviour, 'pageUrl'>): boolean {
  return (pageUrl === 'loose' ? SHORT_LABEL : HOST_AND_PATH).test(text);
}

/** Whether the second layer of checks takes the address of a page. */
export function passesSecondLayer(text: string): boolean {
  return SHORT_LABEL.test(text);
}

/** Whether a redirect URI or an origin is taken. */
export function isRedirectUrl(
  text: string,
  { redirectUrl, redirectSchemes }: Pick<Behaviour, 'redirectUrl' | 'redirectSchemes'>,
): boolean {
  switch (redirectUrl) {
    case 'host and path':
      return PLAIN_PATH.test(text);
    case 'page':
      return HOST_AND_PATH.test(text);
    case 'any':
      return isAbsoluteUri(text, redirectSchemes);
  }
}

function isAbsoluteUri(text: string, schemes: readonly string[]): boolean {
  const [, scheme = '', rest = ''] = SCHEME.exec(text) ?? [];
  if (!schemes.includes(scheme.toLowerCase()) || ILLEGAL.test(text)) {
    return false;
  }
  const [, authority = '', afterAuthority] = AUTHORITY.exec(rest) ?? [];
  const path = (afterAuthority ?? rest).replace(/[?#].*$/s, '');
  // Two slashes need something behind them.
  return rest !== '//' && HOST_AND_PORT.test(authority) && !/[[\]]/.test(path);
}
