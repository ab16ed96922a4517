/**
 * What the server must know of a language in which launches are written. A language is a folder here that exports one
 * `LanguageSupport`; nobody else asks which language it is, only what it can do.
 */
import type { Inclusions } from '../invocation/inclusions.ts';
import type {
  ConfigSection,
  IgnoredArguments,
  Invocation,
  Word,
} from '../invocation/invocation.ts';
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

/** As what a file is brought in: as a script, as what QEMU reads, as a part of a Makefile. */
export type IncludedAs = 'script' | 'config' | 'makefile';

/** What a document is read with besides its text: its tree as a script, and what it may bring in. */
interface Surroundings {
  readonly document: () => ShellScript;
  /** Undefined where no other file is at hand. */
  readonly inclusions?: Inclusions;
  /** Its invocations as a script, of which no more was gone through than somebody has typed; undefined where all has to be. */
  readonly edited?: () => readonly Invocation[] | undefined;
}

/** By what a document is known to be of a language. */
interface Detection {
  /** What editors call the language; the first is what we call a file of it that no editor has open. */
  readonly languageIds: readonly string[];
  /** What we call a file whose language editors have no name for. */
  readonly fileId?: string;
  /** Names that leave no doubt, for files that no editor has open. */
  readonly names?: RegExp;
  /** Names that are ours where the content agrees, whatever an editor calls their language. */
  readonly ownNames?: RegExp;
  readonly looksOwn?: (text: string) => boolean;
  /** Paths that leave no doubt, whatever an editor calls their language. */
  readonly paths?: RegExp;
  /** The first line of a file whose name says nothing. */
  readonly firstLine?: RegExp;
  /** Names that several languages have, of which the content decides. */
  readonly sharedNames?: RegExp;
  /** Whether a text is of this language that has such a name, or one that says nothing. */
  readonly looksLike?: (text: string) => boolean;
  /** Whether it may, as a look at its characters tells. */
  readonly mayLookLike?: (text: string) => boolean;
  /** Whether a file whose name says nothing may be one too, by its content. */
  readonly isOfAnyName?: boolean;
  /** Whether a document is of another language all the same that goes by the same id. */
  readonly isOther?: (path: string, beginning: string) => boolean;
  /** Patterns of files, for editors that have no name for the language. */
  readonly patterns?: readonly string[];
  /** Whether most of its files have nothing to do with QEMU, so that one that is opened is no reason to start a server. */
  readonly isCommon?: true;
  /** Whether a text may have findings, as a look at its characters tells: true for too many, false for none; any may without it. */
  readonly mayHaveFindings?: (text: string) => boolean;
}

/** How a host language has comments. */
export interface CommentStyle {
  /** The comments of a text that hold a marker; `tree` reads it as a script, or has it at hand. */
  readonly read: (text: string, marker: string, tree: () => ShellScript) => Comments;
  /** What stands in front of a comment's text and behind it, where that is no `# `. */
  readonly delimiters?: readonly [before: string, behind: string];
  /** What a comment stands above here, where that is no command. */
  readonly unit?: 'element' | 'section';
  /** Whether there may be a line above a target of this text for a comment alone, where not every one has it. */
  readonly hasLine?: (text: string, target: CommentTarget) => boolean;
  /** The margin of a comment above something with that margin, where it is another one. */
  readonly marginFor?: (margin: string) => string;
  /** Whether a comment may also stand on the line of what it covers. */
  readonly inLine?: true;
}

/** The text that edits are made in: all files of an analysis, one behind the other. */
export interface EditPlace {
  readonly source: string;
  readonly files: FileSet;
  readonly trees: FixTrees;
}

/** An option as a change names it. */
export type RemovedOption = Pick<Option, 'name' | 'words' | 'value'>;

/** How texts of a language are changed; what is missing cannot be done, and what gives undefined has no place there. */
export interface EditSupport {
  /** Writes further words of a command line behind one. */
  readonly addWords?: (
    place: EditPlace,
    after: Word,
    words: readonly Template[],
  ) => Edit | undefined;
  /** Writes further options in front of the one whose words are given. */
  readonly addOptions?: (
    place: EditPlace,
    before: readonly Word[],
    options: readonly NewOption[],
  ) => Edit | undefined;
  /** Makes two arguments of one, where `[start, end)` of its text stands. */
  readonly splitWord?: (source: string, word: Word, start: number, end: number) => Edit | undefined;
  /** Takes options out; `instead` stands in the place of the first word. */
  readonly removeWords?: (
    place: EditPlace,
    options: readonly RemovedOption[],
    instead: readonly string[],
  ) => readonly Edit[] | undefined;
  /** For languages of sections and keys. */
  readonly sections?: SectionSupport;
  /** Has arguments passed on that are ignored where they stand. */
  readonly passOn?: (place: EditPlace, ignored: IgnoredArguments) => readonly Edit[] | undefined;
}

/** How sections and their lines are changed. */
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

/** One way to make a text whole that is half-typed. */
export type Repair = readonly Closing[];

/** What stands between an option and its value, and between two options. */
export interface Separators {
  readonly value: string;
  readonly option: string;
}

/** Where a word is completed: where it is written, and how text is spelled at its ends. */
export interface WordPlace {
  /** The document. */
  readonly source: string;
  /** The text in which the word was found: the document, or one with a mark in it. */
  readonly readIn: string;
  readonly at: Span;
  readonly from: Encodings;
  readonly to: Encodings;
}

