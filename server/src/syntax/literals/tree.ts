/** A source file as far as it matters to whoever looks for texts in it: its literals, and the tokens between them. */

import type { Span } from '../../text/span.ts';
import type { WrittenComment } from '../comments.ts';
import type { StringForm } from './forms.ts';

/** A literal, a name, a number, or an operator or bracket. Comments and blanks are none. */
export type Token = LiteralToken | PlainToken;

interface TokenBase extends Span {
  /** Whether a line ends between the token in front and this one, which no continuation takes back. */
  readonly isFirst: boolean;
  /** The index of the bracket that it stands in; -1 for none. A bracket stands in the one around it. */
  readonly parent: number;
}

/** A string with its quotes. */
export interface LiteralToken extends TokenBase {
  readonly kind: 'literal';
  readonly form: StringForm;
  /** What stands between the quotes. */
  readonly inner: Span;
  /** What is replaced in it when the program runs: the `${port}` of a template. */
  readonly holes: readonly Span[];
}

/** A name, a number, or a mark such as a bracket. */
export interface PlainToken extends TokenBase {
  readonly kind: 'name' | 'number' | 'mark';
  readonly text: string;
  /** For a bracket the index of the other one; -1 for all else. */
  readonly match: number;
}

/** A source with its tokens, and its comments beside them. */
export interface LiteralFile {
  readonly source: string;
  readonly tokens: readonly Token[];
  readonly comments: readonly WrittenComment[];
}
