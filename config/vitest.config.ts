import { configDefaults, defineConfig, type ViteUserConfig } from 'vitest/config';

const PACKAGE_TESTS = 'test/package/*.test.ts';

const config: ViteUserConfig = defineConfig({
  test: {
    // By default one processor stays idle, which is half of them on a machine with two.
    maxWorkers: '100%',
    projects: [
      {
        plugins: [
          {
            name: 'type-tests',
            configureVitest({ project }) {
              // As a plain setting vitest would advise at every run to pin its version, which package.json does.
              project.config.typecheck.enabled = true;
            },
          },
        ],
        test: {
          name: 'sources',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, PACKAGE_TESTS],
          // Long waits, which pass at once in tests, are logged at `warn`.
          env: { DOCSPACE_LOG: 'error' },
          typecheck: {
            include: ['test/types/*.test-d.ts'],
            tsconfig: 'test/types/tsconfig.json',
            // `npm run typecheck` checks the sources, and generated/ with its own settings.
            ignoreSourceErrors: true,
          },
        },
      },
      {
        test: {
          name: 'package',
          include: [PACKAGE_TESTS],
          globalSetup: 'test/package/setup.ts',
          // These tests run compilers and bundlers.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxConcurrency: 2,
        },
      },
    ],
  },
});

export default config;