/** A place to go to in a new text: one to fill in, or one with a few words to choose from. */
export interface TabStop extends Span {
  readonly choices?: readonly string[];
}

/** A text with its tab stops. */
export interface StoppedText {
  readonly text: string;
  readonly stops: readonly TabStop[];
}

/** Writes the parts of a proposal; undefined where the language cannot hold them. */
export type PartsWriter = (
  parts: readonly ProposalPart[],
  from: Encodings,
  to: Encodings,
) => StoppedText | undefined;

/** A cursor that stands in nothing of QEMU's. */
export interface FreePlace {
  readonly text: string;
  readonly offset: number;
  readonly version: QemuVersion | undefined;
}

/** Where a whole monitor may be written. */
export interface MonitorPlace {
  readonly machine: Machine;
  /** The name of the machine that it is for, where it has one. */
  readonly name: string | undefined;
  /** What the monitor takes the place of. */
  readonly at: Span;
  /** What has to stand elsewhere for it. */
  readonly also: readonly Edit[];
  /** What is compared with what is written there. */
  readonly filter: (recipe: MonitorRecipe) => string;
  readonly write: (recipe: MonitorRecipe, parts: PartsWriter) => StoppedText | undefined;
}

/** What there is to complete in a language beside the words that QEMU reads. */
export interface CompletionSupport {
  /** How half-typed text may be meant, apart from how it stands; the likeliest first. */
  readonly repairs: (text: string, offset: number) => readonly Repair[];
  /** Whether nothing is missing in a text for what is at an offset, so that no repair is tried; a shell's own parser says it of scripts. */
  readonly isWhole?: (text: string, offset: number) => boolean;
  /** Whether no text can be where a cursor stands, so that nothing is looked for there. */
  readonly isInCode?: (text: string, offset: number) => boolean;
  /** Whether the first repair is tried before the text as it stands: a line lacks what it lacks. */
  readonly repairsFirst?: boolean;
  /** Whether a cursor stands in a name that the language replaces itself, such as `$NAME`. */
  readonly isInVariable?: (text: string, offset: number) => boolean;
  /** What separates further words; undefined where the word is none of a list that more can stand in. */
  readonly separators?: (place: WordPlace, word: Word) => Separators | undefined;
  /** Where a whole monitor may stand that is no word; undefined where none may. */
  readonly monitorPlace?: (place: FreePlace) => MonitorPlace | undefined;
}

/** How a language is written inside of a script: in a here-document, or in one argument of a tool. */
interface EmbeddedSupport {
  /** The notation that text of this language is written in there. */
  readonly notation: Encoding['notation'];
  /** Whether the shell around it replaces `$NAME` where it does so in a here-document. */
  readonly mayExpand: boolean;
  /** Whether a socket lies where the script around would have it, if that can be said. */
  readonly followsScript: boolean;
}

/** The part of a language that is loaded when a file needs it: its parser, and all that knows of its notation. */
export interface Loading {
  readonly isLoaded: () => boolean;
  /** Rejects where it cannot be loaded. Asked again it costs nothing. */
  readonly load: () => Promise<void>;
}

/** What the server knows of a host language, and all that anybody asks about one. */
export interface LanguageSupport {
  readonly id: string;
  readonly detect: Detection;
  /** Absent where all of it is there from the start. Before it is loaded there is nothing in any text. */
  readonly loading?: Loading;
  /** Surroundings are for languages that bring in files; without them a document stands alone, and has no name. */
  readonly lower: (text: string, around?: Surroundings) => readonly Invocation[];
  /** Set where editing the text changes nothing that is run, as in a log. */
  readonly isReadOnly?: true;
  /** Absent where nobody writes comments, as in a log. */
  readonly comments?: CommentStyle | undefined;
  readonly edit: EditSupport;
  readonly complete: CompletionSupport;
  /** Undefined where scripts hold no text of this language. */
  readonly embedded?: EmbeddedSupport;
  /** Where fixes put sockets, with the `/` at its end. */
  readonly socketDirectory: Template;
  /** The same where it depends on how text is written at a place; empty for a path from where QEMU is started. */
  readonly socketDirectoryAt?: ((at: Encodings) => Template) | undefined;
  /** The same in a script with `set -u`, where that is another one. */
  readonly socketDirectoryIfSet?: Template;
  /** Set where what it starts runs on Windows. */
  readonly startsOn?: 'windows';
  /** Whether `$NAME` in a socket directory is an expansion here. */
  readonly expands?: boolean;
  /** The same for text that no shell reads, in a language whose files have commands with and without one. */
  readonly withoutShell?:
    | (Pick<LanguageSupport, 'socketDirectory' | 'expands'> & {
        /** Where sockets lie where that depends on what a document says around a place. */
        readonly socketDirectoryIn?: (document: string, at: Span) => Template;
        /** Whether what a document says around a place is run in a container. */
        readonly isInContainer?: (document: string, at: Span) => boolean;
        /** Whether root runs it, shells too, with no session and no user's directory. */
        readonly isOfRoot?: (document: string, at: Span) => boolean;
      })
    | undefined;
  /** Whether it is a program that a shell runs: it brings in files, has functions, and may make directories. */
  readonly isScript?: true;
  /** Whether it is for people to read: then it is not run, and what is found is for their information. */
  readonly isForPeople?: true;
  /** Whether its words are divided and quoted as a shell does it. */
  readonly hasShellWords?: true;
  /** How others bring in such a file; absent where nobody does. */
  readonly broughtInAs?: IncludedAs;
}
