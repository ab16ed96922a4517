// Builds the bundles of the extension: dist/client.cjs and dist/server-thread.js, each of which runs under Node and
// in a browser and evaluates what is for the one it is in, dist/server.js, which runs the server's thread under
// Node, dist/cli.js, which requires what it has in common with that thread, and the page of the exposure map in
// dist/map; with the notices and the list of the packages in them, and beside them what the extension says in other languages.
// `--production` leaves out the source maps and shortens names; `--outdir=…` puts the bundles elsewhere, and `--sizes`
// writes into `sizes.json` what each file takes in which bundle.
// Why: docs/decisions/processes.md
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { build } from 'esbuild';
import { bundledPackages, thirdPartyNotices } from './scripts/third-party.mjs';
import { packagedTranslations } from './scripts/translations.mjs';
import { withoutUnusedFeatures } from './scripts/unused-features.mjs';

const production = process.argv.includes('--production');
const outdir =
  process.argv.find((arg) => arg.startsWith('--outdir='))?.slice('--outdir='.length) ?? 'dist';

/** @type {import('esbuild').BuildOptions & { metafile: true }} */
const common = {
  bundle: true,
  platform: 'node',
  target: ['node20', 'es2022'],
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'warning',
  legalComments: 'none',
  mainFields: ['module', 'main'],
  // The packages say which of their files are for a browser; we ask for these by name.
  conditions: ['browser'],
  // Its other file would ask Node for files, which a browser has none of and we ask for none.
  alias: { '@vscode/l10n': '@vscode/l10n/dist/browser.js' },
  metafile: true,
};

/**
 * Of `yaml` only the parser is imported. Its modules do nothing when they are loaded, which it does not say, and those
 * that it has for Node are of a kind that is bundled as a whole. @type {import('esbuild').Plugin}
 */
const onlyParserOfYaml = {
  name: 'only-parser-of-yaml',
  setup: ({ onResolve }) => {
    const folder = resolve('node_modules/yaml/browser/dist');
    onResolve({ filter: /^yaml$|^\.\.?\// }, ({ path, resolveDir }) => {
      if (path === 'yaml') return { path: `${folder}/index.js`, sideEffects: false };
      if (!resolveDir.startsWith(folder)) return undefined;
      return { path: resolve(resolveDir, path), sideEffects: false };
    });
  },
};

/** The command line's engine is in the server's bundle. @type {import('esbuild').Plugin} */
const sharedEngine = {
  name: 'shared-engine',
  setup: ({ onResolve }) => {
    onResolve({ filter: /\/workspace\/front-end\.ts$/ }, () => ({
      path: './server-thread.js',
      external: true,
    }));
  },
};

const results = await Promise.all([
  build({
    ...common,
    entryPoints: ['client/src/extension.ts'],
    outfile: `${outdir}/client.cjs`,
    format: 'cjs',
    external: ['vscode'],
    plugins: [withoutUnusedFeatures('client')],
  }),
  // Web workers want a script that is called one, and no module. The supervisor is read before anything is done, so
  // it does without all else.
  build({
    ...common,
    entryPoints: {
      server: 'server/src/lsp/supervisor/supervisor-node.ts',
      'server-thread': 'server/src/lsp/main.ts',
    },
    outdir,
    format: 'iife',
    plugins: [onlyParserOfYaml, withoutUnusedFeatures('server')],
    // The command line requires the thread's file, where `module` is Node's.
    logOverride: { 'commonjs-variable-in-esm': 'silent' },
  }),
  build({
    ...common,
    entryPoints: { cli: 'server/src/cli/main.ts' },
    outdir,
    format: 'cjs',
    plugins: [sharedEngine],
  }),
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
// Under Node, what ends in .js is what the nearest package.json says.
writeFileSync(`${outdir}/package.json`, `${JSON.stringify({ type: 'commonjs' })}\n`);
if (process.argv.includes('--sizes')) {
  const sizes = results.map(({ metafile }) => metafile.outputs);
  writeFileSync(`${outdir}/sizes.json`, JSON.stringify(sizes));
}
if (production) {
  // Other names than esbuild's, by which a bundle packs smaller: each function uses the shortest ones again. So do
  // statements that are written in one way where esbuild leaves them as they are.
  const { minify } = await import('terser');
  for (const file of results.flatMap(({ metafile }) => Object.keys(metafile.outputs))) {
    if (!/\.c?js$/.test(file)) continue;
    const { code = '' } = await minify(readFileSync(file, 'utf8'), {
      mangle: { toplevel: true },
      compress: { passes: 2 },
    });
    writeFileSync(file, code);
  }
}
const inputs = results.flatMap(({ metafile }) => Object.keys(metafile.inputs));
writeFileSync(`${outdir}/third-party-notices.txt`, thirdPartyNotices(inputs));
writeFileSync(`${outdir}/sbom.cdx.json`, bundledPackages(inputs));
for (const [path, text] of outdir === 'dist' ? packagedTranslations() : []) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
