import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  plugins: [
    {
      name: 'type-tests',
      configureVitest({ project }) {
        // As a setting it would ask at every run to pin vitest's version, which package.json does.
        project.config.typecheck.enabled = true;
      },
    },
  ],
  test: {
    include: ['test/**/*.test.ts'],
    typecheck: {
      include: ['test/types/*.test-d.ts'],
      tsconfig: 'test/types/tsconfig.json',
      // `npm run typecheck` checks the sources, generated ones with settings of their own.
      ignoreSourceErrors: true,
    },
  },
});

export default config;
