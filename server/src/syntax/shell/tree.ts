/**
 * A shell script as plain data: commands in order with control flow, words with source maps. Independent of
 * the parser.
 */
import type { MappedText } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { Dialect } from './dialect.ts';

/** How a piece of a word is quoted; names its encoding. */
export type ShellContext =
  /** Unquoted. */
  | 'bare'
  /** In `"…"` or `$"…"`. */
  | 'double'
  /** In `'…'`. */
  | 'single'
  /** In `$'…'`. */
  | 'ansi-c'
  /** In the operand of a quoted expansion: `"${x:-here}"`. */
  | 'double-operand'
  /** In a here-document with expansions. */
  | 'here-document'
  /** In `` `…` ``, which is decoded before it is read as a script. */
  | 'backtick'
  /** The same in double quotes, where `\"` is decoded too. */
  | 'backtick-double'
  /** Unterminated quotes, as in half-typed code. */
  | 'double-open'
  | 'single-open'
  | 'ansi-c-open'
  /** An unterminated expansion, such as `$(`. */
  | 'unclosed'
  /** In a here-document with a quoted delimiter: `<<'EOF'`. */
  | 'quoted-document';

/** Literal characters with the same quoting. */
export interface TextPart {
  readonly kind: 'text';
  /** Decoded, without quotes: `a"b` for `"a\"b"`. */
  readonly text: MappedText;
  readonly quoted: boolean;
}

/** `$x`, `$1`, `${x}`, `${x[@]}`, `${x:-d}` and the like. */
export interface ParameterPart {
  readonly kind: 'parameter';
  /** From `$` to its end. */
  readonly at: Span;
  readonly source: string;
  readonly quoted: boolean;
  readonly context: ShellContext;
  /** The braces whose item contains it. */
  readonly definition?: Span;
  /** `x`, `1`, `@` … */
  readonly name: string;
  /** `@`, `*` or the text between the brackets of `${x[…]}`. */
  readonly subscript: string | undefined;
  /** The subscript as a word, for `${x[$i]}`. */
  readonly index: ShellWord | undefined;
  /** `length` for `${#x}`, `indirect` for `${!x}`, `names` for `${!x*}` and `${!x[@]}`. */
  readonly prefix: 'length' | 'indirect' | 'names' | undefined;
  /** The operator of `${x:-d}`; `other` for those that change the value (see `change`). */
  readonly operator: '-' | ':-' | '=' | ':=' | '+' | ':+' | '?' | ':?' | 'other' | undefined;
  /** `d` of `${x:-d}`. */
  readonly operand: ShellWord | undefined;
  /** The change by `${x%.cfg}` and the like; undefined if not modelled. */
  readonly change: ParameterChange | undefined;
  /** Whether it splits even where nothing else does: zsh's `${=x}`. */
  readonly divided?: true;
}

/** An expansion that changes the value (bash manual 3.5.3). */
export type ParameterChange =
  | {
      readonly kind: 'remove';
      readonly operator: '#' | '##' | '%' | '%%';
      readonly pattern: ShellWord;
    }
  | {
      readonly kind: 'replace';
      readonly operator: '/' | '//' | '/#' | '/%';
      readonly pattern: ShellWord;
      readonly replacement: ShellWord | undefined;
    }
  /** `${x:1:2}`; undefined for arithmetic that cannot be read. */
  | {
      readonly kind: 'slice';
      readonly offset: Arithmetic | undefined;
      readonly length: Arithmetic | 'rest' | undefined;
    }
  /** `${x^^}`; undefined with a pattern. */
  | {
      readonly kind: 'case';
      readonly operator: '^' | '^^' | ',' | ',,';
      readonly pattern: ShellWord | undefined;
    }
  /** `${x@Q}`. */
  | { readonly kind: 'transform'; readonly letter: string };

/** An arithmetic expression, as in `$((4444 + i))`. */
export type Arithmetic =
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Arithmetic;
      readonly right: Arithmetic;
    }
  | {
      readonly kind: 'unary';
      readonly operator: string;
      readonly operand: Arithmetic;
      readonly prefix: boolean;
    }
  | {
      readonly kind: 'choice';
      readonly test: Arithmetic;
      readonly yes: Arithmetic;
      readonly no: Arithmetic;
    }
  /** A number, a variable, or an expansion that is read again as an expression. */
  | { readonly kind: 'word'; readonly word: ShellWord };

