/** Quotes a whole bare word if its new part needs quotes: `"unix:$HOME/m.sock"`. Why: docs/decisions/fix-edits.md */
import { type Change, replace, text } from '../../qemu/change/change.ts';
import type { Fix } from '../../rules/rule.ts';
import { isReadBare } from '../../syntax/shell/encodings.ts';
import { anchorOf, type EditAnchor, isWrittenHere } from '../../text/edit-anchor.ts';
import { type MappedText, slice } from '../../text/mapped-text.ts';
import { contains, type Span } from '../../text/span.ts';
import type { ShownFinding } from '../analysis/analyze.ts';

type Replace = Extract<Change, { kind: 'replace' }>;

/** Means the same with and without double quotes. */
const LITERAL = /^[\w:,.=@%+/-]*$/;

/** Merges a fix's changes in one bare word, with the text between them. */
export function joinedInWords({ changes, relocatesSocket }: Fix): readonly Change[] {
  // A moved socket's other names must be spelled alike.
  if (relocatesSocket) return changes;
  const replaces = changes.filter((change) => change.kind === 'replace');
  return changes.flatMap((change): readonly Change[] => {
    const group = replaces.filter(({ whole }) => 'whole' in change && whole === change.whole);
    const joined = joinAll(group);
    if (joined === undefined) return [change];
    return change === group[0] ? [joined] : [];
  });
}

/** Undefined for a single change, an overlap, or text between changes that is not literal. */
function joinAll(changes: readonly Replace[]): Change | undefined {
  const [first, ...others] = changes.toSorted((a, b) => a.start - b.start || a.end - b.end);
  if (first === undefined || others.length === 0 || !isBare(anchorOf(first.whole)))
    return undefined;
  const { whole } = first;
  const parts = [...first.parts];
  let end = first.end;
  for (const other of others) {
    if (end > other.start || !isLiteral(whole, end, other.start)) return undefined;
    parts.push(text(slice(whole, end, other.start).decoded), ...other.parts);
    end = other.end;
  }
  return anchorOf(whole, first.start, end) && replace(whole, parts, first.start, end);
}

function isLiteral(whole: MappedText, start: number, end: number): boolean {
  if (start === end) return true;
  const at = anchorOf(whole, start, end)?.at;
  const isVerbatim = at !== undefined && at.end - at.start === end - start;
  return (
    isVerbatim && isWrittenHere(whole, start, end) && LITERAL.test(slice(whole, start, end).decoded)
  );
}

function isBare(anchor: EditAnchor | undefined): boolean {
  return anchor !== undefined && isReadBare(anchor.from) && isReadBare(anchor.to);
}

/** The text around a part of a bare word. Undefined if another change writes in the word. */
export function restOfWord(
  source: string,
  { machine }: ShownFinding,
  { changes, relocatesSocket }: Pick<Fix, 'changes' | 'relocatesSocket'>,
  change: Replace,
  at: Span,
): readonly [before: string, after: string] | undefined {
  if (relocatesSocket) return undefined;
  const words = machine.options.flatMap((option) => option.words.map(({ value }) => value));
  for (const text of [...words, change.whole]) {
    const word = anchorOf(text);
    if (word === undefined || !contains(word.at, at)) continue;
    const before = source.slice(word.at.start, at.start);
    const after = source.slice(at.end, word.at.end);
    if (!LITERAL.test(before + after)) continue;
    const isShared = changes.some((other) => other !== change && isWithin(other, word.at));
    return isBare(word) && !isShared ? [before, after] : undefined;
  }
  return undefined;
}

function isWithin(change: Change, word: Span): boolean {
  if (change.kind === 'split-word') return contains(word, change.word.at);
  return change.kind === 'replace' && change.whole.pieces.some(({ at }) => contains(word, at));
}
