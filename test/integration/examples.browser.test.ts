import { build, createServer, type Rolldown } from 'vite';
import { expect, it, onTestFinished, vi } from 'vitest';
import { KEY } from '../support/example.js';
import { ROOT } from '../support/root.js';
import { startService } from '../support/service.js';

const root = `${ROOT}examples/browser`;

/** The page's module with all that it imports, as Vite bundles it for browsers. */
async function bundlePage(): Promise<string> {
  const built = await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: { write: false, modulePreload: false },
  });
  const { output } = built as Rolldown.RolldownOutput;
  const [chunk] = output.filter((file) => file.type === 'chunk');
  return chunk?.code ?? '';
}

/** The address of Vite with the settings of the example. */
async function startVite(portal: string): Promise<string> {
  vi.stubEnv('DOCSPACE_BASE_URL', portal);
  vi.stubEnv('DOCSPACE_API_KEY', KEY);
  const vite = await createServer({
    root,
    logLevel: 'error',
    server: { host: '127.0.0.1', port: 0, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
  });
  onTestFinished(() => vite.close());
  await vite.listen();
  // The page has only its cookie.
  vi.unstubAllEnvs();
  vi.stubEnv('DOCSPACE_API_KEY', undefined);
  onTestFinished(() => void vi.unstubAllEnvs());
  return new URL(vite.resolvedUrls?.local[0] ?? '').origin;
}

/** Something of the page, as far as its module uses it. */
function element(): EventTarget & { textContent: string; disabled: boolean } {
  return Object.assign(new EventTarget(), { textContent: '', disabled: false });
}

it('examples/browser: creates a client by the cookie that the browser adds, and shows it', async () => {
  const service = await startService();
  const origin = await startVite(service.url);
  const { fetch } = globalThis;
  const html = await fetch(origin);
  expect(await html.text()).toContain('src="page.ts"');
  const [cookie = ''] = html.headers.get('set-cookie')?.split(';') ?? [];

  const [form, output, button] = [element(), element(), element()];
  vi.stubGlobal('location', new URL(origin));
  vi.stubGlobal('document', { querySelector: (tag: string) => ({ form, output, button })[tag] });
  vi.stubGlobal('addEventListener', () => {});
  const fields = { name: 'From a page', website: 'https://page.example.com/about' };
  vi.stubGlobal('FormData', function (this: unknown, of: unknown) {
    expect(of).toBe(form);
    return new Map(Object.entries(fields));
  });
  const sent: (string | null)[] = [];
  // What a browser does at the edge: it sends its cookie of the portal where `credentials` allows that.
  vi.stubGlobal('fetch', (...parts: ConstructorParameters<typeof Request>) => {
    const request = new Request(...parts);
    sent.push(request.headers.get('cookie'));
    const headers = new Headers(request.headers);
    if (request.credentials === 'include') {
      headers.set('cookie', cookie);
    }
    return fetch(request, { headers });
  });
  onTestFinished(() => void vi.unstubAllGlobals());

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
