/** The door from tests to completion: a text with a cursor in it, the items for it, and what accepting one gives. */
import assert from 'node:assert/strict';
import { languageOf } from '../../server/src/languages/detect.ts';
import { analyze } from '../../server/src/service/analysis/analyze.ts';
import type { Files } from '../../server/src/service/analysis/included-files.ts';
import { scriptTrees } from '../../server/src/service/analysis/script-trees.ts';
import { complete } from '../../server/src/service/completion/complete.ts';
import type { CompletionItem } from '../../server/src/service/completion/completion-item.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { type CheckOptions, pathOf, settingsOf } from './check.ts';

/** The labels of whole monitors. */
export const RECIPES: readonly string[] = [
  'HMP monitor on a private UNIX socket',
  'QMP monitor on a private UNIX socket',
  'QMP monitor over TLS for one client',
];
/** The keys of every chardev. */
export const COMMON: readonly string[] = ['mux', 'logfile', 'logappend', 'logtimestamp'];

export interface CompleteOptions extends CheckOptions {
  /** The cursor; `|` unless said otherwise. */
  readonly cursor?: string;
  readonly trigger?: string;
  /** The texts of other files by their absolute paths. */
  readonly files?: Readonly<Record<string, string>>;
  /** The paths of scripts among them that bring the document in. */
  readonly roots?: readonly string[];
  /** Whether only an analysis knows the word: nothing would make a list QEMU's in which the mark tears an option in two. */
  readonly isTorn?: true;
}

export interface Completed {
  /** The text without the cursor. */
  readonly text: string;
  readonly offset: number;
  readonly items: readonly CompletionItem[];
  readonly labels: readonly string[];
  /** The text after an item was chosen, in the place of what stands behind the cursor too. */
  readonly accept: (label: string) => string;
  readonly item: (label: string) => CompletionItem;
}

/** Completes at the first `|` of a text, which is taken out. */
export function completeText(marked: string, options: CompleteOptions = {}): Completed {
  const cursor = options.cursor ?? '|';
  const offset = marked.indexOf(cursor);
  assert.notEqual(offset, -1, 'no cursor in the text');
  return completeAt(
    marked.slice(0, offset) + marked.slice(offset + cursor.length),
    offset,
    options,
  );
}

/** Completes at an offset of a text. */
export function completeAt(text: string, offset: number, options: CompleteOptions = {}): Completed {
  const languageId = options.languageId ?? 'shellscript';
  const path = pathOf(options);
  const host = languageOf(languageId, path, text);
  assert.ok(host, `no host language for ${languageId}`);
  const { files: texts = {} } = options;
  const files: Files = { get: (asked) => texts[asked] ?? null };
  const roots = (options.roots ?? []).flatMap((root) => {
    const source = { text: texts[root] ?? '', languageId: 'shellscript', path: root };
    const of = languageOf(source.languageId, root, source.text);
    return of ? [{ source, host: of }] : [];
  });
  const inDocument: Files = { get: (asked) => (asked === path ? text : files.get(asked)) };
  const sources = [{ text, languageId, path }, ...roots.map((root) => root.source)];
  const [own, ...ofRoots] = sources.map((source) => {
    return analyze(source, settingsOf(options), inDocument);
  });
  assert.ok(own);
  const query = {
    source: { text, languageId, path },
    host,
    offset,
    settings: settingsOf(options),
    files,
    trees: scriptTrees(),
    roots,
    known: [own, ...ofRoots] as const,
    trigger: options.trigger,
  };
  const items = complete(query);
  // In a script with an error somewhere else, where the text has to be read with a mark in it, it is the same.
  const broken = { ...own, isWhole: () => false, invocations: [] };
  const otherwise = complete({ ...query, known: [broken, ...ofRoots] });
  assert.deepEqual(options.isTorn ? [] : items.map(seen), otherwise.map(seen));
  const item = (label: string): CompletionItem => {
    const found = items.find((candidate) => candidate.label === label);
    assert.ok(found, `no ${label} among ${items.map((candidate) => candidate.label).join(' ')}`);
    return found;
  };
  return {
    text,
    offset,
    items,
    item,
    labels: items.map(({ label }) => label),
    accept: (label) => acceptItem(text, item(label)),
  };
}

/** What one sees of an item and gets by it. */
function seen({ label, kind, edit, stops, also, filter }: CompletionItem) {
  return { label, kind, edit, stops, also, filter };
}

/** What there is to say about an item: what stands beside it in the list, and a string for each further line. */
export function saidOf({ detail, documentation }: CompletionItem): readonly string[] {
  const lines = documentation().map(({ kind, parts }) => {
    return (kind === 'item' ? '- ' : '') + parts.map(({ text }) => text).join('');
  });
  return detail === undefined ? lines : [detail, ...lines];
}

/** A text after an item was chosen. */
function acceptItem(text: string, { edit, also }: CompletionItem): string {
  const accepted = applyEdits(text, [edit, ...also]);
  assert.ok(accepted !== undefined, 'the edits of an item overlap');
  return accepted;
}
