// Builds the bundles of the extension: dist/client.cjs, dist/server.cjs and the page of the exposure map in
// dist/map, with the notices of the packages in them. `--production` leaves out the source maps and shortens names; `--outdir=…`
// puts them elsewhere.
import { writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { thirdPartyNotices } from './scripts/third-party.mjs';

const production = process.argv.includes('--production');
const outdir =
  process.argv.find((arg) => arg.startsWith('--outdir='))?.slice('--outdir='.length) ?? 'dist';

/** @type {import('esbuild').BuildOptions & { metafile: true }} */
const common = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'warning',
  legalComments: 'none',
  mainFields: ['module', 'main'],
  metafile: true,
};

const results = await Promise.all([
  build({
    ...common,
    entryPoints: ['client/src/extension.ts'],
    outfile: `${outdir}/client.cjs`,
    external: ['vscode'],
  }),
  build({ ...common, entryPoints: ['server/src/lsp/main.ts'], outfile: `${outdir}/server.cjs` }),
  build({
    ...common,
    entryPoints: { page: 'webview/src/main.ts', style: 'webview/src/page.css' },
    outdir: `${outdir}/map`,
    platform: 'browser',
    format: 'iife',
    // The browser of the oldest VS Code that we support.
    target: 'chrome122',
    sourcemap: production ? false : 'inline',
  }),
]);
const inputs = results.flatMap(({ metafile }) => Object.keys(metafile.inputs));
writeFileSync(`${outdir}/third-party-notices.txt`, thirdPartyNotices(inputs));
