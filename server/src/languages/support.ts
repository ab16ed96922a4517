/**
 * The interface of a host language. Each folder here exports one `LanguageSupport`; callers ask for
 * capabilities, not for the language.
 */
import type { Inclusions } from '../invocation/inclusions.ts';
import type {
  ConfigSection,
  IgnoredArguments,
  Invocation,
  Word,
} from '../invocation/invocation.ts';
import type { ScriptFacts } from '../invocation/shell/script-facts.ts';
import type { Change, NewOption } from '../qemu/change/change.ts';
import type { MonitorRecipe } from '../qemu/completion/monitor-recipes.ts';
import type { ProposalPart } from '../qemu/completion/proposal.ts';
import type { Machine } from '../qemu/machine/machine.ts';
import type { Option } from '../qemu/options/options.ts';
import type { QemuVersion } from '../qemu/options/version.ts';
import type { Comments, CommentTarget } from '../syntax/comments.ts';
import type { ShellScript } from '../syntax/shell/tree.ts';
import type { Template } from '../syntax/spell.ts';
import type { Edit } from '../text/edit.ts';
import type { Encoding, Encodings } from '../text/encoding.ts';
import type { FileSet } from '../text/file-set.ts';
import type { Span } from '../text/span.ts';
import type { Closing } from './marked-text.ts';
import type { FixTrees } from './trees.ts';

export type { ScriptFacts };

/** How a file is included: as a script, a QEMU config, or a makefile. */
export type IncludedAs = 'script' | 'config' | 'makefile';

/** Inputs of a document besides its text: its tree as a script, and files it may include. */
interface Surroundings {
  readonly document: () => ShellScript;
  /** Access to other files; undefined if there are none. */
  readonly inclusions?: Inclusions;
  /** Whether the clients of the document are wanted, so that it is read even if it starts nothing. */
  readonly wantsClients?: true;
}

/** How documents are recognized. */
interface Detection {
  /** Editor ids; the first is used for files that no editor has open. */
  readonly languageIds: readonly string[];
  /** The id of files whose language editors do not know. */
  readonly fileId?: string;
  /** Decisive names, for files that no editor has open. */
  readonly names?: RegExp;
  /** Names that, with matching content, override the editor's language. */
  readonly ownNames?: RegExp;
  readonly looksOwn?: (text: string) => boolean;
  /** Decisive paths, which override the editor's language. */
  readonly paths?: RegExp;
  /** The first line of a file without a telling name. */
  readonly firstLine?: RegExp;
  /** Names shared by several languages; the content decides. */
  readonly sharedNames?: RegExp;
  /** Whether text with a shared or no telling name is of this language. */
  readonly looksLike?: (text: string) => boolean;
  /** A cheap test before `looksLike`. */
  readonly mayLookLike?: (text: string) => boolean;
  /** Whether files without a telling name may match by content. */
  readonly isOfAnyName?: boolean;
  /** Whether a document with this id is another language. */
  readonly isOther?: (path: string, beginning: string) => boolean;
  /** File patterns for editors without an id for the language. */
  readonly patterns?: readonly string[];
  /** A cheap test for possible findings: false positives only. Without it, any text may have some. */
  readonly mayHaveFindings?: (text: string) => boolean;
}

/** The comments of a language. */
export interface CommentStyle {
  /** The marked comments; `tree` gives the text as a script. */
  readonly read: (text: string, marker: string, tree: () => ShellScript) => Comments;
  /** Delimiters other than `# `. */
  readonly delimiters?: readonly [before: string, behind: string];
  /** The target of a comment if not a command. */
  readonly unit?: 'element' | 'section';
  /** Whether a comment line can be inserted above a target; default yes. */
  readonly hasLine?: (text: string, target: CommentTarget) => boolean;
  /** The comment's indentation if different from its target's. */
  readonly marginFor?: (margin: string) => string;
  /** Whether a comment may share its target's line. */
  readonly inLine?: true;
}

