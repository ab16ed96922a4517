/** Opens the built page of the map in a browser, with the rules that VS Code has for it and a stand-in for VS Code. */
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { pageHtml } from '../../client/src/map/map-page.ts';
import type { FromPage, MapModel } from '../../webview/src/map-model.ts';
import type { Theme } from './themes.ts';

/** An unused address: each request is answered here, and others are refused. */
const ORIGIN = 'http://map.test';

export interface OpenedMap {
  readonly page: Page;
  /** Draws a model, and waits until it is drawn. */
  readonly show: (model: MapModel) => Promise<void>;
  /** What the page has said so far. */
  readonly said: () => Promise<readonly FromPage[]>;
  /** What the page would find again after it was hidden. */
  readonly kept: () => Promise<unknown>;
  /** What went against the content security policy, what was asked of others, and what failed. */
  readonly complaints: readonly string[];
  readonly close: () => Promise<void>;
}

/** What of the map is another than usual. */
export interface Circumstances {
  readonly state?: unknown;
  readonly context?: BrowserContextOptions;
}

export async function openMap(
  browser: Browser,
  theme: Theme,
  { state, context: options }: Circumstances = {},
): Promise<OpenedMap> {
  const context = await browser.newContext({
    viewport: { width: 1000, height: 700 },
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.route('**', (route) => {
    const { pathname, origin } = new URL(route.request().url());
    const file = origin === ORIGIN ? FILES.get(pathname) : undefined;
    if (file) return route.fulfill(file);
    complaints.push(`asked for ${route.request().url()}`);
    return route.abort();
  });
  await page.addInitScript(standIn(theme, state));
  await page.goto(`${ORIGIN}/`);
  return {
    page,
    show: async (model) => {
      await page.evaluate(`window.postMessage(${JSON.stringify({ kind: 'show', model })}, '*')`);
      await page.evaluate('new Promise((done) => setTimeout(done))');
    },
    said: () => page.evaluate('window.said'),
    kept: () => page.evaluate('window.kept'),
    complaints,
    close: () => context.close(),
  };
}

const built = (name: string): string =>
  readFileSync(new URL(`../../dist/map/${name}`, import.meta.url), 'utf8');

const HTML = pageHtml({
  script: `${ORIGIN}/page.js`,
  style: `${ORIGIN}/style.css`,
  styleSource: ORIGIN,
  nonce: 'not-to-be-guessed',
  language: 'en',
});

const FILES: ReadonlyMap<string, { readonly body: string; readonly contentType: string }> = new Map(
  [
    ['/', { body: HTML, contentType: 'text/html' }],
    ['/page.js', { body: built('page.js'), contentType: 'text/javascript' }],
    ['/style.css', { body: built('style.css'), contentType: 'text/css' }],
  ],
);

/** What VS Code does before the page's own script runs; it is not subject to the policy there either. */
function standIn({ bodyClass, variables }: Theme, state: unknown): string {
  const styles = Object.entries(variables).map(([name, value]) => [`--vscode-${name}`, value]);
  return `
    window.said = [];
    window.kept = ${JSON.stringify(state ?? null)};
    window.acquireVsCodeApi = () => ({
      postMessage: (message) => window.said.push(message),
      getState: () => window.kept ?? undefined,
      setState: (state) => { window.kept = JSON.parse(JSON.stringify(state)); },
    });
    document.addEventListener('DOMContentLoaded', () => {
      document.body.classList.add(${JSON.stringify(bodyClass)});
    });
    new MutationObserver((_, observer) => {
      if (!document.documentElement) return;
      observer.disconnect();
      for (const [name, value] of ${JSON.stringify(styles)}) {
        document.documentElement.style.setProperty(name, value);
      }
    }).observe(document, { childList: true });
  `;
}