/** `$((…))` and `$[…]`. */
export interface ArithmeticPart {
  readonly kind: 'arithmetic';
  readonly at: Span;
  readonly source: string;
  readonly quoted: boolean;
  readonly context: ShellContext;
  /** The braces whose item contains it. */
  readonly definition?: Span;
  /** Undefined if it cannot be read. */
  readonly expression: Arithmetic | undefined;
}

/** `{a,b}` and `{1..5}`, which turn a word into several. */
interface BracesPart {
  readonly kind: 'braces';
  readonly at: Span;
  readonly source: string;
  readonly quoted: false;
  readonly context: ShellContext;
  /** The items, read on demand; undefined if too many. */
  readonly items: (() => readonly (readonly ShellPart[])[]) | undefined;
}

/** `$(…)` and `` `…` ``. */
export interface SubstitutionPart {
  readonly kind: 'substitution';
  readonly at: Span;
  readonly source: string;
  readonly quoted: boolean;
  readonly context: ShellContext;
  /** The braces whose item contains it. */
  readonly definition?: Span;
  readonly body: readonly ShellNode[];
  /**
   * The decoded text between backticks, which the offsets of `body` refer to. Decoded on each access, to
   * save memory.
   */
  readonly host?: (() => MappedText) | undefined;
}

/** Text known only at run time: process substitution, `~`. */
export interface OpaquePart {
  readonly kind: 'opaque';
  readonly at: Span;
  readonly source: string;
  readonly quoted: boolean;
  readonly context: ShellContext;
  /** The braces whose item contains it. */
  readonly definition?: Span;
  /** The commands of `<(…)`, and of backticks whose quotes shells read differently. */
  readonly body: readonly ShellNode[];
  /** Not read because of the depth limit. */
  readonly unread?: true;
  /** As for a substitution. */
  readonly host?: (() => MappedText) | undefined;
}

/** A part of a word. */
export type ShellPart =
  | TextPart
  | ParameterPart
  | SubstitutionPart
  | ArithmeticPart
  | BracesPart
  | OpaquePart;

/** A word as written, such as `"tcp:$HOST":4444`. */
export interface ShellWord {
  /** With its quotes. */
  readonly at: Span;
  /** True if expanding the word runs no command and assigns nothing. */
  readonly inert: boolean;
  /**
   * The text of a word of plain characters, such as `-nographic`; undefined for quotes, expansions, or if
   * not checked.
   */
  readonly plain?: string | undefined;
  /** For a plain word: its text at a place, in a definition, without reading its parts. */
  readonly textAt?: (at: Span, definition: Span | undefined) => MappedText;
  /** Read on demand. */
  readonly parts: readonly ShellPart[];
}

/** `name=value`, `name+=value`, `name=(…)`, also in `declare`, `local`, `export` … */
export interface Assignment {
  readonly at: Span;
  readonly name: string;
  /** True for `+=`. */
  readonly append: boolean;
  /** `i` of `name[i]=value`. */
  readonly index: ShellWord | undefined;
  readonly value:
    | { readonly kind: 'scalar'; readonly word: ShellWord | undefined }
    | {
        readonly kind: 'array';
        /** The values: `v` and `w` of `([k]=v w)`. */
        readonly elements: readonly ShellWord[];
        /** The keys (`k`) by element; undefined if no element has one. */
        readonly keys: readonly (ShellWord | undefined)[] | undefined;
        /** Which elements use `[k]+=v`; undefined for none. */
        readonly appends?: readonly boolean[] | undefined;
      };
}

/** The redirections of a command. */
export interface Redirections {
  /** Substitutions in redirections, here-strings and here-documents, which run commands. */
  readonly redirected: readonly ShellWord[];
  /** The last here-document or here-string. */
  readonly input: ShellWord | undefined;
  /** `>f`, `>>f`, `<f`, `2>&1`, in order. */
  readonly redirections: readonly FileRedirection[];
  /** The lines of all here-documents, as one span each. */
  readonly documents: readonly Span[];
}

