const MOST_BYTES = 256_000;

/** Says what is wrong with the image in a data URI; `undefined` for none, or for what is no data URI at all. */
export function logoProblem(logo: unknown): string | undefined {
  const data = typeof logo === 'string' ? /;base64,(.+)/s.exec(logo)?.[1] : undefined;
  if (data === undefined) {
    return undefined;
  }
  if (!/^[\w+/]+={0,2}$/.test(data) || data.includes('_')) {
    return 'must be base64 after the comma';
  }
  const bytes = Math.floor((data.replace(/=+$/, '').length * 3) / 4);
  return bytes > MOST_BYTES ? `must have at most ${MOST_BYTES} bytes once decoded, not ${bytes}` : undefined;
}
