/**
 * A Python file as plain data, as far as it matters to whoever follows what its lists and texts become. What it does
 * not tell apart (comparisons, comprehensions, patterns) keeps the expressions in it.
 */
import type { MappedText } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';

/** A part of a string literal. */
export type TextPart =
  | { readonly kind: 'text'; readonly text: MappedText }
  /** A `{port}` in an f-string. */
  | {
      readonly kind: 'hole';
      readonly at: Span;
      /** With its braces. */
      readonly source: string;
      readonly value: Expression;
      /** Whether it gives the value as `str` does: there is no `!r` and no `:>5`. */
      readonly isPlain: boolean;
      /** The text beside it, which tells how text is written there. */
      readonly encodings: MappedText['pieces'][number]['encodings'];
    };

/** An expression, with parentheses as `same`. */
export type Expression = { readonly at: Span } & (
  | { readonly kind: 'text'; readonly parts: readonly TextPart[]; readonly isBytes: boolean }
  | { readonly kind: 'number'; readonly text: string }
  /** Undefined for `None`. */
  | { readonly kind: 'constant'; readonly value: boolean | undefined }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'list' | 'tuple' | 'set'; readonly elements: readonly Expression[] }
  /** `*rest` in a list or in front of an argument. */
  | { readonly kind: 'spread'; readonly value: Expression }
  | {
      readonly kind: 'dictionary';
      /** Without a key for `**more`. */
      readonly entries: readonly {
        readonly key: Expression | undefined;
        readonly value: Expression;
      }[];
    }
  | { readonly kind: 'call'; readonly callee: Expression; readonly args: readonly Argument[] }
  | {
      readonly kind: 'attribute';
      readonly object: Expression;
      readonly name: string;
      readonly nameAt: Span;
    }
  | { readonly kind: 'item'; readonly object: Expression; readonly index: Expression }
  | {
      readonly kind: 'slice';
      readonly begin: Expression | undefined;
      readonly end: Expression | undefined;
      readonly hasStep: boolean;
    }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  /** `a or b`, `a and b`. */
  | {
      readonly kind: 'logical';
      readonly operator: 'and' | 'or';
      readonly left: Expression;
      readonly right: Expression;
    }
  /** `then if test else otherwise`. */
  | {
      readonly kind: 'conditional';
      readonly test: Expression;
      readonly body: Expression;
      readonly otherwise: Expression;
    }
  | { readonly kind: 'named'; readonly name: string; readonly value: Expression }
  /** `await x`, `(x)`: what it is, is what is in it. */
  | { readonly kind: 'same'; readonly value: Expression }
  /** A comparison such as `a is not b`, and `not x`: nobody starts what is in it. */
  | { readonly kind: 'test'; readonly operator: string; readonly parts: readonly Expression[] }
  /** A comprehension, a lambda, a `yield`, and what is half-typed. */
  | { readonly kind: 'other'; readonly parts: readonly Expression[] }
);

/** What a call is given in one place. */
export interface Argument {
  readonly at: Span;
  readonly name: string | undefined;
  /** `*args` and `**kwargs`. */
  readonly stars: 0 | 1 | 2;
  readonly value: Expression;
}

/** A parameter of a function. */
export interface Parameter {
  readonly name: string;
  readonly kind: 'plain' | 'rest' | 'keywords';
  /** Whether only its name gives it a value. */
  readonly byName: boolean;
  readonly otherwise: Expression | undefined;
}

/** Statements, one after the other. */
export type Body = readonly Statement[];

/** `def name(…):` with what is in it. */
export interface FunctionDefinition {
  readonly at: Span;
  readonly kind: 'function';
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: Body;
  readonly decorators: readonly string[];
  /** Whether calling it runs none of it yet: it has a `yield`. */
  readonly isGenerator: boolean;
}

/** `class Name(…):` with what is in it. */
export interface ClassDefinition {
  readonly at: Span;
  readonly kind: 'class';
  readonly name: string;
  readonly bases: readonly Expression[];
  readonly body: Body;
}

/** A statement, as far as it can have to do with words of a command line. */
export type Statement =
  | FunctionDefinition
  | ClassDefinition
  | ({ readonly at: Span } & (
      | {
          readonly kind: 'assign';
          readonly targets: readonly Expression[];
          /** `+=`; undefined for `=`. */
          readonly operator: string | undefined;
          readonly value: Expression;
        }
      | { readonly kind: 'expression'; readonly value: Expression }
      | { readonly kind: 'return'; readonly value: Expression | undefined }
      | {
          readonly kind: 'if';
          readonly arms: readonly { readonly test: Expression; readonly body: Body }[];
          readonly otherwise: Body | undefined;
        }
      /** `for` with what it goes through, or `while` with its test. */
      | {
          readonly kind: 'loop';
          readonly target: Expression | undefined;
          readonly over: Expression | undefined;
          readonly body: Body;
          readonly otherwise: Body;
        }
      | {
          readonly kind: 'try';
          readonly body: Body;
          readonly handlers: readonly Body[];
          readonly otherwise: Body;
          readonly final: Body;
        }
      | {
          readonly kind: 'with';
          readonly items: readonly {
            readonly value: Expression;
            readonly target: Expression | undefined;
          }[];
          readonly body: Body;
        }
      /** The arms of `match`; which one is run nobody knows. */
      | { readonly kind: 'match'; readonly subject: Expression; readonly arms: readonly Body[] }
      | {
          readonly kind: 'import';
          /** `numpy.linalg` as it is called here, and what that is. */
          readonly names: readonly { readonly name: string; readonly path: string }[];
        }
      | { readonly kind: 'outside'; readonly names: readonly string[] }
      /** `break`, `continue`, `raise`. */
      | { readonly kind: 'leave'; readonly ends: 'round' | 'loop' | 'function' }
      | { readonly kind: 'delete'; readonly targets: readonly Expression[] }
      /** `assert` and what is half-typed: nobody starts what is in it. */
      | { readonly kind: 'other'; readonly parts: readonly Expression[] }
    ));

/** A file with its comments. */
export interface PythonFile {
  readonly body: Body;
  readonly comments: readonly Span[];
  /** Whether `os` is imported for all of the file. */
  readonly hasOs: boolean;
  /** Whether the parser understood all that was read. */
  readonly isWhole: boolean;
  /** From where on not all was read, since the text is too long, too much is open in it, or a long line is no Python. */
  readonly stopped: number | undefined;
}
