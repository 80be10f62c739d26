import type { UserConfig } from '@hey-api/openapi-ts';

interface Config extends UserConfig {
  output: { path: string; module: { extension: '.js' } };
}

const config: Config = {
  input: 'openapi.yaml',
  output: {
    path: 'generated',
    // Node's module resolution needs the extension, in our sources and in the published declarations.
    module: { extension: '.js' },
  },
  logs: { level: 'silent', file: false },
  plugins: [
    '@hey-api/client-fetch',
    {
      name: '@hey-api/typescript',
      '~resolvers': {
        // A union of known strings with `string & {}` accepts any string, and editors still complete the known ones.
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
    // No default client, so the code has no global state: each API object passes its own client.
    { name: '@hey-api/sdk', client: false },
    '@hey-api/schemas',
  ],
};

export default config;
