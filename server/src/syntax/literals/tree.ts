/** A source file as literals and the tokens between them. */

import type { Span } from '../../text/span.ts';
import type { WrittenComment } from '../comments.ts';
import type { StringForm } from './forms.ts';

/** A literal, name, number, operator or bracket; no comments or blanks. */
export type Token = LiteralToken | PlainToken;

interface TokenBase extends Span {
  /** Whether it is the first token on its line; a continued line ending does not count. */
  readonly isFirst: boolean;
  /** The index of the enclosing bracket; -1 for none. A bracket is not inside itself. */
  readonly parent: number;
}

/** A string with its quotes. */
export interface LiteralToken extends TokenBase {
  readonly kind: 'literal';
  readonly form: StringForm;
  /** The text between the quotes. */
  readonly inner: Span;
  /** Interpolations: the `${port}` of a template. */
  readonly holes: readonly Span[];
}

/** A name, a number, or a mark such as a bracket. */
export interface PlainToken extends TokenBase {
  readonly kind: 'name' | 'number' | 'mark';
  readonly text: string;
  /** The index of the matching bracket; -1 for other tokens. */
  readonly match: number;
}

/** A source with its tokens and comments. */
export interface LiteralFile {
  readonly source: string;
  readonly tokens: readonly Token[];
  readonly comments: readonly WrittenComment[];
}
