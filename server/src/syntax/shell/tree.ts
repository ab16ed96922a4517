/**
 * A shell script as plain data: commands in reading order with their control flow, words with the
 * source of every character. Nothing of it belongs to the parser that produced it.
 */
import type { MappedText } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';

/** How a piece of a word is quoted, which is what the speller needs to replace it. */
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
  /** `x`, `1`, `@` … */
  readonly name: string;
  /** `@`, `*` or the text between the brackets of `${x[…]}`. */
  readonly subscript: string | undefined;
  /** The operator of `${x:-d}`; `other` for one that changes the value in a way we do not follow. */
  readonly operator: '-' | ':-' | '=' | ':=' | '+' | ':+' | '?' | ':?' | 'other' | undefined;
  /** The `d` of `${x:-d}`. */
  readonly operand: ShellWord | undefined;
}

/** `$(…)` and `` `…` ``. */
export interface SubstitutionPart {
  readonly kind: 'substitution';
  readonly at: Span;
  readonly source: string;
  readonly quoted: boolean;
  readonly context: ShellContext;
  readonly body: readonly ShellNode[];
}

/** Everything else whose value only the shell can know: arithmetic, process substitution, braces, `~`. */
export interface OpaquePart {
  readonly kind: 'opaque';
  readonly at: Span;
  readonly source: string;
  readonly quoted: boolean;
  readonly context: ShellContext;
  /** True for `{a,b}`, which makes several words. */
  readonly many: boolean;
  /** The commands of `<(…)`. */
  readonly body: readonly ShellNode[];
}

export type ShellPart = TextPart | ParameterPart | SubstitutionPart | OpaquePart;

/** A word as written, such as `"tcp:$HOST":4444`. */
export interface ShellWord {
  /** The word with its quotes. */
  readonly at: Span;
  /** True where expanding the word surely runs no command and assigns no variable. */
  readonly inert: boolean;
  /** Read when first asked for: most words of a script are none of our business. */
  readonly parts: readonly ShellPart[];
}

/** `name=value`, `name+=value`, `name=(…)`, also as an argument of `declare`, `local`, `export` … */
export interface Assignment {
  readonly at: Span;
  readonly name: string;
  /** True for `+=`. */
  readonly append: boolean;
  /** True for `name[i]=value`. */
  readonly indexed: boolean;
  readonly value:
    | { readonly kind: 'scalar'; readonly word: ShellWord | undefined }
    | { readonly kind: 'array'; readonly elements: readonly ShellWord[] };
}

/** A command with its words; assignments stand apart, in whatever place they were written. */
export interface SimpleCommand {
  readonly kind: 'command';
  readonly at: Span;
  readonly words: readonly ShellWord[];
  readonly assignments: readonly Assignment[];
  /** Substitutions inside redirections, here-strings and here-documents, which run commands too. */
  readonly redirected: readonly ShellWord[];
  /** What a here-document or here-string gives it to read; the last one where there are several. */
  readonly input: ShellWord | undefined;
}

/** Commands that hold others. */
export type ShellNode =
  | SimpleCommand
  | { readonly kind: 'pipeline'; readonly at: Span; readonly nodes: readonly ShellNode[] }
  | {
      readonly kind: 'and-or';
      readonly at: Span;
      readonly nodes: readonly ShellNode[];
      /** What stands between the nodes. */
      readonly operators: readonly ('&&' | '||')[];
    }
  | {
      readonly kind: 'group';
      readonly at: Span;
      readonly subshell: boolean;
      readonly body: readonly ShellNode[];
      readonly redirected: readonly ShellWord[];
    }
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
      /** The variable of `for` and `select`. */
      readonly variable: string | undefined;
      readonly words: readonly ShellWord[];
      readonly test: readonly ShellNode[];
      readonly body: readonly ShellNode[];
    }
  | {
      readonly kind: 'case';
      readonly at: Span;
      readonly word: ShellWord;
      readonly arms: readonly {
        /** Whether its pattern is `*`, so that no arm behind it is ever run. */
        readonly catchesAll: boolean;
        readonly body: readonly ShellNode[];
      }[];
    }
  | {
      readonly kind: 'function';
      readonly at: Span;
      readonly name: string;
      readonly body: readonly ShellNode[];
    }
  | {
      readonly kind: 'expression';
      /** `[[ … ]]` and `(( … ))`; the words of the first may run commands. */
      readonly at: Span;
      readonly words: readonly ShellWord[];
    };

export interface ShellScript {
  readonly nodes: readonly ShellNode[];
  readonly problems: readonly { readonly at: Span; readonly message: string }[];
}
