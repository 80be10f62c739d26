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
    {
      name: '@hey-api/typescript',
      '~resolvers': {
        // Known strings beside any string: as `string & {}` the latter leaves the former to editors as completions.
        union({ $, schemas, childResults }) {
          if (!schemas.some(({ type }) => type === 'enum')) {
            return undefined;
          }
          const types = childResults.map(({ type }, index) =>
            schemas[index]?.type === 'string' ? $.type.and(type, $.type.object()) : type,
          );
          return $.type.or(...types);
        },
      },
    },
    // Without a client of its own the code keeps no global state: each API object brings its client along.
    { name: '@hey-api/sdk', client: false },
    '@hey-api/schemas',
  ],
};

export default config;
