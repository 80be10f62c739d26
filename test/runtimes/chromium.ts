import { readFileSync } from 'node:fs';
import { chromium as driver } from 'playwright-core';
import { listen } from '../../emulator/listen.js';
import { chromiumPath } from './runner/debian.js';
import { builtPath } from './runner/paths.js';
import { type Report, type Runtime, TIME_LIMIT } from './runner/runtime.js';
import { API_KEY, startServers } from './runner/servers.js';
import type { ScenarioOptions } from './scenario/options.js';

const FLAGS = ['--disable-gpu', '--disable-quic', '--disable-sync'];
const POLICY = "default-src 'none'; script-src 'self'; connect-src http://127.0.0.1:*";
const PAGE = '<!doctype html><title>Scenario</title><script type="module" src="/page.js"></script>';

/** Debian's, without a window: a page calls a service of another origin, with the cookie that the browser holds of it. */
export const chromium: Runtime = { name: 'Chromium', run };

async function run(): Promise<Report> {
  const executablePath = await chromiumPath();
  await using site = await startSite();
  await using servers = await startServers(site.url);
  const options: ScenarioOptions = {
    credential: { credentials: 'include' },
    apiKey: API_KEY,
    isBrowser: true,
    forbidsEval: true,
    urls: servers.urls,
  };
  const browser = await driver.launch({ executablePath, args: FLAGS, timeout: TIME_LIMIT });
  try {
    const context = await browser.newContext();
    await context.addCookies([{ name: 'asc_auth_key', value: API_KEY, url: servers.urls.service, httpOnly: true }]);
    const page = await context.newPage();
    page.setDefaultTimeout(TIME_LIMIT);
    const failed = new Promise<never>((_, reject) => page.once('pageerror', reject));
    const printed = page.waitForEvent('console', (message) => message.type() === 'log');
    const address = `${site.url}/#${encodeURIComponent(JSON.stringify(options))}`;
    const [message] = await Promise.all([Promise.race([printed, failed]), page.goto(address)]);
    return { version: browser.version(), results: JSON.parse(message.text()) };
  } finally {
    await browser.close();
  }
}

/** Serves the page, which may run nothing but its script. Its origin has a port of its own, so the service's is another. */
async function startSite(): Promise<AsyncDisposable & { url: string }> {
  const script = readFileSync(builtPath('page.js'));
  const { url, close } = await listen((request, response) => {
    response.setHeader('Content-Security-Policy', POLICY);
    if (request.url === '/page.js') {
      response.setHeader('Content-Type', 'text/javascript').end(script);
    } else {
      response.setHeader('Content-Type', 'text/html').end(PAGE);
    }
  });
  return { url, [Symbol.asyncDispose]: close };
}
