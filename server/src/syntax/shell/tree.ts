/**
 * A shell script as plain data: commands in reading order with their control flow, words with the
 * source of every character. Nothing of it belongs to the parser that produced it.
 */
import type { MappedText } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { Dialect } from './dialect.ts';

/** How a piece of a word is quoted, which names its encoding. */
export type ShellContext =
  /** Outside quotes. */
  | 'bare'
  /** Inside `"…"` or `$"…"`. */
  | 'double'
  /** Inside `'…'`. */
  | 'single'
  /** Inside `$'…'`. */
  | 'ansi-c'
  /** Inside the operand of an expansion that itself stands in double quotes: `"${x:-here}"`. */
  | 'double-operand'
  /** A line of a here-document in which things expand. */
  | 'here-document'
  /** Inside `` `…` ``, whose text a shell decodes before it reads it as a script. */
  | 'backtick'
  /** The same inside double quotes, where a `\"` is decoded too. */
  | 'backtick-double'
  /** Quotes that have no end, such as those of somebody who types: what stands behind them is in them. */
  | 'double-open'
  | 'single-open'
  | 'ansi-c-open'
  /** The same of an expansion, such as `$(`. */
  | 'unclosed'
  /** A line of one that is taken as it is, since its delimiter is quoted: `<<'EOF'`. */
  | 'quoted-document';

/** Literal characters with the same quoting. */
export interface TextPart {
  readonly kind: 'text';
  /** Decoded, without the quotes: for `"a\"b"` the text `a"b`. */
  readonly text: MappedText;
  readonly quoted: boolean;
}

/** `$x`, `$1`, `${x}`, `${x[@]}`, `${x:-d}` and the like. */
export interface ParameterPart {
  readonly kind: 'parameter';
  /** The whole expansion, from `$` to its end. */
  readonly at: Span;
  readonly source: string;
  readonly quoted: boolean;
  readonly context: ShellContext;
  /** The braces of which it is in an item. */
  readonly definition?: Span;
  /** `x`, `1`, `@` … */
  readonly name: string;
  /** `@`, `*` or the text between the brackets of `${x[…]}`. */
  readonly subscript: string | undefined;
  /** The subscript as a word, for `${x[$i]}`; undefined where there is none. */
  readonly index: ShellWord | undefined;
  /** `length` for `${#x}`, `indirect` for `${!x}`, `names` for `${!x*}` and `${!x[@]}`. */
  readonly prefix: 'length' | 'indirect' | 'names' | undefined;
  /** The operator of `${x:-d}`; `other` for every operator that changes the value: then see `change`. */
  readonly operator: '-' | ':-' | '=' | ':=' | '+' | ':+' | '?' | ':?' | 'other' | undefined;
  /** The `d` of `${x:-d}`. */
  readonly operand: ShellWord | undefined;
  /** What `${x%.cfg}` and its like make of the value; undefined for what we do not follow. */
  readonly change: ParameterChange | undefined;
  /** Whether it is divided although nothing else is: zsh's `${=x}`. */
  readonly divided?: true;
}

/** An expansion that changes the value of its parameter (bash manual 3.5.3). */
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
  /** `${x:1:2}`: both are arithmetic; undefined where they cannot be read. */
  | {
      readonly kind: 'slice';
      readonly offset: Arithmetic | undefined;
      readonly length: Arithmetic | 'rest' | undefined;
    }
  /** `${x^^}`; undefined for a pattern that says which letters. */
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
  /** A number, the name of a variable, or an expansion, which is read again as an expression. */
  | { readonly kind: 'word'; readonly word: ShellWord };

/** `$((…))` and `$[…]`. */
export interface ArithmeticPart {
  readonly kind: 'arithmetic';
  readonly at: Span;
  readonly source: string;
  readonly quoted: boolean;
  readonly context: ShellContext;
  /** The braces of which it is in an item. */
  readonly definition?: Span;
  /** Undefined where it cannot be read. */
  readonly expression: Arithmetic | undefined;
}

/** `{a,b}` and `{1..5}`, which make several words of the one that they stand in. */
interface BracesPart {
  readonly kind: 'braces';
  readonly at: Span;
  readonly source: string;
  readonly quoted: false;
  readonly context: ShellContext;
  /** What stands for the braces in each of the words, which is read late; undefined where they are too many to be written. */
  readonly items: (() => readonly (readonly ShellPart[])[]) | undefined;
}

/** `$(…)` and `` `…` ``. */
export interface SubstitutionPart {
  readonly kind: 'substitution';
  readonly at: Span;
  readonly source: string;
  readonly quoted: boolean;
  readonly context: ShellContext;
  /** The braces of which it is in an item. */
  readonly definition?: Span;
  readonly body: readonly ShellNode[];
  /**
   * What a shell decodes the text between backticks to, in which the offsets of the body count. It is decoded whenever
   * it is asked for, which takes less than to keep it.
   */
  readonly host?: (() => MappedText) | undefined;
}

