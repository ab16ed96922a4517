/**
 * Programs that print what they read, changed: `tr`, `sed s///`, `xargs` without a command. What they are
 * told must be plain; anything else makes their output unknown.
 */
import {
  concat,
  isKnown,
  type MappedText,
  mappedText,
  type Piece,
  slice,
} from '../../text/mapped-text.ts';
import type { Word } from '../invocation.ts';
import { fieldBuilder } from './fields.ts';
import { joinedWords, readAgainText } from './nested-text.ts';

/** Whether a program of this name is one of them. */
export function isFilter(name: string): boolean {
  return FILTERS.has(name);
}

/** What a filter prints of a text; `words` from its name on. Undefined where that is not known. */
export function filtered(
  name: string,
  words: readonly Word[],
  input: MappedText,
): MappedText | undefined {
  const operands = words.slice(1).map(({ text }) => text);
  if (!operands.every(isKnown) || input.pieces.some(({ branch }) => branch)) return undefined;
  return FILTERS.get(name)?.(
    operands.map(({ text }) => text),
    input,
  );
}

type Filter = (operands: readonly string[], input: MappedText) => MappedText | undefined;

/** Replaces each character of known pieces that `change` has something else for. */
function characters(
  input: MappedText,
  change: (character: string) => string | undefined,
): MappedText {
  const pieces: Piece[] = [];
  for (const piece of input.pieces) {
    if (piece.kind === 'unknown') {
      pieces.push(piece);
      continue;
    }
    let start = 0;
    const whole = mappedText([piece]);
    for (let index = 0; index <= piece.text.length; index++) {
      const instead = index < piece.text.length ? change(piece.text[index] ?? '') : undefined;
      if (instead === undefined && index < piece.text.length) continue;
      pieces.push(...slice(whole, start, index).pieces);
      if (instead !== undefined) {
        for (const one of slice(whole, index, index + 1).pieces) {
          if (one.kind === 'known' && instead !== '') {
            pieces.push({ ...one, text: instead, verbatim: false });
          }
        }
      }
      start = index + 1;
    }
  }
  return mappedText(pieces, input.place);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\n': '\n',
  '\\t': '\t',
  '\\r': '\r',
  '\\\\': '\\',
};

/** A set of `tr` that is a single character. */
function single(set: string | undefined): string | undefined {
  if (set === undefined) return undefined;
  return ESCAPES[set] ?? (set.length === 1 ? set : undefined);
}

const tr: Filter = (operands, input) => {
  const [first, second, ...others] = operands;
  if (others.length > 0) return undefined;
  if (first === '-d') {
    const removed = single(second);
    return removed === undefined
      ? undefined
      : characters(input, (one) => (one === removed ? '' : undefined));
  }
  const from = single(first);
  const to = single(second);
  if (from === undefined || to === undefined) return undefined;
  return characters(input, (one) => (one === from ? to : undefined));
};

/** `s/old/new/`, with what stands between the slashes plain, and flags. */
const SUBSTITUTION =
  /^s([/|#,:@%])((?:(?!\1)[^\\[\]*.^$&+?(){}|\n])+)\1((?:(?!\1)[^\\&\n])*)\1(g?)$/;

const sed: Filter = (operands, input) => {
  const [script, ...others] = operands[0] === '-e' ? operands.slice(1) : operands;
  const found = SUBSTITUTION.exec(script ?? '');
  if (!found || others.length > 0 || !isKnown(input)) return undefined;
  const [, , old = '', instead = '', all] = found;
  const lines: MappedText[] = [];
  let start = 0;
  for (const line of input.text.split('\n')) {
    lines.push(substituted(slice(input, start, start + line.length), old, instead, all === 'g'));
    start += line.length;
    if (start < input.text.length) lines.push(slice(input, start, start + 1));
    start++;
  }
  return readAgainText(concat(lines));
};

function substituted(line: MappedText, old: string, instead: string, all: boolean): MappedText {
  const parts: MappedText[] = [];
  let start = 0;
  for (let at = line.text.indexOf(old); at !== -1; at = line.text.indexOf(old, start)) {
    parts.push(slice(line, start, at));
    const [first] = slice(line, at, at + old.length).pieces;
    if (first?.kind === 'known') {
      parts.push(mappedText([{ ...first, text: instead, verbatim: false }]));
    }
    start = at + old.length;
    if (!all) break;
  }
  parts.push(slice(line, start));
  return concat(parts);
}

/** Without a command xargs has `echo` print its words. */
const xargs: Filter = (operands, input) => {
  if (operands.length > 0 || /['"\\]/.test(input.text)) return undefined;
  const fields = fieldBuilder(input.place);
  fields.addSplit(input);
  return concat([joinedWords(fields.finish()), lineEnd(input)]);
};

/** The end of a line that stands nowhere in the source. */
export function lineEnd(text: MappedText): MappedText {
  const end = text.pieces.at(-1)?.at.end ?? text.place.end;
  const at = { start: end, end };
  return mappedText([
    { kind: 'known', text: '\n', at, verbatim: false, context: 'bare', through: [] },
  ]);
}

const FILTERS: ReadonlyMap<string, Filter> = new Map([
  ['tr', tr],
  ['sed', sed],
  ['xargs', xargs],
]);
