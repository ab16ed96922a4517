/** A source file as literals and the tokens between them. */

import type { Span } from '../../text/span.ts';
import type { WrittenComment } from '../comments.ts';
import type { StringForm } from './forms.ts';

/** No comments or blanks. */
export type Token = LiteralToken | PlainToken;

interface TokenBase extends Span {
  /** Whether it is the first token on its line; continued lines are one. */
  readonly isFirst: boolean;
  /** The enclosing bracket; -1 for none. */
  readonly parent: number;
}

/** A string with its quotes. */
export interface LiteralToken extends TokenBase {
  readonly kind: 'literal';
  readonly form: StringForm;
  /** Between the quotes. */
  readonly inner: Span;
  /** The `${port}` of a template. */
  readonly holes: readonly Span[];
}

/** A mark is an operator or bracket. */
export interface PlainToken extends TokenBase {
  readonly kind: 'name' | 'number' | 'mark';
  readonly text: string;
  /** The matching bracket; -1 for other tokens. */
  readonly match: number;
}

/** A source's tokens and comments. */
export interface LiteralFile {
  readonly source: string;
  readonly tokens: readonly Token[];
  readonly comments: readonly WrittenComment[];
}
