// Builds the bundles of the extension: client and server for Node, and both for a browser, where the
// server is a web worker; and the notices of the packages in them. `--production` leaves out the source
// maps and shortens names; `--outdir=…` puts them elsewhere.
import { writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { thirdPartyNotices } from './scripts/third-party.mjs';

const production = process.argv.includes('--production');
const outdir =
  process.argv.find((arg) => arg.startsWith('--outdir='))?.slice('--outdir='.length) ?? 'dist';

/** @type {import('esbuild').BuildOptions & { metafile: true }} */
const common = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'warning',
  legalComments: 'none',
  metafile: true,
};
/** @type {import('esbuild').BuildOptions} */
const node = { platform: 'node', format: 'cjs', target: 'node20', mainFields: ['module', 'main'] };
/** @type {import('esbuild').BuildOptions} */
const browser = { platform: 'browser', target: 'es2022' };

const results = await Promise.all([
  build({
    ...{ ...common, ...node },
    entryPoints: ['client/src/extension.ts'],
    outfile: `${outdir}/client.cjs`,
    external: ['vscode'],
  }),
  build({
    ...{ ...common, ...node },
    entryPoints: ['server/src/lsp/main.ts'],
    outfile: `${outdir}/server.cjs`,
  }),
  build({
    ...{ ...common, ...browser },
    entryPoints: ['client/src/extension-web.ts'],
    outfile: `${outdir}/client-web.cjs`,
    format: 'cjs',
    external: ['vscode'],
  }),
  build({
    ...{ ...common, ...browser },
    entryPoints: ['server/src/lsp/main-web.ts'],
    outfile: `${outdir}/server-web.js`,
    format: 'iife',
  }),
]);
const inputs = results.flatMap(({ metafile }) => Object.keys(metafile.inputs));
writeFileSync(`${outdir}/third-party-notices.txt`, thirdPartyNotices(inputs));
