/**
 * `npm run bench`: measures what README.md lists, or the parts named as arguments. `growth` takes `--shapes REGEXP` and
 * `--sizes 25,100` in KB; `trees FOLDER…` and `typing FILE…` measure what is named.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { buildBundles } from './bundles.ts';
import { ALL_SHAPES, measureGrowth } from './growth.ts';
import { measureLatency } from './latency.ts';
import { measurePackage } from './package-size.ts';
import { measureTrees, measureTyping } from './real.ts';
import { measureScan } from './scan.ts';
import { measureStart } from './start.ts';

const PARTS: Readonly<Record<string, () => void | Promise<void>>> = {
  start: measureStart,
  latency: measureLatency,
  size: measurePackage,
  growth: () => measureGrowth(growth),
  scan: measureScan,
};

/** Parts that take files from the command line. */
const REAL: Readonly<Record<string, (names: readonly string[]) => Promise<void>>> = {
  trees: measureTrees,
  typing: measureTyping,
};

const { positionals: named, values } = parseArgs({
  allowPositionals: true,
  options: {
    shapes: { type: 'string' },
    sizes: { type: 'string' },
  },
});
const growth = {
  ...ALL_SHAPES,
  ...(values.shapes !== undefined && { shapes: new RegExp(values.shapes) }),
  ...(values.sizes !== undefined && { sizes: values.sizes.split(',').map(Number) }),
};
const [part = '', ...names] = named;
const real = REAL[part];
if (real) {
  await buildBundles();
  await real(names);
  process.exit();
}
const unknown = named.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
  console.error(
    `There is no ${unknown.join(', ')}; the parts are ${Object.keys({ ...PARTS, ...REAL }).join(', ')}`,
  );
  process.exit(2);
}
console.log(`Node ${process.version} on ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`);
await buildBundles();
for (const [name, measure] of Object.entries(PARTS)) {
  if (named.length === 0 || named.includes(name)) await measure();
}
