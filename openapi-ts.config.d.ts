import type { UserConfig } from '@hey-api/openapi-ts';

declare const config: UserConfig & {
  output: {
    path: string;
  };
};
export default config;
