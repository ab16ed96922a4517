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

/** Files that are worth a look, and how long one may be. */
const WORTH = /qemu-system|qemu-kvm|\bkvm\b|\bqmp\b|-monitor\b/;
const MAX_LENGTH = 100_000;
/** How many files are looked at for one reading, those with findings first. */
const MAX_FILES = 40;
/** Whose scripts are too slow for this. */
const MAX_MILLISECONDS = 1_000;

/** Where a reading is switched off: behind this text of a file, by these lines; `$CASES` is what its switches know. */
const SWITCHES: readonly (readonly [file: string, text: string, instead: string])[] = [
  [
    'shell/programs/table.ts',
    'return BY_NAME.get(baseName(path));',
    "const row = BY_NAME.get(baseName(path)); return row && census('program ' + row.names.slice(0, 4).join(' ')) ? undefined : row;",
  ],
  [
    'shell/output/filters.ts',
    'return FILTERS.get(name)?.(',
    "return FILTERS.has(name) && census('filter ' + name) ? undefined : FILTERS.get(name)?.(",
  ],
  [
    'shell/expand/text-changes.ts',
    'switch (change.kind) {',
    "if (census('change ' + (change.operator ?? change.letter ?? change.kind))) return undefined; switch (change.kind) {",
  ],
  [
    'shell/expand/parameters.ts',
    'switch (operator) {',
    "if (operator && operator !== 'other' && census('operator ' + operator)) return UNKNOWN_VALUES; switch (operator) {",
  ],
  [
    'shell/expand/parameters.ts',
    'switch (part.prefix) {',
    "if (part.prefix && census('prefix ' + part.prefix)) return UNKNOWN_VALUES; switch (part.prefix) {",
  ],
  [
    'shell/expand/arithmetic.ts',
    'const truth = (value: boolean)',
    "if (census('arithmetic ' + operator)) return undefined; const truth = (value: boolean)",
  ],
  [
    'shell/execute/commands.ts',
    'BUILTINS.get(name)',
    "(BUILTINS.has(name) && census('builtin ' + name) ? undefined : BUILTINS.get(name))",
  ],
  [
    'shell/run.ts',
    'for (const { name, values } of assumed) {',
    "for (const { name, values } of assumed.length > 0 && census('assumption') ? [] : assumed) {",
  ],
  [
    'shell/execute/loops.ts',
    'of countedIn(loop)',
    "of countedIn(loop).size > 0 && census('loop counter') ? [] : countedIn(loop)",
  ],
  [
    'shell/execute/loops.ts',
    "const test = loop.over === 'while' ? readInTest(loop.test) : undefined;",
    "const test = loop.over === 'while' && !census('loop over lines') ? readInTest(loop.test) : undefined;",
  ],
  [
    'shell/nested/nested.ts',
    'if (environment.names().size > 0)',
    "if (environment.names().size > 0 && !census('environment'))",
  ],
  [
    'shell/nested/generated.ts',
    'const commands = commandsIn(part, path.decoded);',
    "const commands = census('commands in a file') ? [] : commandsIn(part, path.decoded);",
  ],
  [
    'shell/nested/generated.ts',
    'of machineArgumentsIn(part)',
    "of census('arguments in a file') ? [] : machineArgumentsIn(part)",
  ],
  [
    'shell/nested/generated.ts',
    'of settingsIn(interpreter, part, context)',
    "of census('settings in a file') ? [] : settingsIn(interpreter, part, context)",
  ],
  ['shell/execute/commands.ts', 'const isRead = ', "const isRead = !census('trap') && "],
  [
    'shell/execute/case.ts',
    'decided && isShort ? subjects',
    "decided && isShort && !census('case of a known word') ? subjects",
  ],
  [
    'shell/launch/find-program.ts',
    'const behind = behindOptional(words, index);',
    "const behind = census('program behind an optional word') ? index : behindOptional(words, index);",
  ],
  [
    'shell/launch/orphan-options.ts',
    'const isRun = ',
    "const isRun = !census('string that a command runs') && ",
  ],
  [
    'shell/launch/orphan-options.ts',
    'const execution = inContainer(command, context);',
    "const execution = census('options for a container') ? {} : inContainer(command, context);",
  ],
  [
    'make/expand.ts',
    'switch (name) {',
    "switch ($CASES.includes(name) && census('make ' + name) ? '' : name) {",
  ],
  [
    'make/expand.ts',
    'TEXT_FUNCTIONS.get(name)',
    "(census('make ' + name) ? undefined : TEXT_FUNCTIONS.get(name))",
  ],
  [
    'python/library.ts',
    'const name = nameOf(expression.callee);',
    "const called = nameOf(expression.callee); const name = $CASES.includes(called) && census('method ' + self?.kind + '.' + called) ? '' : called;",
  ],
  [
    'python/library.ts',
    'switch (callee.path) {',
    "switch ($CASES.includes(callee.path) && census('function ' + callee.path) ? '' : callee.path) {",
  ],
  [
    'python/library.ts',
    'WAYS.get(callee.path)',
    "(WAYS.has(callee.path) && census('launch ' + callee.path) ? undefined : WAYS.get(callee.path))",
  ],
  [
    'yaml/lower.ts',
    'isScriptKey(key, around.kind)',
    "(isScriptKey(key, around.kind) && !census('key ' + key))",
  ],
];

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

const { analyze } = await import('../server/src/service/analysis/analyze.ts');
const { renderFixes } = await import('../server/src/service/fixes/render-fix.ts');
const { inventoryOf } = await import('../server/src/service/inventory/inventory.ts');
const { DEFAULT_SETTINGS } = await import('../server/src/service/settings/settings.ts');
const { languageOfFile } = await import('../server/src/languages/detect.ts');
const { LANGUAGES } = await import('../server/src/languages/index.ts');
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
