import type { StringForm } from './forms.ts';

/** Strings, comments, joins and blocks of a language. */
export interface LiteralLanguage {
  readonly lineComments: readonly string[];
  readonly blockComments?: readonly {
    readonly open: string;
    readonly close: string;
    readonly nests?: true;
  }[];
  /** Block comments of whole lines. Sticky; the group is the text. */
  readonly commentLines?: RegExp;
  /** Longer openings first. */
  readonly strings: readonly StringForm[];
  /** Sticky. */
  readonly names: RegExp;
  /** `'"'` is no string. Sticky. */
  readonly characters?: RegExp;
  /** Whether `/` may begin a regular expression. */
  readonly hasPatterns?: true;
  /** Whether adjacent strings are one string, or two elements of a list. */
  readonly neighbours?: 'one' | 'elements';
  /** Concatenation operators, by default `+` and Zig's `++`; Perl's `.`. Edits write the first. */
  readonly joins?: readonly string[];
  /** `$vars->{PORT}` */
  readonly arrowsLead?: true;
  /** Whether adjacent elements without a blank between them are one. */
  readonly joinsTouching?: true;
  /** Whether braces are blocks: `some` (by context) or `most` (all but a value's); with `scopes` each is a scope. */
  readonly blocks?: 'some' | 'most' | 'scopes';
  /** `condition ? a : b` */
  readonly asks?: true;
  /** Whether a postfix `?` passes a value on. */
  readonly tries?: true;
  /** `set(NAME value)` or `set NAME=value`. */
  readonly sets?: 'call' | 'command';
  /** `puts '…'` */
  readonly callsBare?: true;
  /** How shell commands are passed: in named `steps`, or as `values` of attributes and arguments. */
  readonly shells?: 'steps' | 'values';
  /** Whether a list's length is part of its type. */
  readonly fixesLength?: true;
  /** Whether a line ending ends a statement, except after this character. */
  readonly lines?: { readonly continuedBy?: string };
  readonly ignoresCase?: true;
}

const PLUS: readonly string[] = ['+', '++'];

/** A language's concatenation operators. */
export function joinsOf({ joins = PLUS }: LiteralLanguage): readonly string[] {
  return joins;
}
