import { fileURLToPath } from 'node:url';

/** The path of this repository, with a slash at its end. */
export const ROOT: string = fileURLToPath(new URL('../..', import.meta.url));