/** The text that edits apply to: all files of an analysis in one. */
export interface EditPlace {
  readonly source: string;
  readonly files: FileSet;
  readonly trees: FixTrees;
}

/** An option to remove. */
export type RemovedOption = Pick<Option, 'name' | 'words' | 'value'>;

/** Edits in a language. A missing function is unsupported; undefined means impossible here. */
export interface EditSupport {
  /** Adds words after a word. */
  readonly addWords?: (
    place: EditPlace,
    after: Word,
    words: readonly Template[],
  ) => Edit | undefined;
  /** Adds options before another. */
  readonly addOptions?: (
    place: EditPlace,
    before: readonly Word[],
    options: readonly NewOption[],
  ) => Edit | undefined;
  /** Splits an argument at `[start, end)`. */
  readonly splitWord?: (source: string, word: Word, start: number, end: number) => Edit | undefined;
  /** Removes options; `instead` replaces the first word. */
  readonly removeWords?: (
    place: EditPlace,
    options: readonly RemovedOption[],
    instead: readonly string[],
  ) => readonly Edit[] | undefined;
  /** Edits of sections and keys, in languages that have them. */
  readonly sections?: SectionSupport;
  /** Makes ignored arguments effective. */
  readonly passOn?: (place: EditPlace, ignored: IgnoredArguments) => readonly Edit[] | undefined;
}

/** Edits of sections and lines. */
export interface SectionSupport {
  readonly addEntry: (
    source: string,
    change: Extract<Change, { kind: 'add-entry' }>,
  ) => Edit | undefined;
  readonly addSections: (
    source: string,
    change: Extract<Change, { kind: 'add-sections' }>,
  ) => Edit | undefined;
  readonly remove: (source: string, section: ConfigSection) => Edit;
}

/** A way to complete half-typed text. */
export type Repair = readonly Closing[];

/** The text between an option and its value, and between options. */
export interface Separators {
  readonly value: string;
  readonly option: string;
}

/** The place of a completed word, with the encodings at its ends. */
export interface WordPlace {
  /** The text of the document. */
  readonly source: string;
  /** The text in which the word was found: the document or a marked copy. */
  readonly readIn: string;
  readonly at: Span;
  readonly from: Encodings;
  readonly to: Encodings;
}

/** A tab stop: a placeholder or a choice. */
export interface TabStop extends Span {
  readonly choices?: readonly string[];
}

/** A text with tab stops. */
export interface StoppedText {
  readonly text: string;
  readonly stops: readonly TabStop[];
}

/** Writes a proposal's parts; undefined if the language cannot express them. */
export type PartsWriter = (
  parts: readonly ProposalPart[],
  from: Encodings,
  to: Encodings,
) => StoppedText | undefined;

/** A cursor outside QEMU's text. */
export interface FreePlace {
  readonly text: string;
  readonly offset: number;
  readonly version: QemuVersion | undefined;
}

/** A place for a complete monitor. */
export interface MonitorPlace {
  readonly machine: Machine;
  /** The machine's name, if it has one. */
  readonly name: string | undefined;
  /** The text that the monitor replaces. */
  readonly at: Span;
  /** Additional edits that it requires. */
  readonly also: readonly Edit[];
  readonly filter: (recipe: MonitorRecipe) => string;
  readonly write: (recipe: MonitorRecipe, parts: PartsWriter) => StoppedText | undefined;
}

