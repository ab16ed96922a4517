/**
 * A Makefile as make reads it, before anything is replaced in it: assignments, rules, the lines of recipes,
 * conditionals. Every text is as make has it in front of it, with comments and continued lines gone, and its references
 * unread (`references.ts`).
 */

import type { MappedText } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { WrittenComment } from '../comments.ts';

/** `=`, `:=` and `::=`, `:::=`, `?=`, `+=`, `!=`. */
export type MakeOperator = '=' | ':=' | ':::=' | '?=' | '+=' | '!=';

/** What stands in front of an assignment. */
export type MakeModifier = 'export' | 'override' | 'private' | 'unexport';

/** `NAME = value`, and `define NAME`. */
export interface MakeAssignment {
  readonly kind: 'assignment';
  /** All of it, to the end of its last line without the line ending. */
  readonly at: Span;
  /** May hold references. */
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

/** `run debug: build ; command`, and `debug: FLAGS += -S`. */
export interface MakeRule {
  readonly kind: 'rule';
  /** The line of the targets. */
  readonly at: Span;
  /** With the lines of its recipe. */
  readonly whole: Span;
  readonly targets: MappedText;
  readonly prerequisites: MappedText;
  /** The middle part of `$(OBJECTS): %.o: %.c`. */
  readonly pattern: MappedText | undefined;
  /** The variable that only these targets have. */
  readonly variable: MakeAssignment | undefined;
}

/** A line of the recipe of the rule before it, with all that it goes on over. */
interface MakeRecipeLine {
  readonly kind: 'recipe';
  /** Without the blank that begins it. */
  readonly at: Span;
  readonly text: MappedText;
}

/** `ifeq ($(A),b)` and its kin. */
export interface MakeCondition {
  /** `ifeq ($(DEBUG),1)`, as it is written. */
  readonly at: Span;
  readonly kind: 'equal' | 'unequal' | 'defined' | 'undefined';
  /** Of `ifdef` the name, and nothing. */
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
  /** What stands behind the last `else`; undefined where there is none. */
  readonly otherwise: readonly MakeNode[] | undefined;
}

/** `include a.mk b.mk`, `-include`, `sinclude`. */
interface MakeInclude {
  readonly kind: 'include';
  readonly at: Span;
  readonly names: MappedText;
}

/** A line of anything else, such as `$(eval …)`. */
interface MakeExpression {
  readonly kind: 'expression';
  readonly at: Span;
  readonly text: MappedText;
}

/** What stands on a line, or on the lines of a conditional. */
export type MakeNode =
  | MakeAssignment
  | MakeUndefine
  | MakeExport
  | MakeRule
  | MakeRecipeLine
  | MakeConditional
  | MakeInclude
  | MakeExpression;

/** A file with its comments. */
export interface Makefile {
  readonly nodes: readonly MakeNode[];
  readonly comments: readonly WrittenComment[];
  /** Whether nothing is left open, such as an `ifeq` without `endif`. */
  readonly isWhole: boolean;
}
