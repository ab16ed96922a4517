/**
 * Laws of finding one's way, at any place of any script: nothing fails, what is found lies in the document, an id
 * is among its own places, a selection only grows, an outline holds together, colours are in order, and a definition of an id is one of its places.
 */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import type { Analysis } from '../../server/src/service/analysis/analyze.ts';
import { coloursIn } from '../../server/src/service/navigation/colours.ts';
import {
  foldsOfConfig,
  selectionsOfConfig,
} from '../../server/src/service/navigation/config-structure.ts';
import { type OutlineItem, outlineOf } from '../../server/src/service/navigation/outline.ts';
import { renamableAt } from '../../server/src/service/navigation/rename-id.ts';
import {
  definitionsAt,
  type IdPlace,
  idPlacesAt,
} from '../../server/src/service/navigation/targets.ts';
import type { Span } from '../../server/src/text/span.ts';
import { inString, launchScript, mutated } from '../support/arbitraries.ts';
import { comparedScripts } from '../support/blocks.ts';
import { analysesFor, analyzeAmong, languageOf } from '../support/cursor.ts';
import { filesBelow, readRepositoryFile } from '../support/repository.ts';

const OPTIONS = { seed: 20261125, numRuns: 300 };
const PATH = '/w/run.sh';

/** Scripts with ids in variables, arrays and loops besides those of the generators. */
const script = fc.oneof(
  launchScript,
  inString(launchScript),
  mutated(launchScript),
  mutated(
    fc.constantFrom(
      'ID=m\nA=(-chardev stdio,id=$ID)\nkvm "${A[@]}" -mon chardev=$ID -serial chardev:m\n',
      'for n in a b; do kvm -chardev stdio,id=$n -mon chardev=$n; done\n',
      'kvm -chardev stdio,id=${ID:-m}0 -mon ${ID:-m}0 -set chardev.m0.mux=on\n',
      'start() { kvm -chardev "stdio,id=$1" -mon "$1"; }\nstart a\nstart b\n',
    ),
  ),
);

function isInside(text: string, { start, end }: Span): boolean {
  return 0 <= start && start <= end && end <= text.length;
}

/** Holds one place of a script to the laws. */
function holdAt(offset: number, text: string, analyses: readonly Analysis[]): void {
  const isHere = ({ at }: IdPlace) => at.start <= offset && offset <= at.end;
  const places = idPlacesAt(PATH, offset, analyses);
  for (const { at } of places) assert.ok(isInside(text, at), text);
  if (places.length > 0) assert.ok(places.some(isHere), `${offset} of ${text}`);
  const renamable = renamableAt(PATH, offset, analyses);
  assert.equal(renamable !== undefined, places.length > 0, `${offset} of ${text}`);
  for (const { origin, place, whole } of definitionsAt(PATH, offset, analyses)) {
    for (const span of [origin, place.at, whole.at]) assert.ok(isInside(text, span), text);
    assert.ok(origin.start <= offset && offset <= origin.end, text);
    assert.ok(whole.at.start <= place.at.start && place.at.end <= whole.at.end, text);
  }
}

/** Asserts that each selection holds the one before, the first one the place itself: VS Code throws otherwise. */
function growsAt(offset: number, text: string): void {
  let inner: Span = { start: offset, end: offset };
  for (const span of selectionsOfConfig(text)(offset)) {
    assert.ok(isInside(text, span), text);
    const grows = span.start <= inner.start && inner.end <= span.end;
    assert.ok(grows && span.end - span.start > inner.end - inner.start, `${offset} of ${text}`);
    inner = span;
  }
}

/** Asserts that names are inside of items, and items inside of those around them. */
function holdsTogether(item: OutlineItem, text: string): void {
  const { at, nameAt, name, children } = item;
  assert.notEqual(name, '');
  assert.ok(at.start <= nameAt.start && nameAt.end <= at.end, `${name}: ${text}`);
  assert.ok(0 <= at.start && at.end <= text.length, `${name}: ${text}`);
  for (const child of children) {
    assert.ok(at.start <= child.at.start && child.at.end <= at.end, `${child.name}: ${text}`);
    holdsTogether(child, text);
  }
}

/** Asserts that colours are in order and apart, and that none goes over the end of a line. */
function areInOrder(path: string, text: string, analyses: readonly Analysis[]): void {
  let end = 0;
  for (const { at } of coloursIn(path, text, analyses)) {
    assert.ok(at.start >= end && at.end > at.start, `${JSON.stringify(at)} in ${text}`);
    assert.doesNotMatch(text.slice(at.start, at.end), /[\r\n]/);
    end = at.end;
  }
  assert.ok(end <= text.length);
}

it('an outline holds together, and colours are in order, in all examples', () => {
  const folders = ['examples', 'test/vscode/fixtures'].map((folder) => {
    const paths = filesBelow(folder).filter((path) => languageOf(path) !== '');
    return Object.fromEntries(paths.map((path) => [path, readRepositoryFile(path)]));
  });
  for (const folder of [...folders, comparedScripts()]) {
    const files = Object.fromEntries(
      Object.entries(folder).map(([path, text]) => [`/${path}`, text]),
    );
    for (const [path, text] of Object.entries(files)) {
      areInOrder(path, text, analysesFor(files, path));
      const alone = analyzeAmong({ [path]: text }, path);
      for (const item of outlineOf(alone)) holdsTogether(item, text);
    }
  }
});

it('holds at every place of random scripts, also inside strings and half-typed', () => {
  fc.assert(
    fc.property(script, fc.array(fc.nat(), { minLength: 4, maxLength: 12 }), (text, places) => {
      const analysis = analyzeAmong({ [PATH]: text }, PATH);
      const analyses = [analysis];
      for (const item of outlineOf(analysis)) holdsTogether(item, text);
      areInOrder(PATH, text, analyses);
      for (const place of places) holdAt(place % (text.length + 1), text, analyses);
    }),
    OPTIONS,
  );
});

/** Lines of config files, some of which are half-typed. */
const line = fc.constantFrom('# a', '[mon]', '[chardev "x"]', '  k = "v"', '', '  k', '[', '\r');

it('a selection in a config file only grows, from any place', () => {
  fc.assert(
    fc.property(fc.array(line), fc.constantFrom('\n', '\r\n'), (lines, ending) => {
      const text = ['[mon]', ...lines].join(ending);
      for (let offset = 0; offset <= text.length; offset++) growsAt(offset, text);
    }),
    OPTIONS,
  );
});

it('folds of any text lie in it, in order, and each has several lines', () => {
  fc.assert(
    fc.property(fc.array(line), fc.constantFrom('\n', '\r\n'), (lines, ending) => {
      const text = lines.join(ending);
      let start = 0;
      for (const { at } of foldsOfConfig(text)) {
        assert.ok(isInside(text, at) && at.start >= start);
        assert.match(text.slice(at.start, at.end), /\n/);
        start = at.start;
      }
    }),
    OPTIONS,
  );
});
