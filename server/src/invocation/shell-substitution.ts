/** What `$(…)` gives where that is what its words say: `$(echo "$ARGS" | tr '\n' ' ')`. */
import type { ShellNode, ShellWord, SubstitutionPart } from '../syntax/shell/tree.ts';
import { isKnown, type MappedText, mappedText, type Piece, slice } from '../text/mapped-text.ts';
import type { Word } from './invocation.ts';
import { writtenText } from './shell-output.ts';
import { literalText } from './shell-scan.ts';
import { definedAt } from './shell-value.ts';

/** An `echo` or `printf` whose output a substitution is. */
export interface Printed {
  readonly words: readonly ShellWord[];
  /** Whether `tr` makes blanks of its line endings. */
  readonly joined: boolean;
}

/** What a substitution prints; undefined where it does anything else. */
export function printedBy({ body, source }: SubstitutionPart): Printed | undefined {
  // What is redirected does not come here, or not all of it.
  if (/[<>]/.test(source)) return undefined;
  const [only, ...others] = body;
  if (only === undefined || others.length > 0) return undefined;
  const [first, ...filters] = only.kind === 'pipeline' ? only.nodes : [only];
  if (first?.kind !== 'command' || first.assignments.length > 0) return undefined;
  const name = literalText(first.words[0]);
  if (name !== 'echo' && name !== 'printf') return undefined;
  if (!filters.every(joinsLines)) return undefined;
  return { words: first.words, joined: filters.length > 0 };
}

/** `tr '\n' ' '`, which changes white space and no word. */
function joinsLines(node: ShellNode): boolean {
  if (node.kind !== 'command') return false;
  const [name, ...operands] = node.words.map(literalText);
  return name === 'tr' && operands.length === 2 && operands[0] === '\\n' && operands[1] === ' ';
}

/**
 * The output without the line endings behind it, which the shell takes away; undefined where a word may be
 * a pattern of file names, or any number of words.
 */
export function substituted(words: readonly Word[], joined: boolean): MappedText | undefined {
  const [name, ...operands] = words;
  if (name === undefined || operands.some(isOpen)) return undefined;
  const defined = operands.map((word) => ({ ...word, text: definedAt(word.text, word.at) }));
  const text = writtenText(name.text.text, [name, ...defined], undefined);
  if (text === undefined) return undefined;
  if (joined) return withoutLines(text, name.text.text === 'echo');
  let end = text.text.length;
  while (text.text[end - 1] === '\n') end--;
  return slice(text, 0, end);
}

function isOpen({ text, many }: Word): boolean {
  return many ? !isKnown(text) : /[*?[]/.test(text.text);
}

/** The output of `tr`; that of `echo` has one line ending more than its words. */
function withoutLines(text: MappedText, ended: boolean): MappedText {
  const pieces = text.pieces.map((piece): Piece => {
    return piece.kind === 'known' ? { ...piece, text: piece.text.replaceAll('\n', ' ') } : piece;
  });
  const last = pieces.at(-1);
  if (ended && last) {
    const { end } = last.at;
    pieces.push({ ...last, kind: 'known', text: ' ', at: { start: end, end }, verbatim: false });
  }
  return mappedText(pieces, text.place);
}
