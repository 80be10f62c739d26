import { readFileSync } from 'node:fs';
import { transformSync } from 'rolldown/utils';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { CREATE_REQUEST } from '../support/calls.js';
import { runProgram, runScript } from '../support/example.js';
import { startLosingFront } from '../support/losing-front.js';
import { blocks, blockWith, PAGES } from '../support/pages.js';
import { ROOT } from '../support/root.js';
import { startService } from '../support/service.js';

// What a block takes for granted.
const IMPORTS = `import { ClientManagementApi, isDocSpaceError, NotFoundError, RateLimitError, toUpdateRequest } from 'docspace-client-management';
import { AsyncLocalStorage } from 'node:async_hooks';\n`;
const GLOBALS = `
  declare const api: import('docspace-client-management').ClientManagementApi;
  declare const vendorApi: import('@onlyoffice/docspace-api-sdk').ClientManagementApi;
  declare const id: string;
  declare const baseUrl: string;
  declare const apiKey: string;
  declare const keyOfOneUser: string;
  declare const keyOfAnotherUser: string;
  declare const signature: string;
  declare const body: import('docspace-client-management').CreateClientRequest;
  declare const signal: AbortSignal;
  declare const requests: import('docspace-client-management').CreateClientRequest[];
  declare const reporting: import('docspace-client-management').ClientListItem;
  declare const env: { DOCSPACE_BASE_URL: string; DOCSPACE_API_KEY: string };
  declare const pino: typeof import('pino').pino;
  // What the guides use of packages that are not installed here.
  declare module 'next/cache' {
    export function revalidatePath(path: string): void;
  }
  declare module 'next/headers' {
    export function cookies(): Promise<{ get(name: string): { value: string } | undefined }>;
  }
  declare module 'axios' {
    const axios: { isAxiosError(error: unknown): error is Error & { response?: { status: number } } };
    export default axios;
  }
  declare module '@onlyoffice/docspace-api-sdk' {
    export class Configuration {
      constructor(parameters: { basePath?: string; baseOptions?: { headers?: Record<string, string> } });
    }
    export class ClientManagementApi {
      constructor(configuration: Configuration);
      createClient(body: object): Promise<{ data: { client_id: string } }>;
      deleteClient(clientId: string): Promise<{ data: unknown }>;
    }
  }
`;

function withImports(block: string): string {
  return /^import /m.test(block) ? block : IMPORTS + block;
}

/** The path of a block in the program that the compiler gets. */
function fileOf(page: string, index: number): string {
  return `${ROOT}${page.replaceAll('/', '-')}-${index}.ts`;
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

const messages = compile(
  new Map([
    [`${ROOT}pages-globals.d.ts`, GLOBALS],
    ...PAGES.flatMap((page) =>
      blocks(page, 'ts').map((block, index) => [fileOf(page, index), withImports(block)] as const),
    ),
  ]),
);

it.each(PAGES.filter((page) => blocks(page, 'ts').length > 0))('%s: every block of TypeScript compiles', (page) => {
  expect(messages.filter((message) => message.startsWith(fileOf(page, 0).replace('-0.ts', '-')))).toEqual([]);
});

it('README: the types that stand in for other packages compile', () => {
  expect(messages.filter((message) => !PAGES.some((page) => message.includes(page.replaceAll('/', '-'))))).toEqual([]);
});

it.each(PAGES.filter((page) => blocks(page, 'js').length > 0))(
  '%s: every block of JavaScript can be parsed',
  (page) => {
    for (const block of blocks(page, 'js')) {
      expect(transformSync('block.js', block).errors).toEqual([]);
    }
  },
);

it('README: a block with a mistake would not compile', () => {
  const mistaken = `${IMPORTS}const api = new ClientManagementApi({ apikey: 'a' });\nexport { api };`;
  expect(compile(new Map([[`${ROOT}readme-mistaken.ts`, mistaken]]))).toEqual([
    expect.stringContaining("'apikey' does not exist"),
  ]);
});

it('README: the quick start is examples/quick-start.mts, and creates a client as plain JavaScript', async () => {
  const code = blockWith('README.md', "name: 'Reporting',");
  const example = readFileSync(`${ROOT}examples/quick-start.mts`, 'utf8');
  expect(example.slice(example.indexOf('import '))).toBe(code);
  const service = await startService();
  const { stdout, stderr } = await runProgram(code, service.url);
  const [client] = service.clients().values();
  expect(stdout).toBe(`id:     ${client?.client_id}\nsecret: ${client?.client_secret}\n`);
  expect(stderr).toBe('');
});

it('docs/retry-and-pacing.md: the block of many calls creates them all', async () => {
  const service = await startService({ limits: { POST: 2 }, timeScale: 60 });
  const code = `${IMPORTS}
    const requests = Array(4).fill(${JSON.stringify(CREATE_REQUEST)});
    ${blockWith('docs/retry-and-pacing.md', 'requests.map')}
    console.log(clients.map(({ status }) => status).join());`;
  const { stdout } = await runProgram(code, service.url);
  expect(stdout).toMatch(/^next in \d+ ms, \d+ queued$/m);
  expect(stdout).toContain(Array(4).fill('fulfilled').join());
  expect(service.clients().size).toBe(4);
});

it.each([
  ['docs/custom-fetch.md', 'fetch: async', '', '200\n200\n'],
  ['docs/logging.md', 'pino()', "import { pino } from 'pino';\n", ''],
])('%s: the block with %s makes an API object that works', async (page, text, imports, expected) => {
  const service = await startService();
  const id = await service.create();
  const code = `${IMPORTS}${imports}${blockWith(page, text)}await api.changeActivation('${id}', { status: false });`;
  const { stdout, stderr } = await runProgram(code, service.url);
  expect({ stdout, stderr }).toEqual({ stdout: expected, stderr: '' });
  expect(service.stored(id)?.enabled).toBe(false);
});

it('README: the block of errors recognizes a client that does not exist', async () => {
  const service = await startService();
  const code = `import { ClientManagementApi } from 'docspace-client-management';
    const api = new ClientManagementApi();
    const id = '00000000-0000-0000-0000-000000000000';
    ${blockWith('README.md', 'instanceof NotFoundError')}`;
  const { stdout, stderr } = await runProgram(code, service.url);
  expect({ stdout, stderr }).toEqual({ stdout: 'it is gone already\n', stderr: '' });
});

it.each([
  { lost: 'response', found: true },
  { lost: 'request', found: false },
] as const)(
  'docs/errors.md: the block of lost creates finds the client that exists: lost $lost',
  async ({ lost, found }) => {
    const service = await startService();
    // Another client of the same name.
    await service.create();
    const url = await startLosingFront(service.url, { method: 'POST', lost });
    const code = `${IMPORTS}
    const api = new ClientManagementApi();
    const body = ${JSON.stringify(CREATE_REQUEST)};
    ${blockWith('docs/errors.md', 'getClients({ limit: 1 })')}
    console.log(client?.client_secret);`;
    const { stdout, stderr } = await runProgram(code, url);
    expect(service.clients().size).toBe(found ? 2 : 1);
    const [, created] = service.clients().values();
    expect({ stdout, stderr }).toEqual({ stdout: `${created?.client_secret}\n`, stderr: '' });
  },
);

it('README: the picture shows what the demo prints', async () => {
  const { code, stderr } = await runScript('scripts/picture.ts', '--check');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});
