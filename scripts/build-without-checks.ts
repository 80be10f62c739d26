import { build } from 'tsdown';
import { withoutUnusedParts } from './support/unused-parts.js';

// For `npm run size` alone: how much of the facade is the checks. Users cannot leave them out.
const NO_CHECKS = `
  export const requestIssues = () => [];
  export const answerIssues = () => [];
  export const quote = JSON.stringify;
`;

await build({
  config: false,
  entry: { index: 'src/index.ts' },
  outDir: 'node_modules/.cache/without-checks',
  platform: 'neutral',
  target: 'es2022',
  dts: false,
  plugins: [
    withoutUnusedParts,
    { name: 'without-checks', load: (id) => (id.endsWith('/src/validation.ts') ? NO_CHECKS : null) },
  ],
  // It would warn of a slow machine.
  inputOptions: { checks: { pluginTimings: false } },
  logLevel: 'warn',
});
