import { configDefaults, defineConfig, type ViteUserConfig } from 'vitest/config';

const PACKAGE_TESTS = 'test/package/*.test.ts';

const config: ViteUserConfig = defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'sources',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, PACKAGE_TESTS],
        },
      },
      {
        test: {
          name: 'package',
          include: [PACKAGE_TESTS],
          globalSetup: 'test/package/setup.ts',
          // They run compilers and bundlers.
          testTimeout: 60_000,
          maxConcurrency: 2,
        },
      },
    ],
  },
});

export default config;
