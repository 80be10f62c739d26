import { cp, rm } from 'node:fs/promises';
import { build, type InlineConfig } from 'tsdown';

const COMMON: InlineConfig = {
  config: false,
  entry: { index: 'src/index.ts', generated: 'src/generated.ts' },
  platform: 'neutral',
  target: 'es2022',
  // Generated code does not spell out every type, so its declarations need the full compiler.
  tsconfig: 'config/tsconfig.generated.json',
  clean: false,
  hash: false,
  // On a slow machine it would print a warning.
  inputOptions: { checks: { pluginTimings: false } },
  logLevel: 'warn',
};

await rm('dist', { recursive: true, force: true });

// No source maps: the output reads like its source, comments included, and maps would double the size of the package.
await build({
  ...COMMON,
  dts: false,
  // The errors get a file of their own, so that a bundle that needs only them does not include the rest.
  outputOptions: { codeSplitting: { groups: [{ name: 'errors', test: /src\/[\w-]*errors?\.ts$/ }] } },
});

// Editors use the maps of the declarations to go to the source, so the package contains the sources too.
await build({
  ...COMMON,
  dts: { oxc: false, sourcemap: true, emitDtsOnly: true },
  outputOptions: { sourcemapPathTransform: (path) => path.replace(/^\.\.\//, '') },
});
for (const folder of ['src', 'generated']) {
  await cp(folder, `dist/${folder}`, { recursive: true, filter: (path) => !/\.(js|json)$/.test(path) });
}
