import { join } from 'node:path';
import { createClient } from '@hey-api/openapi-ts';
import config from '../../openapi-ts.config.js';
import { readSchemas } from './document.js';
import { documentPath } from './paths.js';
import { writeValidators } from './validators.js';

/** Writes into `directory` all the code that openapi.yaml gives. */
export async function generate(directory: string): Promise<void> {
  await createClient({ ...config, input: documentPath, output: { ...config.output, path: directory } });
  await writeValidators(await readSchemas(), join(directory, 'validators'));
}