/** Everything else whose value only the shell can know: process substitution, `~`. */
export interface OpaquePart {
  readonly kind: 'opaque';
  readonly at: Span;
  readonly source: string;
  readonly quoted: boolean;
  readonly context: ShellContext;
  /** The braces of which it is in an item. */
  readonly definition?: Span;
  /** The commands of `<(…)`, and of backticks of which shells read the quotes differently. */
  readonly body: readonly ShellNode[];
  /** Whether its commands were not read, since it stands too deep inside of others. */
  readonly unread?: true;
  /** The same as for a substitution. */
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
  /** The word with its quotes. */
  readonly at: Span;
  /** True where expanding the word surely runs no command and assigns no variable. */
  readonly inert: boolean;
  /**
   * The text of a word of plain characters, such as `qemu-system-arm` or `-nographic`, without asking for
   * its parts; undefined where something is quoted or expands, and also where that is not looked into.
   */
  readonly plain?: string | undefined;
  /**
   * For such a word of which each character is written as it is: its text, where all of it stands at a place and belongs
   * to a definition. Without the parts it is made once, where it is needed.
   */
  readonly textAt?: (at: Span, definition: Span | undefined) => MappedText;
  /** Read when first asked for: most words of a script are none of our business. */
  readonly parts: readonly ShellPart[];
}

/** `name=value`, `name+=value`, `name=(…)`, also as an argument of `declare`, `local`, `export` … */
export interface Assignment {
  readonly at: Span;
  readonly name: string;
  /** True for `+=`. */
  readonly append: boolean;
  /** The `i` of `name[i]=value`. */
  readonly index: ShellWord | undefined;
  readonly value:
    | { readonly kind: 'scalar'; readonly word: ShellWord | undefined }
    | {
        readonly kind: 'array';
        /** The values: for `([k]=v w)` the words `v` and `w`. */
        readonly elements: readonly ShellWord[];
        /** The `k` of each element that has one; undefined where none has. */
        readonly keys: readonly (ShellWord | undefined)[] | undefined;
        /** Whether each is written `[k]+=v`; undefined where none is. */
        readonly appends?: readonly boolean[] | undefined;
      };
}

/** The redirections of one command. */
export interface Redirections {
  /** Substitutions inside redirections, here-strings and here-documents, which run commands too. */
  readonly redirected: readonly ShellWord[];
  /** What a here-document or here-string gives it to read; the last one where there are several. */
  readonly input: ShellWord | undefined;
  /** Where its output goes, and which file it reads: `>f`, `>>f`, `<f`, `2>&1`, in reading order. */
  readonly redirections: readonly FileRedirection[];
  /** The lines of all its here-documents, which lie behind it: from the first character to the last. */
  readonly documents: readonly Span[];
}

/** A command with its words; assignments stand apart, in whatever place they were written. */
export interface SimpleCommand extends Redirections {
  readonly kind: 'command';
  readonly at: Span;
  readonly words: readonly ShellWord[];
  readonly assignments: readonly Assignment[];
  /** For `source` and `.`: the path of a `# shellcheck source=PATH` on the lines above. */
  readonly sourceHint: string | undefined;
}

/** A redirection to or from a file or descriptor. */
export interface FileRedirection {
  readonly operator: '>' | '>>' | '<' | '<>' | '<&' | '>&' | '>|' | '&>' | '&>>';
  /** The number in front of it, `variable` for `{fd}>f`; undefined where the operator decides. */
  readonly descriptor: number | 'variable' | undefined;
  readonly target: ShellWord;
  /** From its number or operator to the end of its target: the `2>/dev/null` of `a 2>/dev/null`. */
  readonly at: Span;
}

/** Commands that hold others. */
export type ShellNode =
  | SimpleCommand
  | {
      readonly kind: 'pipeline';
      readonly at: Span;
      readonly nodes: readonly ShellNode[];
      /** Whether `!` stands in front. */
      readonly negated: boolean;
    }
  | {
      readonly kind: 'and-or';
      readonly at: Span;
      readonly nodes: readonly ShellNode[];
      /** What stands between the nodes. */
      readonly operators: readonly ('&&' | '||')[];
    }
  | ({
      /** `{ …; }`, `( … )`, and `… &`, which is run in a subshell. */
      readonly kind: 'group';
      readonly at: Span;
      readonly subshell: boolean;
      /** Whether what stands there must be a group: the body of a function, and what `&` follows. */
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
      /** `select` asks its user; `arguments` is `for x` without `in`; `until` runs while its test fails. */
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
        /** Whether its pattern is `*`, so that no arm behind it is ever run. */
        readonly catchesAll: boolean;
        readonly body: readonly ShellNode[];
        /** `;&` runs the next body too, `;;&` goes on asking. */
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

/** A script as a tree, with what is wrong in it. */
export interface ShellScript {
  /** The shell that it was read for. */
  readonly dialect: Dialect;
  /** The text that it was read from. */
  readonly source: string;
  readonly nodes: readonly ShellNode[];
  readonly problems: readonly { readonly at: Span; readonly message: string }[];
  /** What was only read line by line, since there is too much before it that nobody can make sense of. */
  readonly unread?: Span;
}
