/** A Python file as plain data; constructs that matter to no list or string keep only subexpressions. */
import type { MappedText } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';

export type TextPart =
  | { readonly kind: 'text'; readonly text: MappedText }
  /** `{port}` of an f-string. */
  | {
      readonly kind: 'hole';
      readonly at: Span;
      readonly source: string;
      readonly value: Expression;
      /** Whether it formats like `str`: no `!r`, no `:>5`. */
      readonly isPlain: boolean;
      /** Of the adjacent text. */
      readonly encodings: MappedText['pieces'][number]['encodings'];
    };

/** Parentheses are `same`. */
export type Expression = { readonly at: Span } & (
  | { readonly kind: 'text'; readonly parts: readonly TextPart[] }
  | { readonly kind: 'number'; readonly text: string }
  /** `True`, `False`, or undefined for `None`. */
  | { readonly kind: 'constant'; readonly value: boolean | undefined }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'list' | 'tuple' | 'set'; readonly elements: readonly Expression[] }
  /** `*rest` */
  | { readonly kind: 'spread'; readonly value: Expression }
  | {
      readonly kind: 'dictionary';
      /** `**more` has no key. */
      readonly entries: readonly {
        readonly key: Expression | undefined;
        readonly value: Expression;
      }[];
    }
  | { readonly kind: 'call'; readonly callee: Expression; readonly args: readonly Argument[] }
  | { readonly kind: 'attribute'; readonly object: Expression; readonly name: string }
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
  /** `a or b`, `a and b` */
  | {
      readonly kind: 'logical';
      readonly operator: 'and' | 'or';
      readonly left: Expression;
      readonly right: Expression;
    }
  /** `then if test else otherwise` */
  | {
      readonly kind: 'conditional';
      readonly test: Expression;
      readonly body: Expression;
      readonly otherwise: Expression;
    }
  | { readonly kind: 'named'; readonly name: string; readonly value: Expression }
  /** `await x`, `(x)` */
  | { readonly kind: 'same'; readonly value: Expression }
  /** `a is not b`, `not x` */
  | { readonly kind: 'test'; readonly operator: string; readonly parts: readonly Expression[] }
  /** A comprehension, a lambda, a `yield`, or half-typed code. */
  | { readonly kind: 'other'; readonly parts: readonly Expression[] }
);

/** An argument of a call. */
export interface Argument {
  readonly at: Span;
  readonly name: string | undefined;
  /** 1 for `*args`, 2 for `**kwargs`. */
  readonly stars: 0 | 1 | 2;
  readonly value: Expression;
}

/** A parameter of a function. */
export interface Parameter {
  readonly name: string;
  readonly kind: 'plain' | 'rest' | 'keywords';
  /** Keyword-only. */
  readonly byName: boolean;
  readonly otherwise: Expression | undefined;
}

/** Statements in order. */
export type Body = readonly Statement[];

/** `def name(…):` */
export interface FunctionDefinition {
  readonly at: Span;
  readonly kind: 'function';
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: Body;
  readonly decorators: readonly Decorator[];
  /** Whether it contains `yield`; a call then runs nothing yet. */
  readonly isGenerator: boolean;
}

/** `@click.option("--host")` with its path, `click.option`. */
export interface Decorator {
  readonly path: string;
  readonly value: Expression;
}

/** `class Name(…):` */
export interface ClassDefinition {
  readonly at: Span;
  readonly kind: 'class';
  readonly name: string;
  readonly bases: readonly Expression[];
  readonly body: Body;
}

/** A statement, as much as command lines need. */
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
      /** `for` with its iterable, or `while` with its test. */
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
      /** `match`; any arm may run. */
      | { readonly kind: 'match'; readonly subject: Expression; readonly arms: readonly Body[] }
      | {
          readonly kind: 'import';
          /** `np` and `numpy` of `import numpy as np`. */
          readonly names: readonly { readonly name: string; readonly path: string }[];
        }
      | { readonly kind: 'outside'; readonly names: readonly string[] }
      /** `break`, `continue`, `raise`. */
      | { readonly kind: 'leave'; readonly ends: 'round' | 'loop' | 'function' }
      | { readonly kind: 'delete'; readonly targets: readonly Expression[] }
      /** `assert` and half-typed code. */
      | { readonly kind: 'other'; readonly parts: readonly Expression[] }
    ));

/** A file with its comments. */
export interface PythonFile {
  readonly body: Body;
  readonly comments: readonly Span[];
  readonly hasOs: boolean;
  /** Whether the text is valid as far as it was read. */
  readonly isWhole: boolean;
  /** Where text was first skipped: beyond the length limit, or a long invalid line. */
  readonly stopped: number | undefined;
}
