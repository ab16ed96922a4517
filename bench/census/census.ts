// Says which readings matter to real files: switches off one after the other (in shells a filter, a form of expansion, an
// operator of arithmetic, a command, a row of the table of programs, a step of what runs; a function of make; a method or function of Python;
// a key of YAML) and looks at how many files something else is said of.
//
//     npm run census -- FOLDER…
//
// Of each reading it prints in how many files it is used, and in how many another finding or fix, another machine
// with its monitors and clients, or another word comes out without it. What changes nothing in some hundred scripts
// that start QEMU is a candidate for being taken away; then its values have to be unknown.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { join, resolve } from 'node:path';
import { SWITCHES } from './switches.ts';

/** Files that are worth a look, and how long one may be. */
const WORTH = /qemu-system|qemu-kvm|\bkvm\b|\bqmp\b|-monitor\b/;
const MAX_LENGTH = 100_000;
/** How many files are looked at for one reading, those with findings first. */
const MAX_FILES = 40;
/** Whose scripts are too slow for this. */
const MAX_MILLISECONDS = 1_000;

/** Which readings are asked about: `CENSUS='^loop' npm run census -- …` takes less time than all. */
const asked = new RegExp(process.env['CENSUS'] ?? '');

let off: string | undefined;
let used = new Set<string>();

Object.assign(globalThis, {
  census(reading: string): boolean {
    used.add(reading);
    return reading === off;
  },
});

/** What Node's own types do not know yet. */
interface Loaded {
  readonly source?: string | Uint8Array;
}
type Load = (
  url: string,
  context: unknown,
  next: (url: string, context: unknown) => Loaded,
) => Loaded;
const { registerHooks } = nodeModule as unknown as {
  readonly registerHooks: (hooks: { readonly load: Load }) => void;
};

const patched = new Set<string>();
registerHooks({
  load: (url, context, nextLoad) => {
    const loaded = nextLoad(url, context);
    const own = SWITCHES.filter(([file]) => url.endsWith(`/invocation/${file}`));
    if (own.length === 0 || !loaded.source) return loaded;
    let source =
      typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source);
    const cases = JSON.stringify(
      [...source.matchAll(/\bcase '([^']+)':/g)].map(([, name]) => name),
    );
    for (const [, text, instead] of own) {
      if (source.includes(text)) patched.add(text);
      source = source.replaceAll(text, () => instead.replace('$CASES', cases));
    }
    return { ...loaded, source };
  },
});

const { analyze } = await import('../../server/src/service/analysis/analyze.ts');
const { renderFixes } = await import('../../server/src/service/fixes/render-fix.ts');
const { inventoryOf } = await import('../../server/src/service/inventory/inventory.ts');
const { DEFAULT_SETTINGS } = await import('../../server/src/service/settings/settings.ts');
const { languageOfFile } = await import('../../server/src/languages/detect.ts');
const { LANGUAGES } = await import('../../server/src/languages/index.ts');
await Promise.all(LANGUAGES.map(({ loading }) => loading?.load()));
for (const [file, text] of SWITCHES)
  if (!patched.has(text)) throw new Error(`nothing to switch in ${file}`);

const settings = { ...DEFAULT_SETTINGS, neighbours: true };

/** What is said of a file: its findings with their fixes, its machines with their clients, its words. */
function said(root: string, path: string): readonly string[] {
  const get = (asked: string): string | null =>
    asked.startsWith(`${root}/`) ? (textOf(asked) ?? null) : null;
  const text = textOf(path) ?? '';
  const languageId = languageOfFile(path, text) ?? '';
  const analysis = analyze({ text, languageId, path }, settings, { get });
  const fixes = renderFixes(analysis, settings);
  const findings = analysis.findings.map((finding) => [
    ...[finding.rule, finding.at, finding.certainty, finding.message],
    (fixes.get(finding) ?? []).map(({ id, safety, edits }) => [id, safety, edits]),
  ]);
  const clients = analysis.connections.clients.map(({ tool, at, host, port, edits, says }) => [
    ...[tool, at, host?.decoded, port.decoded, edits?.length, says],
  ]);
  const sent = analysis.sent.map(({ text, language }) => [text.decoded, language]);
  const machines = [inventoryOf(analysis), clients, sent];
  const words = analysis.invocations.map((one) =>
    one.kind === 'argv' ? one.words.map(({ value, many }) => value.decoded + String(many)) : [],
  );
  return [findings, machines, words].map((one) => JSON.stringify(one));
}

function textOf(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isFile() && stats.size <= MAX_LENGTH ? readFileSync(path, 'utf8') : undefined;
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === '.git' ? [] : filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}

interface Looked {
  readonly root: string;
  readonly path: string;
  readonly said: readonly string[];
}

const texts = new Set<string>();
const byReading = new Map<string, Looked[]>();
let count = 0;
for (const root of process.argv.slice(2).map((folder) => resolve(folder))) {
  for (const path of filesBelow(root)) {
    const text = textOf(path);
    if (text === undefined || !WORTH.test(text) || texts.has(text)) continue;
    const languageId = languageOfFile(path, text);
    if (!['shellscript', 'makefile', 'python', 'yaml'].includes(languageId ?? '')) continue;
    texts.add(text);
    used = new Set();
    const begun = performance.now();
    const looked = { root, path, said: said(root, path) };
    if (performance.now() - begun > MAX_MILLISECONDS) continue;
    count++;
    for (const reading of used) {
      byReading.set(reading, [...(byReading.get(reading) ?? []), looked]);
    }
  }
}

const rows = [...byReading]
  .filter(([reading]) => asked.test(reading))
  .map(([reading, all]) => {
    const looked = all.toSorted((a, b) => b.said.join('').length - a.said.join('').length);
    off = reading;
    const changed = looked.slice(0, MAX_FILES).map(({ root, path, said: before }) => {
      return said(root, path).map((one, index) => one !== before[index]);
    });
    off = undefined;
    const [findings, machines, words] = [0, 1, 2].map((index) => {
      return changed.filter((file) => file[index]).length;
    });
    return { reading, files: all.length, findings, machines, words };
  });
console.log(`${count} files`);
console.table(rows.toSorted((a, b) => a.reading.localeCompare(b.reading)));
