// Builds the two bundles of the extension: dist/client.cjs and dist/server.cjs.
// `--production` leaves out the source maps and shortens names; `--outdir=…` puts them elsewhere.
import { build } from 'esbuild';

const production = process.argv.includes('--production');
const outdir = process.argv.find((arg) => arg.startsWith('--outdir='))?.slice('--outdir='.length);

/** @type {import('esbuild').BuildOptions} */
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
};

await Promise.all([
  build({
    ...common,
    entryPoints: ['client/src/extension.ts'],
    outfile: `${outdir ?? 'dist'}/client.cjs`,
    external: ['vscode'],
  }),
  build({
    ...common,
    entryPoints: ['server/src/lsp/main.ts'],
    outfile: `${outdir ?? 'dist'}/server.cjs`,
  }),
]);
