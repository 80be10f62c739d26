import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { openapi } from '../support/document.js';

const CURSOR = '/* cursor */';
const PROJECT = join(import.meta.dirname, 'tsconfig.json');
const PROGRAM = join(import.meta.dirname, 'program.ts');

/** An editor's view of a program that stands beside this file. */
function openProgram(text: string): { offered: string[]; problems: string[] } {
  const { config } = ts.readConfigFile(PROJECT, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, import.meta.dirname);
  const service = ts.createLanguageService({
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
    getCompilationSettings: () => options,
    getCurrentDirectory: () => import.meta.dirname,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    getScriptFileNames: () => [PROGRAM],
    getScriptVersion: () => '1',
    getScriptSnapshot: (file) => {
      const content = file === PROGRAM ? text : ts.sys.readFile(file);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
  });
  const completions = service.getCompletionsAtPosition(PROGRAM, text.indexOf(CURSOR) - 1, {});
  const offered = (completions?.entries ?? []).map(({ name }) => name);
  const problems = service
    .getSemanticDiagnostics(PROGRAM)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
  service.dispose();
  return { offered, problems };
}

it.each(['createClient(', "updateClient('id', "])(
  'Scope: the known ones are completed in %s...), and any string is accepted',
  { timeout: 60_000 },
  (call) => {
    const { offered, problems } = openProgram(`
      import { ClientManagementApi } from '../../src/index.js';
      const body = { name: '', logo: '', website_url: '', terms_url: '', policy_url: '', logout_redirect_uri: '' };
      const uris = { redirect_uris: [''], allowed_origins: [''] };
      void new ClientManagementApi().${call}{ ...body, ...uris, scopes: ['accounts:read', ''${CURSOR}] });
    `);
    const known = openapi.components?.schemas?.Scope?.anyOf?.[0]?.enum;
    expect(known).toContain('files:read');
    expect(offered.toSorted()).toEqual([...Object.values(known ?? {})].sort());
    expect(problems).toEqual([]);
  },
);

it.each([
  ['fetch', 'fetch'],
  ['a function', '(...parts: Parameters<typeof fetch>) => fetch(...parts)'],
  [
    'a function of a URL',
    'async (url: string | URL | Request, init?: RequestInit) => new Response(String(url) + init?.method)',
  ],
])('fetch: with the types of Bun, whose fetch has more members, the option takes %s', { timeout: 60_000 }, (_, own) => {
  const { problems } = openProgram(`
    import { ClientManagementApi } from '../../src/index.js';
    declare global {
      namespace fetch {
        function preconnect(url: string): void;
      }
    }
    fetch.preconnect('https://portal.example.com');
    void new ClientManagementApi({ fetch: ${own} });
    ${CURSOR}
  `);
  expect(problems).toEqual([]);
});
