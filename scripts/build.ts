import { cp, rm } from 'node:fs/promises';
import { build, type InlineConfig } from 'tsdown';

const COMMON: InlineConfig = {
  config: false,
  entry: { index: 'src/index.ts', generated: 'src/generated.ts' },
  platform: 'neutral',
  target: 'es2022',
  // The declarations of generated code need a full compiler: it does not spell out every type.
  tsconfig: 'config/tsconfig.generated.json',
  clean: false,
  hash: false,
  // It would warn of a slow machine.
  inputOptions: { checks: { pluginTimings: false } },
  logLevel: 'warn',
};

await rm('dist', { recursive: true, force: true });

// Without source maps: what is emitted reads like its source, comments included, and they would double the package.
await build({
  ...COMMON,
  dts: false,
  // In a file of their own the errors do not keep the rest in a bundle that needs nothing else.
  outputOptions: { codeSplitting: { groups: [{ name: 'errors', test: /src\/[\w-]*errors?\.ts$/ }] } },
});

// An editor follows the maps of the declarations from a use to the source, which is why the sources are there too.
await build({
  ...COMMON,
  dts: { oxc: false, sourcemap: true, emitDtsOnly: true },
  outputOptions: { sourcemapPathTransform: (path) => path.replace(/^\.\.\//, '') },
});
for (const folder of ['src', 'generated']) {
  await cp(folder, `dist/${folder}`, { recursive: true, filter: (path) => !/\.(js|json)$/.test(path) });
}
