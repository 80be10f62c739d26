import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { transformSync } from 'rolldown/utils';
import { blockWith } from '../support/pages.js';
import { projectPath } from './check.js';

const TESTING = 'docs/testing.md';

// The automock is no suite, and takes its client from another block.
const REPORTING = blockWith(TESTING, 'const reporting: ClientListItem');
const USES_AUTOMOCK = `
import { expect, test } from 'vitest';

test('an automock lists and deletes', async () => {
  const names = [];
  for await (const { name, client_id } of api.listClients()) {
    names.push(name);
    expect(await api.deleteClient(client_id)).toBeUndefined();
  }
  expect(names).toEqual(['Reporting']);
  expect(() => new ClientManagementApi().listClients()[Symbol.asyncIterator]).toThrow(TypeError);
});
`;

/** Writes the suites of the guides, and the server action for Next, to where they are run. */
export async function writeGuides(): Promise<void> {
  await write('jest/dist/suite.test.js', blockWith(TESTING, 'beforeAll(', 'js'));
  await write('vitest/dist/suite.test.js', blockWith(TESTING, "{ afterAll, afterEach, expect, test } from 'vitest'"));
  await write('vitest/dist/automock.test.js', `${REPORTING}\n${blockWith(TESTING, 'vi.mock(')}${USES_AUTOMOCK}`);
  await write('next/app/dist/rename-client.js', blockWith('docs/several-users-in-a-web-server.md', "'use server'"));
}

async function write(file: string, code: string): Promise<void> {
  const path = join(projectPath, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, transformSync('block.ts', code, { sourcemap: false }).code);
}
