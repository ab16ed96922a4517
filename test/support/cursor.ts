/** Texts with a cursor, and files that bring each other in, for tests of what is found at a place. */
import assert from 'node:assert/strict';
import { type Analysis, analyze } from '../../server/src/service/analysis/analyze.ts';
import { DEFAULT_SETTINGS } from '../../server/src/service/settings/settings.ts';
import type { FilePlace } from '../../server/src/text/file-set.ts';
import { once } from '../../server/src/text/lookup.ts';
import { EXAMPLE_LANGUAGES } from './repository.ts';

/** The sign that stands for the cursor in a fixture. It is taken out before the text is read. */
const CURSOR = '▮';

/** Files by their absolute paths, one of which has the cursor. */
export type Files = Readonly<Record<string, string>>;

interface Scene {
  /** The files without the cursor. */
  readonly files: Files;
  readonly path: string;
  readonly offset: number;
  /** The analysis of the file with the cursor, and then those of files that bring it in. */
  readonly analyses: readonly Analysis[];
}

/** The language of a path, by its ending. */
export function languageOf(path: string): string {
  return EXAMPLE_LANGUAGES[path.slice(path.lastIndexOf('.') + 1)] ?? '';
}

const analysesAmong = once((_files: Files) => new Map<string, Analysis>());

/** Analyzes a file that may bring in others, once for these files. Internal failures fail the test. */
export function analyzeAmong(files: Files, path: string): Analysis {
  const known = analysesAmong(files).get(path);
  if (known) return known;
  const source = { text: files[path] ?? '', languageId: languageOf(path), path };
  const analysis = analyze(source, DEFAULT_SETTINGS, { get: (other) => files[other] ?? null });
  assert.deepEqual(analysis.failures, [], 'the analysis failed inside');
  analysesAmong(files).set(path, analysis);
  return analysis;
}

/** All analyses that say something about a file: its own first. */
export function analysesFor(files: Files, path: string): readonly Analysis[] {
  const others = Object.keys(files)
    .filter((other) => other !== path)
    .map((other) => analyzeAmong(files, other))
    .filter(({ used }) => used.has(path));
  return [analyzeAmong(files, path), ...others];
}

/** Reads a fixture: one file (`/w/run.sh` unless said otherwise), or several. */
export function scene(fixture: string | Files, path = '/w/run.sh'): Scene {
  const marked: Files = typeof fixture === 'string' ? { [path]: fixture } : fixture;
  const found = Object.entries(marked).filter(([, text]) => text.includes(CURSOR));
  const [[at, text] = assert.fail('no file has a cursor'), ...others] = found;
  assert.equal(others.length, 0, 'one cursor');
  const files = { ...marked, [at]: text.replace(CURSOR, '') };
  return { files, path: at, offset: text.indexOf(CURSOR), analyses: analysesFor(files, at) };
}

/** A place with the text that stands before it in its line: `run.sh: …id=«m»`. */
export function shown(files: Files, { path, at }: FilePlace): string {
  const text = files[path] ?? assert.fail(`no file ${path}`);
  const line = text.slice(text.lastIndexOf('\n', at.start - 1) + 1, at.start);
  const name = path.slice(path.lastIndexOf('/') + 1);
  return `${name}: ${line.slice(-12)}«${text.slice(at.start, at.end)}»`;
}
