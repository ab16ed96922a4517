/** A shell script as plain data, independent of the parser. */
import type { MappedText } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { Dialect } from './dialect.ts';

/** How text is quoted; an encoding's id. */
export type ShellContext =
  | 'bare'
  /** `"…"`, `$"…"` */
  | 'double'
  /** `'…'` */
  | 'single'
  /** `$'…'` */
  | 'ansi-c'
  /** `"${x:-here}"` */
  | 'double-operand'
  /** A here-document with expansions. */
  | 'here-document'
  /** `` `…` ``, decoded before it is read. */
  | 'backtick'
  /** In double quotes, where `\"` is decoded, too. */
  | 'backtick-double'
  /** Unterminated. */
  | 'double-open'
  | 'single-open'
  | 'ansi-c-open'
  /** Unterminated: `$(`. */
  | 'unclosed'
  /** `<<'EOF'` */
  | 'quoted-document';

interface TextPart {
  readonly kind: 'text';
  /** `a"b` for `"a\"b"` */
  readonly text: MappedText;
  readonly quoted: boolean;
}

/** `$x`, `$1`, `${x[@]}`, `${x:-d}` */
export interface ParameterPart {
  readonly kind: 'parameter';
  /** From `$` to the end of the expansion. */
  readonly at: Span;
  readonly source: string;
  readonly quoted: boolean;
  readonly context: ShellContext;
  /** The braces around this expansion. */
  readonly definition?: Span;
  /** `x`, `1`, `@` */
  readonly name: string;
  /** `@`, `*` or other text of `${x[…]}`. */
  readonly subscript: string | undefined;
  /** `$i` of `${x[$i]}` */
  readonly index: ShellWord | undefined;
  /** `${#x}`, `${!x}`, `${!x*}` and `${!x[@]}` */
  readonly prefix: 'length' | 'indirect' | 'names' | undefined;
  /** `:-` of `${x:-d}`; `other` for those with a `change`. */
  readonly operator: '-' | ':-' | '=' | ':=' | '+' | ':+' | '?' | ':?' | 'other' | undefined;
  /** `d` of `${x:-d}` */
  readonly operand: ShellWord | undefined;
  /** `${x%.cfg}`; undefined if unsupported. */
  readonly change: ParameterChange | undefined;
}

/** bash manual 3.5.3. */
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
  /** `${x:1:2}`; undefined for unreadable arithmetic. */
  | {
      readonly kind: 'slice';
      readonly offset: Arithmetic | undefined;
      readonly length: Arithmetic | 'rest' | undefined;
    }
  /** `${x^^}`, `${x^pattern}` */
  | {
      readonly kind: 'case';
      readonly operator: '^' | '^^' | ',' | ',,';
      readonly pattern: ShellWord | undefined;
    }
  /** `${x@Q}` */
  | { readonly kind: 'transform'; readonly letter: string };

/** `4444 + i` of `$((4444 + i))` */
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
  | { readonly kind: 'word'; readonly word: ShellWord };

/** `$((…))`, `$[…]` */
export interface ArithmeticPart {
  readonly kind: 'arithmetic';
  readonly at: Span;
  readonly source: string;
  readonly quoted: boolean;
  readonly context: ShellContext;
  readonly definition?: Span;
  /** Undefined if unreadable. */
  readonly expression: Arithmetic | undefined;
}

/** `{a,b}`, `{1..5}` */
interface BracesPart {
  readonly kind: 'braces';
  readonly at: Span;
  readonly source: string;
  readonly quoted: false;
  readonly context: ShellContext;
  /** Read on demand; undefined if too many. */
  readonly items: (() => readonly (readonly ShellPart[])[]) | undefined;
}

/** `$(…)`, `` `…` `` */
export interface SubstitutionPart {
  readonly kind: 'substitution';
  readonly at: Span;
  readonly source: string;
  readonly quoted: boolean;
  readonly context: ShellContext;
  readonly definition?: Span;
  readonly body: readonly ShellNode[];
  /** Text between backticks, with the offsets of `body`; decoded on access to save memory. */
  readonly host?: (() => MappedText) | undefined;
}

