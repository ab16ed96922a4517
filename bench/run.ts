/** `npm run bench`: measures what README.md lists, or the parts named as arguments. */
import { cpus } from 'node:os';
import { measureBesideParser } from './beside-parser.ts';
import { buildBundles } from './bundles.ts';
import { measureClientLoad } from './client-load.ts';
import { measureGrowth } from './growth.ts';
import { measureLatency } from './latency.ts';
import { measureNavigation } from './navigation.ts';
import { measurePackage } from './package-size.ts';
import { measureScan } from './scan.ts';
import { measureStart } from './start.ts';

const PARTS: Readonly<Record<string, () => void | Promise<void>>> = {
  start: measureStart,
  latency: measureLatency,
  navigation: measureNavigation,
  client: measureClientLoad,
  size: measurePackage,
  parser: measureBesideParser,
  growth: measureGrowth,
  scan: measureScan,
};

const named = process.argv.slice(2);
const unknown = named.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
  console.error(
    `There is no ${unknown.join(', ')}; the parts are ${Object.keys(PARTS).join(', ')}`,
  );
  process.exit(2);
}
console.log(`Node ${process.version} on ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`);
await buildBundles();
for (const [name, measure] of Object.entries(PARTS)) {
  if (named.length === 0 || named.includes(name)) await measure();
}
