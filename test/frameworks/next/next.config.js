import { fileURLToPath } from 'node:url';

export default {
  distDir: 'dist',
  // Or it takes the folder of the outermost lockfile, and says so.
  outputFileTracingRoot: fileURLToPath(new URL('..', import.meta.url)),
};
