import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Ended, KEY } from '../support/example.js';
import { emptyFolder } from '../support/folder.js';
import { startLosingFront } from '../support/losing-front.js';
import { blockWith } from '../support/pages.js';
import { ROOT } from '../support/root.js';
import { type Service, startService } from '../support/service.js';

const PAGE = 'docs/rotate-secrets-in-ci.md';

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const { jobs } = parse(blockWith(PAGE, 'workflow_dispatch', 'yaml'));
const STEPS: readonly Step[] = jobs.rotate.steps;

// In place of the command of GitHub: it stores each secret as a file, unless the test forbids it.
const GH = `#!/bin/sh
[ "$1 $2" = "secret set" ] && [ -n "$GH_TOKEN" ] && [ -n "$GH_REPO" ] || exit 64
[ "$3" = "$REFUSED_SECRET" ] && { echo "HTTP 403" >&2; exit 1; }
cat > "$STORE/$3"
`;

interface Outcome {
  /** The steps that ran, each with how it ended. */
  readonly ran: readonly (Ended & { readonly name: string })[];
  secret(name: string): Promise<string>;
  /** The file between the steps. */
  readonly file: string;
}

/** Runs the steps as the runner of GitHub does: in order, and after a failure only those with `always()`. */
async function runWorkflow(url: string, clientId: string, refused = ''): Promise<Outcome> {
  const folder = await emptyFolder();
  const [bin, store, temp] = ['bin', 'store', 'temp'].map((name) => join(folder, name)) as [string, string, string];
  await Promise.all([bin, store, temp, join(folder, 'node_modules')].map((path) => mkdir(path)));
  await writeFile(join(bin, 'gh'), GH);
  await chmod(join(bin, 'gh'), 0o755);
  await symlink(ROOT, join(folder, 'node_modules/docspace-client-management'));
  await writeFile(join(folder, 'rotate-secret.mjs'), blockWith(PAGE, 'regenerateSecret', 'js'));

  const values: Readonly<Record<string, string>> = {
    'github.repository': 'example/portal',
    'vars.CLIENT_ID': clientId,
    'vars.DOCSPACE_BASE_URL': url,
    'secrets.DOCSPACE_API_KEY': KEY,
    'secrets.SECRETS_TOKEN': 'token',
  };
  const envOf = (env: Step['env'] = {}): Record<string, string> =>
    Object.fromEntries(
      Object.entries(env).map(([name, text]) => [
        name,
        text.replace(/\$\{\{ (\S+) \}\}/g, (_, expression) => values[expression] ?? `no ${expression}`),
      ]),
    );
  const common = {
    PATH: `${bin}${delimiter}${process.env.PATH}`,
    RUNNER_TEMP: temp,
    STORE: store,
    REFUSED_SECRET: refused,
    ...envOf(jobs.rotate.env),
  };
  const ran: (Ended & { name: string })[] = [];
  for (const { name = '', run, if: condition, env } of STEPS) {
    const isNeeded = ran.every(({ code }) => code === 0) || condition === 'always()';
    if (run !== undefined && run !== 'npm ci' && isNeeded) {
      ran.push({ name, ...(await runShell(run, folder, { ...common, ...envOf(env) })) });
    }
  }
  return { ran, secret: (name) => readFile(join(store, name), 'utf8'), file: join(temp, 'client-secret') };
}

function runShell(script: string, cwd: string, env: Record<string, string>): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(
      'bash',
      ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script],
      { cwd, env },
      (error, stdout, stderr) => {
        resolve({ code: error ? (child.exitCode ?? 1) : 0, stdout, stderr });
      },
    );
  });
}

function storedSecret(service: Service, id: string): string | undefined {
  return service.stored(id)?.client_secret;
}

it('docs/rotate-secrets-in-ci.md: the steps of the workflow store the new secret and remove the file', async () => {
  const service = await startService();
  const id = await service.create();
  const old = storedSecret(service, id);
  const { ran, secret, file } = await runWorkflow(service.url, id);
  expect(ran.map(({ code, stderr }) => ({ code, stderr }))).toEqual(Array(4).fill({ code: 0, stderr: '' }));
  expect(await secret('CLIENT_SECRET')).toBe(storedSecret(service, id));
  expect(await secret('CLIENT_SECRET')).not.toBe(old);
  // The only output with the secret is the command that masks it.
  const output = ran.map(({ stdout }) => stdout).join('');
  expect(output).toBe(`::add-mask::${storedSecret(service, id)}\n`);
  await expect(stat(file)).rejects.toThrow('ENOENT');
});

it('docs/rotate-secrets-in-ci.md: the old secret stays if secrets cannot be stored', async () => {
  const service = await startService();
  const id = await service.create();
  const old = storedSecret(service, id);
  const { ran } = await runWorkflow(service.url, id, 'ROTATION_STARTED');
  expect(ran.map(({ name, code }) => [name, code])).toEqual([
    [STEPS[3]?.name, 1],
    ['Remove the file', 0],
  ]);
  expect(storedSecret(service, id)).toBe(old);
});

it.each([
  { lost: 'response', stored: true },
  { lost: 'request', stored: false },
] as const)('docs/rotate-secrets-in-ci.md: stores what the portal has after a lost $lost', async ({ lost, stored }) => {
  const service = await startService();
  const id = await service.create();
  const url = await startLosingFront(service.url, { method: 'PATCH', lost });
  const { ran, secret } = await runWorkflow(url, id);
  const [, rotated] = ran;
  expect(rotated).toMatchObject({ name: 'Get a new secret', code: stored ? 0 : 1 });
  if (stored) {
    expect(await secret('CLIENT_SECRET')).toBe(storedSecret(service, id));
  } else {
    expect(rotated?.stderr).toMatch(/^regenerateSecret \S+: no complete response .*\n$/);
    await expect(secret('CLIENT_SECRET')).rejects.toThrow('ENOENT');
  }
});