/** Completion in a language, besides QEMU's words. */
export interface CompletionSupport {
  /** Completions of half-typed text, likeliest first; the unchanged text is tried too. */
  readonly repairs: (text: string, offset: number) => readonly Repair[];
  /** Whether nothing is missing, so that no repair is tried. Scripts are judged by the shell's parser. */
  readonly isWhole?: (text: string, offset: number) => boolean;
  /** Whether a cursor is where no text can be. */
  readonly isInCode?: (text: string, offset: number) => boolean;
  /** Whether to try the first repair before the unchanged text. */
  readonly repairsFirst?: boolean;
  /** Whether a cursor is in a name that the language expands, such as `$NAME`. */
  readonly isInVariable?: (text: string, offset: number) => boolean;
  /** The separators for further words; undefined if the word's list cannot grow. */
  readonly separators?: (place: WordPlace, word: Word) => Separators | undefined;
  /** The place of a complete monitor; undefined for none. */
  readonly monitorPlace?: (place: FreePlace) => MonitorPlace | undefined;
}

/** A language inside scripts: in a here-document or an argument of a tool. */
interface EmbeddedSupport {
  /** The notation of the embedded text. */
  readonly notation: Encoding['notation'];
  /** Whether the shell expands `$NAME` in a here-document of it. */
  readonly mayExpand: boolean;
  /** Whether a socket lies where the script's would, if known. */
  readonly followsScript: boolean;
}

/** The lazily loaded part of a language. */
export interface Loading {
  readonly isLoaded: () => boolean;
  /** Rejects on failure. Idempotent. */
  readonly load: () => Promise<void>;
}

/** Everything the server knows of a host language. */
export interface LanguageSupport {
  readonly id: string;
  readonly detect: Detection;
  /** Absent if loaded at start. Before loading, texts are empty. */
  readonly loading?: Loading;
  /** `around` is for languages with includes; without it a document stands alone and has no name. */
  readonly lower: (text: string, around?: Surroundings) => readonly Invocation[];
  /** Set if edits would have no effect, as in a log. */
  readonly isReadOnly?: true;
  /** Absent for languages without comments, such as logs. */
  readonly comments?: CommentStyle | undefined;
  readonly edit: EditSupport;
  readonly complete: CompletionSupport;
  /** Absent if scripts never contain this language. */
  readonly embedded?: EmbeddedSupport;
  /** The directory for sockets, with a trailing `/`. */
  readonly socketDirectory: Template;
  /** The directory of sockets by the encoding of the place; empty for the working directory. */
  readonly socketDirectoryAt?: ((at: Encodings) => Template) | undefined;
  /** The directory of sockets under `set -u`, if it differs. */
  readonly socketDirectoryIfSet?: Template;
  /** The system that QEMU runs on, if it is Windows. */
  readonly startsOn?: 'windows';
  /** Whether `$NAME` expands in the socket directory. */
  readonly expands?: boolean;
  /** Support for text that no shell reads, in languages that have both kinds. */
  readonly withoutShell?:
    | (Pick<LanguageSupport, 'socketDirectory' | 'expands'> & {
        /** The directory of sockets by the document's content around a place. */
        readonly socketDirectoryIn?: (document: string, at: Span) => Template;
        /** Whether a place runs in a container. */
        readonly isInContainer?: (document: string, at: Span) => boolean;
        /** Publishes a port of a container on 127.0.0.1 only; undefined if it is not published, or in no simple way. */
        readonly publishOnLoopback?: (
          document: string,
          at: Span,
          port: string,
        ) => readonly Edit[] | undefined;
        /** Whether two places run on different machines. */
        readonly areApart?: (document: string, one: Span, other: Span) => boolean;
        /** Whether a place runs as root, without a session. */
        readonly isOfRoot?: (document: string, at: Span) => boolean;
      })
    | undefined;
  /** Whether it is a shell program: includes files, has functions, may create directories. */
  readonly isScript?: true;
  /** Whether it is documentation, not run; findings are information. */
  readonly isForPeople?: true;
  /** Whether its words are split and quoted like a shell's. */
  readonly hasShellWords?: true;
  /** How others include it; absent for never. */
  readonly broughtInAs?: IncludedAs;
  /** What a file says of itself without being run, for a language whose files bring in others. */
  readonly facts?: (path: string, text: string) => ScriptFacts;
}
