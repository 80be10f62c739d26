// Bundles a program for browsers: `node bundle.mjs <bundler> <program> <output>`.
import { basename, dirname, resolve } from 'node:path';
import { promisify } from 'node:util';

const bundlers = {
  async esbuild(input, file) {
    const { build } = await import('esbuild');
    await build({
      entryPoints: [input],
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'browser',
      outfile: file,
    });
  },
  async Rollup(input, file) {
    const { rollup } = await import('rollup');
    const { nodeResolve } = await import('@rollup/plugin-node-resolve');
    const build = await rollup({
      input,
      plugins: [nodeResolve({ browser: true })],
      onwarn({ message }) {
        throw new Error(message);
      },
    });
    await build.write({ file, format: 'es' });
  },
  async Vite(input, file) {
    const { build } = await import('vite');
    await build({
      configFile: false,
      logLevel: 'warn',
      build: {
        outDir: dirname(file),
        emptyOutDir: false,
        modulePreload: false,
        rolldownOptions: { input, output: { entryFileNames: basename(file) } },
      },
    });
  },
  async webpack(input, file) {
    const { default: webpack } = await import('webpack');
    const stats = await promisify(webpack)({
      mode: 'production',
      target: 'web',
      entry: input,
      experiments: { outputModule: true },
      output: { path: dirname(file), filename: basename(file), module: true },
    });
    if (stats.hasErrors() || stats.hasWarnings()) {
      throw new Error(stats.toString());
    }
  },
};

const [, , bundler = '', program = '', output = ''] = process.argv;
await bundlers[bundler](resolve(program), resolve(output));
