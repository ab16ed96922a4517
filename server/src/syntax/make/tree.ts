/** A Makefile before expansion, without comments, with continuation lines joined. */

import type { MappedText } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { WrittenComment } from '../comments.ts';

/** `:=` includes `::=`. */
export type MakeOperator = '=' | ':=' | ':::=' | '?=' | '+=' | '!=';

/** Words before an assignment. */
export type MakeModifier = 'export' | 'override' | 'private' | 'unexport';

/** `NAME = value` and `define NAME`. */
export interface MakeAssignment {
  readonly kind: 'assignment';
  /** To the end of the last line, without its line ending. */
  readonly at: Span;
  readonly name: MappedText;
  readonly operator: MakeOperator;
  readonly value: MappedText;
  readonly modifiers: readonly MakeModifier[];
}

interface MakeUndefine {
  readonly kind: 'undefine';
  readonly at: Span;
  readonly name: MappedText;
  readonly modifiers: readonly MakeModifier[];
}

interface MakeExport {
  readonly kind: 'export';
  readonly at: Span;
  readonly names: MappedText;
  readonly isExported: boolean;
}

/** `run debug: build ; command`, or `debug: FLAGS += -S`. */
export interface MakeRule {
  readonly kind: 'rule';
  /** The line of the targets. */
  readonly at: Span;
  /** With the recipe. */
  readonly whole: Span;
  readonly targets: MappedText;
  readonly prerequisites: MappedText;
  /** `%.o` of `$(OBJECTS): %.o: %.c`. */
  readonly pattern: MappedText | undefined;
  readonly variable: MakeAssignment | undefined;
}

interface MakeRecipeLine {
  readonly kind: 'recipe';
  /** Without the recipe prefix. */
  readonly at: Span;
  readonly text: MappedText;
}

/** `ifeq ($(A),b)` */
export interface MakeCondition {
  readonly at: Span;
  readonly kind: 'equal' | 'unequal' | 'defined' | 'undefined';
  /** `ifdef` has a name on the left and undefined on the right. */
  readonly sides: readonly [left: MappedText, right: MappedText | undefined];
}

interface MakeConditional {
  readonly kind: 'conditional';
  /** From `ifeq` to `endif`. */
  readonly at: Span;
  readonly arms: readonly {
    readonly condition: MakeCondition;
    readonly body: readonly MakeNode[];
  }[];
  readonly otherwise: readonly MakeNode[] | undefined;
}

/** `include a.mk b.mk`, `-include`, `sinclude` */
interface MakeInclude {
  readonly kind: 'include';
  readonly at: Span;
  readonly names: MappedText;
  /** Whether make goes on without them. */
  readonly isOptional: boolean;
}

/** `vpath %.c src`: make looks for files elsewhere. */
interface MakeSearch {
  readonly kind: 'vpath';
  readonly at: Span;
}

/** Any other line: `$(eval …)`. */
interface MakeExpression {
  readonly kind: 'expression';
  readonly at: Span;
  readonly text: MappedText;
}

/** A statement of a Makefile. */
export type MakeNode =
  | MakeAssignment
  | MakeUndefine
  | MakeExport
  | MakeRule
  | MakeRecipeLine
  | MakeConditional
  | MakeInclude
  | MakeSearch
  | MakeExpression;

/** A file with its comments. */
export interface Makefile {
  readonly source: string;
  readonly nodes: readonly MakeNode[];
  readonly comments: readonly WrittenComment[];
  /** False if an `ifeq` or `define` is unterminated. */
  readonly isWhole: boolean;
}
