/** What all readers of expressions share. */
import { CODE } from '../../syntax/literals/forms.ts';
import { type MappedText, unknownText } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { Expression, ValuesOfName } from './names.ts';
import type { Program } from './program.ts';

/** A program whose expressions are read. */
export interface Reading extends Program {
  /** Whether `!NAME!` of a batch file is a variable. */
  readonly delays: boolean;
  readonly valuesOfName: ValuesOfName;
  /** The expression from a token, after `depth` others around it. */
  readonly expression: (index: number, depth: number) => Expression;
}

/** The tokens `[start, end)` as an unknown value. */
export function unknown(on: Reading, start: number, end: number): MappedText {
  return unknownAt(on, spanBetween(on, start, end));
}

/** Code as an unknown value. */
export function unknownAt({ file }: Reading, at: Span): MappedText {
  return unknownText(file.source.slice(at.start, at.end), { at, encodings: CODE });
}

/** The span of the tokens `[start, end)`, at least of the first one. */
export function spanBetween({ file, tokenAt }: Program, start: number, end: number): Span {
  const from = tokenAt(start)?.start ?? file.source.length;
  return { start: from, end: Math.max(from, tokenAt(Math.max(start, end - 1))?.end ?? from) };
}

/** The tokens `[start, end)` with one value. */
export function one(on: Reading, text: MappedText, start: number, end: number): Expression {
  return { alternatives: [text], end, at: spanBetween(on, start, end) };
}
