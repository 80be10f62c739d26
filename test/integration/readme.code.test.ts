import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { CREATE_REQUEST } from '../support/calls.js';
import { ROOT, runProgram } from '../support/example.js';
import { startLosingFront } from '../support/losing-front.js';
import { blocks, blockWith } from '../support/readme.js';
import { startService } from '../support/service.js';

// What a block takes for granted.
const IMPORTS = `import { ClientManagementApi, isDocSpaceError, NotFoundError, RateLimitError, toUpdateRequest } from 'docspace-client-management';
import { AsyncLocalStorage } from 'node:async_hooks';\n`;
const GLOBALS = `
  declare const api: import('docspace-client-management').ClientManagementApi;
  declare const id: string;
  declare const keyOfOneUser: string;
  declare const keyOfAnotherUser: string;
  declare const signature: string;
  declare const body: import('docspace-client-management').CreateClientRequest;
  declare const signal: AbortSignal;
  declare const requests: import('docspace-client-management').CreateClientRequest[];
  declare const env: { DOCSPACE_BASE_URL: string; DOCSPACE_API_KEY: string };
  declare const pino: typeof import('pino').pino;
`;

function withImports(block: string): string {
  return block.includes('import ') ? block : IMPORTS + block;
}

/** The messages of the compiler about files that exist only here. */
function compile(sources: ReadonlyMap<string, string>): string[] {
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(`${ROOT}config/tsconfig.tools.json`, ts.sys.readFile).config,
    ts.sys,
    `${ROOT}config`,
  );
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, getSourceFile } = host;
  host.readFile = (file) => sources.get(file) ?? readFile(file);
  host.fileExists = (file) => sources.has(file) || fileExists(file);
  host.getSourceFile = (file, languageOrOptions) => {
    const source = sources.get(file);
    return source === undefined
      ? getSourceFile(file, languageOrOptions)
      : ts.createSourceFile(file, source, languageOrOptions);
  };
  const program = ts.createProgram({
    rootNames: [...sources.keys()],
    options: {
      ...options,
      noEmit: true,
      composite: false,
      emitDeclarationOnly: false,
      isolatedDeclarations: false,
      noUnusedLocals: false,
    },
    host,
  });
  return ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
    return `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
}

it('README: every block of TypeScript compiles', () => {
  const sources = new Map(blocks('ts').map((block, index) => [`${ROOT}readme-${index}.ts`, withImports(block)]));
  expect(sources.size).toBeGreaterThan(5);
  expect(compile(sources.set(`${ROOT}readme-globals.d.ts`, GLOBALS))).toEqual([]);
});

it('README: a block with a mistake would not compile', () => {
  const mistaken = `${IMPORTS}const api = new ClientManagementApi({ apikey: 'a' });\nexport { api };`;
  expect(compile(new Map([[`${ROOT}readme-mistaken.ts`, mistaken]]))).toEqual([
    expect.stringContaining("'apikey' does not exist"),
  ]);
});

it('README: the quick start is examples/quick-start.ts, and creates a client as plain JavaScript', async () => {
  const code = blockWith('createClient({');
  const example = readFileSync(`${ROOT}examples/quick-start.ts`, 'utf8');
  expect(example.slice(example.indexOf('import '))).toBe(code);
  const service = await startService();
  const { stdout, stderr } = await runProgram(code, service.url);
  const [client] = service.clients().values();
  expect(stdout).toBe(`id:     ${client?.client_id}\nsecret: ${client?.client_secret}\n`);
  expect(stderr).toBe('');
});

it('README: the block of many calls creates them all', async () => {
  const service = await startService({ limits: { POST: 2 }, timeScale: 60 });
  const code = `${IMPORTS}
    const requests = Array(4).fill(${JSON.stringify(CREATE_REQUEST)});
    ${blockWith('requests.map')}
    console.log(clients.map(({ status }) => status).join());`;
  const { stdout } = await runProgram(code, service.url);
  expect(stdout).toMatch(/^next in \d+ ms, \d+ queued$/m);
  expect(stdout).toContain(Array(4).fill('fulfilled').join());
  expect(service.clients().size).toBe(4);
});

it.each([
  ['a fetch of your own', 'fetch: async', '', '200\n200\n'],
  ['logging', 'pino()', "import { pino } from 'pino';\n", ''],
])('README: the block of %s makes an API object that works', async (_, text, imports, expected) => {
  const service = await startService();
  const id = await service.create();
  const code = `${IMPORTS}${imports}${blockWith(text)}await api.changeActivation('${id}', { status: false });`;
  const { stdout, stderr } = await runProgram(code, service.url);
  expect({ stdout, stderr }).toEqual({ stdout: expected, stderr: '' });
  expect(service.stored(id)?.enabled).toBe(false);
});

it('README: the block of errors recognizes a client that does not exist', async () => {
  const service = await startService();
  const code = `${IMPORTS}
    const api = new ClientManagementApi();
    const id = '00000000-0000-0000-0000-000000000000';
    ${blockWith('instanceof NotFoundError')}`;
  const { stdout, stderr } = await runProgram(code, service.url);
  expect({ stdout, stderr }).toEqual({ stdout: 'it is gone already\n', stderr: '' });
});

it.each([
  { lost: 'response', found: true },
  { lost: 'request', found: false },
] as const)('README: the block of lost creates finds the client that exists: lost $lost', async ({ lost, found }) => {
  const service = await startService();
  // Another client of the same name.
  await service.create();
  const url = await startLosingFront(service.url, { method: 'POST', lost });
  const code = `${IMPORTS}
    const api = new ClientManagementApi();
    const body = ${JSON.stringify(CREATE_REQUEST)};
    ${blockWith('getClients({ limit: 1 })')}
    console.log(client?.client_secret);`;
  const { stdout, stderr } = await runProgram(code, url);
  expect(service.clients().size).toBe(found ? 2 : 1);
  const [, created] = service.clients().values();
  expect({ stdout, stderr }).toEqual({ stdout: `${created?.client_secret}\n`, stderr: '' });
});
