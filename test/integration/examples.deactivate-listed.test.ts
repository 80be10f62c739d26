import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runExample } from '../support/example.js';
import { emptyFolder } from '../support/folder.js';
import { startService } from '../support/service.js';

const UNKNOWN = '00000000-0000-0000-0000-000000000000';

it('examples/deactivate-listed.mts: goes on after a client that does not exist, and prints a result for each', async () => {
  const service = await startService();
  const [first, second, unlisted] = [await service.create(), await service.create(), await service.create()];
  const file = join(await emptyFolder(), 'ids.txt');
  await writeFile(file, `${first}\n${UNKNOWN}\r\nnot-an-id\n\n${second}\n${first}\n`);
  const { code, stdout, stderr } = await runExample('deactivate-listed.mts', service.url, { args: [file] });
  const lines = stdout.trimEnd().split('\n');
  expect(lines.slice(0, -1).sort()).toEqual(
    [
      `${first}: deactivated`,
      `${second}: deactivated`,
      `${UNKNOWN}: there is no such client`,
      'not-an-id: changeActivation: clientId must be a UUID, not a string of 9 characters',
    ].sort(),
  );
  expect(lines.at(-1)).toBe('2 deactivated, 2 not');
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  expect([first, second, unlisted].map((id) => service.stored(id)?.enabled)).toEqual([false, false, true]);
});

it('examples/deactivate-listed.mts: reads standard input if no file is named', async () => {
  const service = await startService();
  const id = await service.create();
  const { code, stdout } = await runExample('deactivate-listed.mts', service.url, { input: id });
  expect({ code, stdout }).toEqual({ code: 0, stdout: `${id}: deactivated\n1 deactivated, 0 not\n` });
  expect(service.stored(id)?.enabled).toBe(false);
});

it('examples/deactivate-listed.mts: deactivates more than the service allows at once', async () => {
  const service = await startService({ timeScale: 600, limits: { POST: 100 } });
  const ids = await Promise.all(Array.from({ length: 40 }, () => service.create()));
  const { code, stdout } = await runExample('deactivate-listed.mts', service.url, { input: ids.join('\n') });
  expect(code).toBe(0);
  expect(stdout).toContain('40 deactivated, 0 not');
  expect(ids.filter((id) => service.stored(id)?.enabled)).toEqual([]);
});
