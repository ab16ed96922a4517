// Says what one build finds in folders, for `npm run compare`: `node read-folders.ts DIST FOLDER…` prints a list of
// [path, facts]. It takes the engine out of the build as the built command line does, and of its own sources only types.
import { createRequire } from 'node:module';
import type { Analysis } from '../../server/src/service/analysis/analyze.ts';
import type * as Engine from '../../server/src/workspace/front-end.ts';

type FilePlace = NonNullable<ReturnType<Analysis['files']['locate']>>;

const [dist = '', ...roots] = process.argv.slice(2);
const engine: typeof Engine = createRequire(import.meta.url)(`${dist}/server-thread.js`);
const settings = {
  ...engine.DEFAULT_SETTINGS,
  neighbours: true,
  showPossible: true,
  workspaceScanLimit: 1_000_000,
};

/** A machine that a script starts in several ways alike is one fact. */
const facts = new Map<string, Set<string>>();

function add(path: string, fact: string): void {
  const known = facts.get(path);
  if (known) known.add(fact);
  else facts.set(path, new Set([fact]));
}

async function readFolder(root: string): Promise<void> {
  const access = engine.diskAccess(() => [root]);
  const looked = new Map<string, Analysis>();
  const store = engine.fileStore(
    access,
    () => undefined,
    (message) => add(root, `said: ${message}`),
  );
  const sweep = await engine.sweepWorkspace(
    {
      access,
      isOpen: () => false,
      leftOut: (message) => add(root, `left out: ${message}`),
      excluded: () => [],
      turn: () => new Promise((resolve) => setImmediate(resolve)),
      documents: () => [],
      openText: () => undefined,
      failed: (failure) => add(root, `failed: ${failure}`),
      store,
      listing: store.listing,
      attention: engine.UNSUPERVISED,
      isInside: (path) => engine.isBelow(root, path),
      ready: async () => {},
      // What is compared is one file at a time.
      around: async () => engine.NO_PROJECT,
      looked: (analysis) => void looked.set(analysis.source.path, analysis),
    },
    () => settings,
    { isUnwanted: () => false, onProgress: () => undefined },
  );
  if (sweep === undefined) throw new Error(`${root} was not looked at`);
  const names = engine.namedDocuments();
  /** `12:45`, with the path before it where that is another file than `own`. */
  const where = (own: string, place: FilePlace | undefined): string => {
    const document = place && names.find(place.path, sweep.textOf)?.document;
    if (!document) return '?';
    const [start, end] = [document.positionAt(place.at.start), document.positionAt(place.at.end)];
    const path = place.path === own ? '' : `${place.path}:`;
    const length = start.line === end.line ? end.character + 1 : `${end.line + 1}:${end.character}`;
    return `${path}${start.line + 1}:${start.character + 1}-${length}`;
  };
  const certain = new Set<string>();
  for (const analysis of looked.values()) {
    addAnalysis(analysis, where);
    for (const { certainty, rule, at } of analysis.findings) {
      const place = analysis.files.locate(at);
      if (certainty === 'certain') certain.add(`${rule} ${where('', place)}`);
    }
  }
  const rendered = new WeakMap<Analysis, ReturnType<typeof engine.renderFixes>>();
  const render = (analysis: Analysis) => {
    const known = rendered.get(analysis) ?? engine.renderFixes(analysis, settings);
    rendered.set(analysis, known);
    return known;
  };
  for (const { path, findings } of sweep.files) {
    for (const finding of findings) {
      const { rule, severity, message } = finding;
      const at = where(path, { path, at: finding.at });
      const isCertain = certain.has(`${rule} ${where('', { path, at: finding.at })}`);
      add(path, `${at} ${rule} ${severity}${isCertain ? '' : ' (uncertain)'}: ${message}`);
      for (const related of finding.related)
        add(path, `${at} ${rule} see ${where(path, related)}: ${related.message}`);
      for (const { id, title, safety, preferred, edits } of engine.fixesOf(finding, render)) {
        const written = edits.map((edit) => `${where(path, edit)} ${JSON.stringify(edit.text)}`);
        const kind = preferred ? `${safety}, preferred` : safety;
        add(path, `${at} ${rule} fix ${id} (${kind}) ${title}: ${written.join(', ')}`);
      }
    }
  }
  for (const path of sweep.unread.paths) add(path, 'not checked: not in a language that is read');
}

/** What one document starts and connects to, and whether it was followed. */
function addAnalysis(
  analysis: Analysis,
  where: (own: string, place: FilePlace | undefined) => string,
): void {
  const { path } = analysis.source;
  const { locate } = analysis.files;
  for (const { finding, by } of analysis.excused)
    add(path, `${where(path, locate(finding.at))} ${finding.rule} excused by ${by}`);
  /** Places in a record as lines and columns. */
  const readable = (_: string, value: unknown): unknown =>
    typeof value === 'object' && value !== null && 'at' in value && 'path' in value
      ? where(path, value as unknown as FilePlace)
      : value;
  for (const { name, program, at, monitors, chardevs } of engine.inventoryOf(analysis)) {
    const place = where(path, at);
    add(path, `${place} machine ${program} ${name ?? ''}`);
    for (const { problem: _, ...one } of monitors)
      add(path, `${place} monitor ${JSON.stringify(one, readable)}`);
    for (const one of chardevs) add(path, `${place} chardev ${JSON.stringify(one, readable)}`);
  }
  for (const client of analysis.connections.clients) {
    const { tool, host, port, transport, edits } = client;
    if (edits === undefined) continue;
    const address = `${host?.decoded ?? ''}:${port.decoded}`;
    const changes = JSON.stringify(edits.map(({ words }) => words));
    const at = where(path, locate(client.at));
    add(path, `${at} client ${tool} ${transport} ${address} ${changes}`);
  }
  for (const { text, language } of analysis.sent) add(path, `sends ${language}: ${text.decoded}`);
  if (analysis.unfollowed)
    add(path, `${where(path, locate(analysis.unfollowed))} not followed to its end`);
}

for (const root of roots) await readFolder(root);
process.stdout.write(JSON.stringify([...facts].map(([path, said]) => [path, [...said]])));
