import { build } from 'tsdown';
import { withoutUnusedParts } from './support/unused-parts.js';

await build({
  config: false,
  entry: { index: 'src/index.ts', generated: 'src/generated.ts' },
  platform: 'neutral',
  target: 'es2022',
  // The declarations of generated code need a full compiler: it does not spell out every type.
  tsconfig: 'tsconfig.generated.json',
  dts: { oxc: false },
  plugins: [withoutUnusedParts],
  // It would warn of a slow machine.
  inputOptions: { checks: { pluginTimings: false } },
  logLevel: 'warn',
});
