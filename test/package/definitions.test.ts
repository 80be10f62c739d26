import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { expect, inject, it, onTestFinished } from 'vitest';

const consumer = inject('consumer');
const dist = join(consumer, 'node_modules/docspace-client-management/dist');

/** Sends a request to the language server and returns the body of its response. */
type Request = (command: string, args: object) => Promise<unknown>;

interface Place {
  file: string;
  start: { line: number; offset: number };
}

// The server that editors run: it, not the language service, follows the maps of declarations.
function startTypeScriptServer(version: string): Request {
  const program = join(consumer, `node_modules/typescript-${version}/lib/tsserver.js`);
  const server = fork(program, ['--useNodeIpc', '--disableAutomaticTypingAcquisition'], {
    cwd: consumer,
    silent: true,
  });
  onTestFinished(async () => {
    server.kill();
    await once(server, 'exit');
  });
  let lastSeq = 0;
  return (command, args) => {
    lastSeq += 1;
    const seq = lastSeq;
    server.send({ seq, type: 'request', command, arguments: args });
    return new Promise((resolve) => {
      const onMessage = (message: { request_seq?: number; body?: unknown }): void => {
        if (message.request_seq === seq) {
          server.off('message', onMessage);
          resolve(message.body);
        }
      };
      server.on('message', onMessage);
    });
  };
}

const USES = [
  ['everything.ts', 'api.createClient(', 'src/client-management-api.ts createClient'],
  ['everything.ts', 'api.deleteClient(', 'src/client-management-api.ts deleteClient'],
  ['everything.ts', '.withResponse(', 'src/api-promise.ts withResponse'],
  ['everything.ts', '{ retry:', 'src/options.ts retry'],
  ['everything.ts', 'new RateLimitError(', 'src/errors.ts RateLimitError'],
  ['everything.ts', 'error.retryAfter', 'src/errors.ts retryAfter'],
  ['everything.ts', '<CreateClientRequest', 'generated/types.gen.ts CreateClientRequest'],
  ['everything-generated.ts', 'await updateClient(', 'generated/sdk.gen.ts updateClient'],
  ['everything-generated.ts', 'client_id:', 'generated/types.gen.ts client_id'],
] as const;

/** The name that an editor goes to from a use of it, with its file in dist. */
async function follow(request: Request, program: string, use: string): Promise<string> {
  const file = join(consumer, program);
  const lines = (await readFile(file, 'utf8')).split('\n');
  const line = lines.findIndex((text) => text.includes(use));
  const offset = (lines[line]?.indexOf(use) ?? 0) + use.search(/\w+\W*$/) + 1;
  const body = (await request('definitionAndBoundSpan', { file, line: line + 1, offset })) as { definitions: Place[] };
  const [place] = body.definitions;
  if (!place) {
    return 'nowhere';
  }
  const target = (await readFile(place.file, 'utf8')).split('\n')[place.start.line - 1];
  return `${relative(dist, place.file)} ${target?.slice(place.start.offset - 1).match(/^\w+/)}`;
}

it.each(['5.5', '5.9', '6.0'])(
  'declarationMap: an editor with TypeScript %s goes from a use to the source',
  async (version) => {
    const request = startTypeScriptServer(version);
    for (const program of ['everything.ts', 'everything-generated.ts']) {
      // Has no response.
      void request('open', { file: join(consumer, program) });
    }
    const found: string[] = [];
    for (const [program, use] of USES) {
      found.push(await follow(request, program, use));
    }
    expect(found).toEqual(USES.map(([, , target]) => target));
  },
);
