import type { UserConfig } from '@hey-api/openapi-ts';

interface Config extends UserConfig {
  output: { path: string; module: { extension: '.js' } };
}

const config: Config = {
  input: 'openapi.yaml',
  output: {
    path: 'generated',
    // Node's own resolution asks for it, in our sources and in the declarations that users get.
    module: { extension: '.js' },
  },
  logs: { level: 'silent', file: false },
  plugins: [
    '@hey-api/client-fetch',
    '@hey-api/typescript',
    // Without a client of its own the code keeps no global state: each API object brings its client along.
    { name: '@hey-api/sdk', client: false },
    '@hey-api/schemas',
  ],
};

export default config;
