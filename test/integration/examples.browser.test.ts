import { build, type Rolldown } from 'vite';
import { expect, it, onTestFinished, vi } from 'vitest';
import { KEY, ROOT } from '../support/example.js';
import { startService } from '../support/service.js';

/** The page's module with all that it imports, as Vite bundles it for browsers. */
async function bundlePage(): Promise<string> {
  const built = await build({
    root: `${ROOT}examples/browser`,
    configFile: false,
    logLevel: 'error',
    build: { write: false, modulePreload: false },
  });
  const { output } = built as Rolldown.RolldownOutput;
  const [chunk] = output.filter((file) => file.type === 'chunk');
  return chunk?.code ?? '';
}

/** Something of the page, as far as its module uses it. */
function element(fields: object): EventTarget & { textContent: string; disabled: boolean } {
  return Object.assign(new EventTarget(), { textContent: '', disabled: false, ...fields });
}

it('examples/browser: creates a client by the cookie that the browser adds, and shows it', async () => {
  vi.stubEnv('DOCSPACE_API_KEY', undefined);
  const service = await startService();
  const output = element({});
  const form = element({ dataset: { portal: service.url } });
  const elements: Record<string, unknown> = {
    form,
    output,
    button: element({}),
    '[name=name]': { value: 'From a page' },
    '[name=website]': { value: 'https://page.example.com/about' },
  };
  vi.stubGlobal('document', { querySelector: (selector: string) => elements[selector] });
  vi.stubGlobal('addEventListener', () => {});
  const sent: (string | null)[] = [];
  const { fetch } = globalThis;
  // What a browser does at the edge: it sends its cookie of the portal where `credentials` allows that.
  vi.stubGlobal('fetch', (...parts: ConstructorParameters<typeof Request>) => {
    const request = new Request(...parts);
    sent.push(request.headers.get('cookie'));
    const headers = new Headers(request.headers);
    if (request.credentials === 'include') {
      headers.set('cookie', `asc_auth_key=${KEY}`);
    }
    return fetch(request, { headers });
  });
  onTestFinished(() => {
    vi.unstubAllGlobals();
    vi.unstubAllEnvs();
  });

  const code = await bundlePage();
  await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`);
  form.dispatchEvent(new Event('submit', { cancelable: true }));
  await vi.waitFor(() => expect(output.textContent).toContain('Created'));

  const [client] = service.clients().values();
  expect(output.textContent).toBe(`Created From a page.\nId: ${client?.client_id}\nSecret: ${client?.client_secret}`);
  expect(client).toMatchObject({ name: 'From a page', allowed_origins: ['https://page.example.com'] });
  // Of the token request, and of the operation.
  expect(sent).toEqual([null, null]);
});