/** Known at run time only: process substitution, `~`. */
export interface OpaquePart {
  readonly kind: 'opaque';
  readonly at: Span;
  readonly source: string;
  readonly quoted: boolean;
  readonly context: ShellContext;
  readonly definition?: Span;
  /** Of `<(…)`, and of backticks whose quotes shells read differently. */
  readonly body: readonly ShellNode[];
  /** Whether the commands nest too deeply, or may have a form of zsh. */
  readonly unread?: true;
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

/** `"tcp:$HOST":4444` */
export interface ShellWord {
  /** With quotes. */
  readonly at: Span;
  /** Whether expansion runs no command and assigns nothing. */
  readonly inert: boolean;
  /** Text of an unquoted word without expansions; undefined for others. */
  readonly plain?: string | undefined;
  /** The text at another place, without reading the parts. */
  readonly textAt?: (at: Span, definition: Span | undefined) => MappedText;
  readonly parts: readonly ShellPart[];
}

/** `name=value`, `name+=value`, `name=(…)`, also in `declare`, `export`, … */
export interface Assignment {
  readonly at: Span;
  readonly name: string;
  readonly append: boolean;
  /** `i` of `name[i]=value` */
  readonly index: ShellWord | undefined;
  readonly value:
    | { readonly kind: 'scalar'; readonly word: ShellWord | undefined }
    | {
        readonly kind: 'array';
        /** `v`, `w` of `([k]=v w)` */
        readonly elements: readonly ShellWord[];
        /** `k` of each element, but not of `[k]+=v`; undefined if none has one. */
        readonly keys: readonly (ShellWord | undefined)[] | undefined;
      };
}

/** A command's redirections. */
export interface Redirections {
  /** Words that run commands. */
  readonly redirected: readonly ShellWord[];
  /** The last here-document or here-string. */
  readonly input: ShellWord | undefined;
  /** `>f`, `>>f`, `<f`, `2>&1`, in order. */
  readonly redirections: readonly FileRedirection[];
  /** Lines of each here-document. */
  readonly documents: readonly Span[];
}

/** Assignments are separate wherever written. */
export interface SimpleCommand extends Redirections {
  readonly kind: 'command';
  readonly at: Span;
  readonly words: readonly ShellWord[];
  readonly assignments: readonly Assignment[];
  /** `# shellcheck source=PATH` above `source` or `.` */
  readonly sourceHint: string | undefined;
}

/** `>f`, `2>&1` */
export interface FileRedirection {
  readonly operator: '>' | '>>' | '<' | '<>' | '<&' | '>&' | '>|' | '&>' | '&>>';
  /** `2` of `2>f`, `variable` for `{fd}>f`; undefined for the default. */
  readonly descriptor: number | 'variable' | undefined;
  readonly target: ShellWord;
  readonly at: Span;
}

/** A simple or compound command. */
export type ShellNode =
  | SimpleCommand
  | {
      readonly kind: 'pipeline';
      readonly at: Span;
      readonly nodes: readonly ShellNode[];
      readonly negated: boolean;
    }
  | {
      readonly kind: 'and-or';
      readonly at: Span;
      readonly nodes: readonly ShellNode[];
      readonly operators: readonly ('&&' | '||')[];
    }
  | ({
      /** `{ …; }`, `( … )`; `… &` has a subshell. */
      readonly kind: 'group';
      readonly at: Span;
      readonly subshell: boolean;
      /** Required by the grammar: a function's body, the operand of `&`. */
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
      /** `arguments`: `for x` without `in`. */
      readonly over: 'words' | 'select' | 'arguments' | 'while' | 'until' | 'arithmetic';
      readonly test: readonly ShellNode[];
      /** `for ((…; …; …))` */
      readonly arithmetic: readonly (Arithmetic | undefined)[];
      readonly body: readonly ShellNode[];
    }
  | {
      readonly kind: 'case';
      readonly at: Span;
      readonly word: ShellWord;
      readonly arms: readonly {
        readonly patterns: readonly ShellWord[];
        /** Whether a `*` keeps later arms from running. */
        readonly catchesAll: boolean;
        readonly body: readonly ShellNode[];
        /** `;&` runs the next body, `;;&` tests further patterns. */
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
      /** `[[ … ]]`, `(( … ))` */
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

/** A script as read for a shell. */
export interface ShellScript {
  readonly dialect: Dialect;
  readonly source: string;
  readonly nodes: readonly ShellNode[];
  readonly problems: readonly { readonly at: Span; readonly message: string }[];
  /** Read line by line, after too many errors. */
  readonly unread?: Span;
}
