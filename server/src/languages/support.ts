/** The interface of a host language. Callers ask for capabilities, not for the language. */
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

/** How a file is brought in. */
export type IncludedAs = 'script' | 'config' | 'makefile';

/** What a document is read with: its tree as a script, and files that it may bring in. */
interface Surroundings {
  readonly document: () => ShellScript;
  readonly inclusions?: Inclusions;
  /** Whether clients are wanted, too, so that a document without a launch is read. */
  readonly wantsClients?: true;
}

interface Detection {
  /** Editor ids; the first stands for files that no editor has open. */
  readonly languageIds: readonly string[];
  /** The id of files whose language editors do not know. */
  readonly fileId?: string;
  /** Names that decide for files that no editor has open. */
  readonly names?: RegExp;
  /** Names that override the editor's language if the content matches. */
  readonly ownNames?: RegExp;
  readonly looksOwn?: (text: string) => boolean;
  /** Paths that override the editor's language. */
  readonly paths?: RegExp;
  /** Decides for a name that does not. */
  readonly firstLine?: RegExp;
  /** Names of several languages, whose content decides. */
  readonly sharedNames?: RegExp;
  /** Whether text whose name does not decide is of this language. */
  readonly looksLike?: (text: string) => boolean;
  readonly mayLookLike?: (text: string) => boolean;
  /** Whether files of any name may match by content. */
  readonly isOfAnyName?: boolean;
  /** Whether an editor's id is wrong for a document. */
  readonly isOther?: (path: string, beginning: string) => boolean;
  readonly patterns?: readonly string[];
  /** A cheap test for possible findings: only false positives. Without it any text may have some. */
  readonly mayHaveFindings?: (text: string) => boolean;
}

/** A language's comments. */
export interface CommentStyle {
  /** The marked comments; `tree` is the text as a script. */
  readonly read: (text: string, marker: string, tree: () => ShellScript) => Comments;
  /** Delimiters other than `# `. */
  readonly delimiters?: readonly [before: string, behind: string];
  /** The target of a comment, by default a command. */
  readonly unit?: 'element' | 'section';
  /** Whether a comment line can stand above a target; by default yes. */
  readonly hasLine?: (text: string, target: CommentTarget) => boolean;
  /** The comment's indentation if not its target's. */
  readonly marginFor?: (margin: string) => string;
  /** Whether a comment may share its target's line. */
  readonly inLine?: true;
}

/** The text of all files of an analysis, to which edits apply. */
export interface EditPlace {
  readonly source: string;
  readonly files: FileSet;
  readonly trees: FixTrees;
}

/** An option that an edit removes. */
export type RemovedOption = Pick<Option, 'name' | 'words' | 'value'>;

/** Edits in a language. A missing function is unsupported; undefined means impossible at this place. */
export interface EditSupport {
  readonly addWords?: (
    place: EditPlace,
    after: Word,
    words: readonly Template[],
  ) => Edit | undefined;
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
  readonly sections?: SectionSupport;
  readonly passOn?: (place: EditPlace, ignored: IgnoredArguments) => readonly Edit[] | undefined;
}

/** Edits of sections and their lines. */
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

/** Completes half-typed text. */
export type Repair = readonly Closing[];

/** The text from an option to its value, and to the next option. */
export interface Separators {
  readonly value: string;
  readonly option: string;
}

/** The place of a completed word, with the encodings at both ends. */
export interface WordPlace {
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
  readonly name: string | undefined;
  /** The text that the monitor replaces. */
  readonly at: Span;
  readonly also: readonly Edit[];
  readonly filter: (recipe: MonitorRecipe) => string;
  readonly write: (recipe: MonitorRecipe, parts: PartsWriter) => StoppedText | undefined;
}

/** Completion besides QEMU's words. */
export interface CompletionSupport {
  /** Ways to complete half-typed text, likeliest first; the unchanged text is tried too. */
  readonly repairs: (text: string, offset: number) => readonly Repair[];
  /** Whether nothing is missing, so that no repair is tried. The shell's parser judges scripts. */
  readonly isWhole?: (text: string, offset: number) => boolean;
  /** Whether a cursor is where no string can be. */
  readonly isInCode?: (text: string, offset: number) => boolean;
  readonly repairsFirst?: boolean;
  /** Whether a cursor is in a name such as `$NAME`. */
  readonly isInVariable?: (text: string, offset: number) => boolean;
  /** The separators for further words; undefined if the list cannot grow. */
  readonly separators?: (place: WordPlace, word: Word) => Separators | undefined;
  readonly monitorPlace?: (place: FreePlace) => MonitorPlace | undefined;
}

interface EmbeddedSupport {
  readonly notation: Encoding['notation'];
  /** Whether a here-document's shell expands `$NAME` in it. */
  readonly mayExpand: boolean;
  readonly followsScript: boolean;
}

/** The part of a language that loads later. */
export interface Loading {
  readonly isLoaded: () => boolean;
  /** Rejects on failure; may be called again. */
  readonly load: () => Promise<void>;
}

/** All that the server knows of a host language. */
export interface LanguageSupport {
  readonly id: string;
  readonly detect: Detection;
  /** Absent if the language is there at start. Before loading, texts are empty. */
  readonly loading?: Loading;
  /** Finds QEMU's arguments. Without `around` a document stands alone and has no name. */
  readonly lower: (text: string, around?: Surroundings) => readonly Invocation[];
  /** Whether edits would have no effect, as in a log. */
  readonly isReadOnly?: true;
  readonly comments?: CommentStyle | undefined;
  readonly edit: EditSupport;
  readonly complete: CompletionSupport;
  /** Set if scripts may contain this language. */
  readonly embedded?: EmbeddedSupport;
  /** The directory for sockets, ending with `/`. */
  readonly socketDirectory: Template;
  /** The same by the encoding of the place; empty for the working directory. */
  readonly socketDirectoryAt?: ((at: Encodings) => Template) | undefined;
  /** The same under `set -u`, if it differs. */
  readonly socketDirectoryIfSet?: Template;
  readonly startsOn?: 'windows';
  /** Whether `$NAME` expands in that directory. */
  readonly expands?: boolean;
  /** For text that no shell reads, in languages that have both kinds. */
  readonly withoutShell?:
    | (Pick<LanguageSupport, 'socketDirectory' | 'expands'> & {
        /** The directory for sockets by the place in the document. */
        readonly socketDirectoryIn?: (document: string, at: Span) => Template;
        readonly isInContainer?: (document: string, at: Span) => boolean;
        /** Publishes a container's port on 127.0.0.1 only; undefined if it is not published, or in no simple way. */
        readonly publishOnLoopback?: (
          document: string,
          at: Span,
          port: string,
        ) => readonly Edit[] | undefined;
        readonly areApart?: (document: string, one: Span, other: Span) => boolean;
        /** Whether a place runs as root, without a session. */
        readonly isOfRoot?: (document: string, at: Span) => boolean;
      })
    | undefined;
  /** Whether it is a shell program, which brings in files, has functions, may make directories. */
  readonly isScript?: true;
  /** Whether it is documentation, whose findings are information. */
  readonly isForPeople?: true;
  /** Whether its words are split and quoted like a shell's. */
  readonly hasShellWords?: true;
  /** How other files bring it in, if they can. */
  readonly broughtInAs?: IncludedAs;
  /** What a file says of itself without being run. */
  readonly facts?: (path: string, text: string) => ScriptFacts;
}
