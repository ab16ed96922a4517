/** Builds what is measured: our production bundles, and the emptiest server and client beside them. */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Where all of it is put. */
export const FOLDER = join(ROOT, '.cache', 'bench');

export const BUNDLES = {
  server: join(FOLDER, 'server.js'),
  thread: join(FOLDER, 'server-thread.js'),
  client: join(FOLDER, 'client.cjs'),
  emptyServer: join(FOLDER, 'empty-server.cjs'),
  emptyClient: join(FOLDER, 'empty-client.cjs'),
};

/** What starts our server as VS Code's client does, under the Node that runs the measurement. */
export const OUR_SERVER = {
  server: BUNDLES.server,
  node: process.execPath,
  // Who lists the monitors has records of them made.
  initializationOptions: { inventory: true },
};

/** Builds all four. The peers get the options of `esbuild.mjs --production`. */
export async function buildBundles(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const script = join(ROOT, 'esbuild.mjs');
  execFileSync(process.execPath, [script, '--production', '--sizes', `--outdir=${FOLDER}`], {
    cwd: ROOT,
  });
  const peers = [
    { entry: 'empty-server.ts', outfile: BUNDLES.emptyServer },
    { entry: 'empty-client.ts', outfile: BUNDLES.emptyClient },
  ];
  for (const { entry, outfile } of peers) {
    await build({
      entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      minify: true,
      legalComments: 'none',
      mainFields: ['module', 'main'],
      external: ['vscode'],
      logLevel: 'warning',
    });
  }
}
