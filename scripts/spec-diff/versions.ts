import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The text of openapi.yaml at a git ref. Throws an error that says what is missing: the ref, or the document there. */
export async function documentAt(ref: string, root: string): Promise<string> {
  // A commit and no more: a ref could look like an option, or name a file.
  const commit = await git(root, 'rev-parse', '--verify', '--end-of-options', `${ref}^{commit}`).catch(() => {
    throw new Error(`git knows no commit "${ref}"`);
  });
  return git(root, 'show', `${commit.trim()}:./openapi.yaml`).catch(() => {
    throw new Error(`there is no openapi.yaml at ${ref}`);
  });
}

/** The newest release that the present commit builds on, as its tag; `undefined` before the first one. */
export async function lastTag(root: string): Promise<string | undefined> {
  const tags = await git(root, 'tag', '--list', 'v[0-9]*', '--merged', 'HEAD', '--sort=-version:refname');
  return tags.split('\n')[0] || undefined;
}

async function git(root: string, ...args: string[]): Promise<string> {
  const { stdout } = await run('git', ['-C', root, ...args]);
  return stdout;
}