/** A simple command; assignments are separate, wherever they were written. */
export interface SimpleCommand extends Redirections {
  readonly kind: 'command';
  readonly at: Span;
  readonly words: readonly ShellWord[];
  readonly assignments: readonly Assignment[];
  /** For `source` and `.`: PATH of `# shellcheck source=PATH` above. */
  readonly sourceHint: string | undefined;
}

/** A redirection to or from a file or descriptor. */
export interface FileRedirection {
  readonly operator: '>' | '>>' | '<' | '<>' | '<&' | '>&' | '>|' | '&>' | '&>>';
  /** The number in front, `variable` for `{fd}>f`; undefined for the operator's default. */
  readonly descriptor: number | 'variable' | undefined;
  readonly target: ShellWord;
  /** From the number or operator to the end of the target: `2>/dev/null`. */
  readonly at: Span;
}

/** A command, simple or compound. */
export type ShellNode =
  | SimpleCommand
  | {
      readonly kind: 'pipeline';
      readonly at: Span;
      readonly nodes: readonly ShellNode[];
      /** Whether `!` precedes it. */
      readonly negated: boolean;
    }
  | {
      readonly kind: 'and-or';
      readonly at: Span;
      readonly nodes: readonly ShellNode[];
      /** The operators between the nodes. */
      readonly operators: readonly ('&&' | '||')[];
    }
  | ({
      /** `{ …; }`, `( … )`, and `… &`, which runs in a subshell. */
      readonly kind: 'group';
      readonly at: Span;
      readonly subshell: boolean;
      /** Whether the grammar requires a group: a function's body, the operand of `&`. */
      readonly bound?: true;
      readonly body: readonly ShellNode[];
    } & Redirections)
  | {
      readonly kind: 'if';
      readonly at: Span;
      readonly clauses: readonly {
        readonly test: readonly ShellNode[];
        readonly body: readonly ShellNode[];
      }[];
      readonly otherwise: readonly ShellNode[] | undefined;
    }
  | {
      readonly kind: 'loop';
      readonly at: Span;
      readonly variable: string | undefined;
      readonly words: readonly ShellWord[];
      /** `arguments` is `for x` without `in`; `until` loops while its test fails. */
      readonly over: 'words' | 'select' | 'arguments' | 'while' | 'until' | 'arithmetic';
      readonly test: readonly ShellNode[];
      /** The three expressions of `for ((…; …; …))`. */
      readonly arithmetic: readonly (Arithmetic | undefined)[];
      readonly body: readonly ShellNode[];
    }
  | {
      readonly kind: 'case';
      readonly at: Span;
      readonly word: ShellWord;
      readonly arms: readonly {
        readonly patterns: readonly ShellWord[];
        /** Whether a pattern is `*`, so that later arms never run. */
        readonly catchesAll: boolean;
        readonly body: readonly ShellNode[];
        /** `;&` runs the next body too, `;;&` tests the next patterns. */
        readonly end: ';;' | ';&' | ';;&';
      }[];
    }
  | {
      readonly kind: 'function';
      readonly at: Span;
      readonly name: string;
      readonly body: readonly ShellNode[];
    }
  | {
      /** `[[ … ]]` and `(( … ))`. */
      readonly kind: 'expression';
      readonly at: Span;
      readonly test: ShellTest | undefined;
      readonly arithmetic: Arithmetic | undefined;
    };

/** The inside of `[[ … ]]`. */
export type ShellTest =
  | { readonly kind: 'unary'; readonly operator: string; readonly operand: ShellWord }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: ShellWord;
      readonly right: ShellWord;
    }
  | {
      readonly kind: 'logical';
      readonly operator: '&&' | '||';
      readonly operands: readonly ShellTest[];
    }
  | { readonly kind: 'not'; readonly operand: ShellTest };

/** A script with its problems. */
export interface ShellScript {
  /** The shell that it was read for. */
  readonly dialect: Dialect;
  /** The text that it was read from. */
  readonly source: string;
  readonly nodes: readonly ShellNode[];
  readonly problems: readonly { readonly at: Span; readonly message: string }[];
  /** The part that was read line by line only, after too many errors. */
  readonly unread?: Span;
}
