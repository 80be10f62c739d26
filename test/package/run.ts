import { execFile } from 'node:child_process';

/** How a program ended and what it wrote. */
export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a program in a folder to its end, whatever that is. */
export function run(cwd: string, program: string, ...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { cwd }, (error, stdout, stderr) => {
      const code = error ? error.code : 0;
      if (typeof code === 'number') {
        resolve({ code, stdout, stderr });
      } else {
        reject(error);
      }
    });
  });
}

/** Runs a Node program that must succeed; what it wrote to stdout. */
export async function runNode(cwd: string, ...args: readonly string[]): Promise<string> {
  return mustSucceed(await run(cwd, process.execPath, ...args));
}

/** Runs npm, which must succeed; what it wrote to stdout. */
export async function runNpm(cwd: string, ...args: readonly string[]): Promise<string> {
  return mustSucceed(await run(cwd, 'npm', ...args));
}

function mustSucceed({ code, stdout, stderr }: Ended): string {
  if (code !== 0) {
    throw new Error(`ended with ${code}\n${stdout}${stderr}`);
  }
  return stdout;
}
