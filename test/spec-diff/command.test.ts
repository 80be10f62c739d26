import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { rimraf } from 'rimraf';
import { expect, it, onTestFinished } from 'vitest';
import { documentPath } from '../../scripts/support/paths.js';

const run = promisify(execFile);
const PROGRAM = fileURLToPath(new URL('../../scripts/spec-diff.ts', import.meta.url));
const TSX = import.meta.resolve('tsx');
// Nothing of a git that these tests may run under, such as a hook's.
const ENV = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')));
const AUTHOR = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];

/** A repository with the contract, committed. */
class Repository {
  private constructor(readonly path: string) {}

  static async create(): Promise<Repository> {
    const repository = new Repository(await mkdtemp(join(tmpdir(), 'spec-diff-')));
    onTestFinished(async () => {
      await rimraf(repository.path);
    });
    await repository.git('init', '--quiet');
    await repository.git('commit', '--quiet', '--allow-empty', '--message', 'Nothing yet');
    await repository.git('tag', 'empty');
    await cp(documentPath, join(repository.path, 'openapi.yaml'));
    await repository.git('add', 'openapi.yaml');
    await repository.git('commit', '--quiet', '--message', 'The contract');
    return repository;
  }

  async git(...args: string[]): Promise<void> {
    await run('git', ['-C', this.path, ...AUTHOR, ...args], { env: ENV });
  }

  async replace(old: string, changed: string): Promise<void> {
    const file = join(this.path, 'openapi.yaml');
    await writeFile(
      file,
      (await readFile(file, 'utf8')).replace(old, () => changed),
    );
  }

  async specDiff(...args: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
    const command = ['--import', TSX, PROGRAM, ...args];
    try {
      return { code: 0, ...(await run(process.execPath, command, { cwd: this.path, env: ENV })) };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: unknown; stdout: string; stderr: string };
      return { code, stdout, stderr };
    }
  }
}

it('tells what breaks users, and fails', async () => {
  const repository = await Repository.create();
  await repository.git('tag', 'v1.0.0');
  await repository.replace("pattern: '\\S'", "pattern: '^a+$'");
  await repository.replace('title: DocSpace OAuth2 client management', 'title: Clients');
  expect(await repository.specDiff('HEAD')).toEqual({
    code: 1,
    stdout: `openapi.yaml since HEAD
Breaks users (1):
  POST /api/2.0/clients, PUT /api/2.0/clients/{clientId}: requestBody › name › pattern was "\\\\S" and is "^a+$"
Only words (1):
  info › title was "DocSpace OAuth2 client management" and is "Clients"
`,
    stderr: '',
  });
}, 30_000);

it('passes where nothing breaks', async () => {
  const repository = await Repository.create();
  expect(await repository.specDiff('HEAD')).toEqual({
    code: 0,
    stdout: 'openapi.yaml says what it said at HEAD.\n',
    stderr: '',
  });
  await repository.replace('maxLength: 256', 'maxLength: 300');
  const { code, stdout } = await repository.specDiff('HEAD');
  expect(stdout).toContain('Breaks nobody (1):\n');
  expect(code).toBe(0);
}, 30_000);

it('takes the newest release that the present commit builds on, if there is one', async () => {
  const repository = await Repository.create();
  expect(await repository.specDiff()).toEqual({ code: 0, stdout: 'spec:diff: no tag yet\n', stderr: '' });
  await repository.git('tag', 'v1.9.0');
  await repository.git('tag', 'v1.10.0');
  await repository.git('tag', 'vendor');
  await repository.git('checkout', '--quiet', '-b', 'other');
  await repository.git('commit', '--quiet', '--allow-empty', '--message', 'Elsewhere');
  await repository.git('tag', 'v2.0.0');
  await repository.git('checkout', '--quiet', '-');
  expect((await repository.specDiff()).stdout).toBe('openapi.yaml says what it said at v1.10.0.\n');
}, 30_000);

it.each([
  ['an unknown ref', ['v9.9.9'], 'git knows no commit "v9.9.9"'],
  ['an option', ['--all'], 'git knows no commit "--all"'],
  ['a ref without the document', ['empty'], 'there is no openapi.yaml at empty'],
  ['two refs', ['HEAD', 'HEAD'], 'usage: npm run spec:diff -- [REF]'],
])(
  'refuses %s',
  async (_, args, message) => {
    const repository = await Repository.create();
    expect(await repository.specDiff(...args)).toEqual({ code: 2, stdout: '', stderr: `spec:diff: ${message}\n` });
  },
  30_000,
);

it('says so where a document cannot be read', async () => {
  const repository = await Repository.create();
  await repository.replace('#/components/schemas/CreateClientRequest', '#/components/schemas/Nothing');
  const { code, stderr } = await repository.specDiff('HEAD');
  expect(stderr).toBe("spec:diff: openapi.yaml cannot be read: Can't resolve $ref\n");
  expect(code).toBe(2);
}, 30_000);
