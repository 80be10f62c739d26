// Bundles every program with the bundler that the argument names, minified, into bundled/<bundler>/<program>.js.
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const entries = Object.fromEntries(
  readdirSync('programs').map((file) => [file.replace(/\.js$/, ''), resolve('programs', file)]),
);

const bundlers = {
  async esbuild(folder) {
    const { build } = await import('esbuild');
    await build({ entryPoints: entries, bundle: true, minify: true, format: 'esm', platform: 'node', outdir: folder });
  },
  // One by one: what programs share would go into files of its own.
  async rolldown(folder) {
    const { build } = await import('rolldown');
    for (const [name, input] of Object.entries(entries)) {
      await build({ input, platform: 'node', output: { file: `${folder}/${name}.js`, minify: true } });
    }
  },
  async webpack(folder) {
    const { default: webpack } = await import('webpack');
    const stats = await promisify(webpack)({
      mode: 'production',
      target: 'node20',
      entry: entries,
      experiments: { outputModule: true },
      output: { path: folder, filename: '[name].js', module: true },
    });
    if (stats.hasErrors() || stats.hasWarnings()) {
      throw new Error(stats.toString());
    }
  },
};

const [, , bundler = ''] = process.argv;
await bundlers[bundler](resolve('bundled', bundler));
