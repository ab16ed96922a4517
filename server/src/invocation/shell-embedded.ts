/**
 * Reads commands inside strings (`bash -c '…'`, `ssh host "…"`, here-documents for a shell) as scripts of
 * their own, whose words know their places in the file. What the outer script holds in variables is seen
 * as far as a shell of that kind sees it.
 */
import { NOT_READ } from '../syntax/shell/nesting.ts';
import { readShell } from '../syntax/shell/reader.ts';
import type { Assignment, ShellScript, ShellWord } from '../syntax/shell/tree.ts';
import { type MappedText, mappedText, type Piece, UNKNOWN } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import type { Word } from './invocation.ts';
import type { Carried } from './shell-embedded-carried.ts';
import { type Forwarder, forwardersOf } from './shell-embedded-functions.ts';
import { spanIn, wordIn } from './shell-embedded-text.ts';
import {
  type Binding,
  type Block,
  type FoundCommand,
  literalText,
  type Scope,
  type ShellScan,
  scanShell,
} from './shell-scan.ts';
import { type Place, type ShellValues, shellValues } from './shell-values.ts';

/** A script: that of the file, or one inside a string. */
export interface ScriptLevel {
  readonly scan: ShellScan;
  /** What words expand to, with their places in the file. */
  readonly values: ShellValues;
  readonly forwarders: ReadonlyMap<string, Forwarder>;
  /** 0 for the script of the file. */
  readonly depth: number;
  /** Whether another user or machine runs it. */
  readonly foreign: boolean;
  /** What its commands find on their standard input. */
  readonly input: MappedText | undefined;
  /** Where a stretch of the script is written in the file. */
  readonly span: (at: Span) => Span;
  /** A command as seen from the file: its place, its block, and its name if nothing in it is unknown. */
  readonly inFile: (found: FoundCommand) => FoundCommand;
}

/** How many strings may stand inside each other. */
export const MAX_DEPTH = 4;
/** How many characters of strings are read in one file, so that the work stays linear. */
const MAX_CHARACTERS = 400_000;
/** How many pieces the words of those strings may have, with each use that they came through. */
const MAX_PLACES = 200_000;

/** What may still be read. */
export interface Budget {
  characters: number;
  places: number;
}

/** The budget of one file. */
export function embeddedBudget(): Budget {
  return { characters: MAX_CHARACTERS, places: MAX_PLACES };
}

/** Takes what words cost from the budget. */
function spend(budget: Budget, words: readonly Word[]): readonly Word[] {
  for (const { text } of words) {
    for (const { through } of text.pieces) budget.places -= 1 + through.length;
  }
  return words;
}

/** The script of a file. */
export function fileLevel(script: ShellScript): ScriptLevel {
  const scan = scanShell(script);
  return {
    scan,
    values: shellValues(scan),
    forwarders: forwardersOf(script, scan),
    depth: 0,
    foreign: false,
    input: undefined,
    span: (at) => at,
    inFile: (found) => found,
  };
}

type CarriedScript = Extract<Carried, { kind: 'script' }>;

/** Whether a string may hold a command of QEMU; nearly none does. */
function maySpeakOfQemu(text: MappedText | undefined): boolean {
  if (text === undefined) return false;
  if (/qemu|kvm/i.test(text.text)) return true;
  return text.pieces.some((piece) => {
    return (
      (piece.kind === 'unknown' && /qemu|kvm/i.test(piece.source)) ||
      piece.through.some(({ source }) => /qemu|kvm/i.test(source))
    );
  });
}

/**
 * The script that `found`, a command of `level`, is given. Undefined where it does not speak of QEMU, is
 * too deep, or the file has given enough already.
 */
export function openScript(
  carried: CarriedScript,
  level: ScriptLevel,
  found: FoundCommand,
  budget: Budget,
): ScriptLevel | undefined {
  const { text, shell } = carried;
  if (level.depth >= MAX_DEPTH) return undefined;
  if (!maySpeakOfQemu(text) && !maySpeakOfQemu(carried.input)) return undefined;
  budget.characters -= text.text.length;
  if (budget.characters < 0 || budget.places < 0) return undefined;
  const script = readShell(text.text);
  const scan = scanShell(script);
  const { host, bindings } = withValues(text, scan, [
    ...(level.foreign || shell === 'foreign' ? [] : inheritedValues(carried, level, found)),
    ...positionalValues(carried.positional),
  ]);
  budget.characters -= host.text.length - text.text.length;
  const own = { ...scan, bindings };
  const inner = shellValues(own);
  const forwarders = forwardersOf(script, scan);
  return {
    scan: own,
    values: {
      ...inner,
      expand: (word, place) => {
        if (budget.places < 0) return [];
        return spend(
          budget,
          inner.expand(word, place).map((item) => wordIn(host, item)),
        );
      },
      lines: (words, place) => {
        if (budget.places < 0) return [];
        return inner.lines(words, place).map((line) =>
          spend(
            budget,
            line.map((item) => wordIn(host, item)),
          ),
        );
      },
    },
    forwarders: shell === 'same' ? new Map([...level.forwarders, ...forwarders]) : forwarders,
    depth: level.depth + 1,
    foreign: level.foreign || shell === 'foreign',
    input: carried.input,
    span: (at) => spanIn(host, at),
    inFile: placer(host, level.inFile(found).scope, shell === 'same'),
  };
}

/** Puts commands of a script into the blocks of the file, below the command that has the script. */
function placer(
  host: MappedText,
  outer: Scope,
  sameShell: boolean,
): (found: FoundCommand) => FoundCommand {
  const root: Block | undefined = sameShell
    ? outer.block
    : {
        kind: 'subshell',
        parent: outer.block,
        choice: undefined,
        looped: outer.block?.looped === true,
      };
  const blocks = new Map<Block, Block>();
  const blockOf = (block: Block | undefined): Block | undefined => {
    if (block === undefined) return root;
    let placed = blocks.get(block);
    if (placed === undefined) {
      placed = { ...block, parent: blockOf(block.parent) };
      blocks.set(block, placed);
    }
    return placed;
  };
  return ({ command, name, scope }) => ({
    command: { ...command, at: spanIn(host, command.at) },
    name: name?.includes(UNKNOWN) ? undefined : name,
    scope: { inFunction: outer.inFunction, conditional: true, block: blockOf(scope.block) },
  });
}

/** A variable that a script finds when it begins. */
interface GivenValue {
  readonly name: string;
  readonly value:
    | { readonly kind: 'scalar'; readonly text: MappedText }
    | { readonly kind: 'array'; readonly words: readonly Word[] };
}

/** How many variables of the outer script a string may use. */
const MAX_INHERITED = 100;

/** The variables of the outer script that the text names and its shell sees. */
function inheritedValues(
  { text, shell }: CarriedScript,
  level: ScriptLevel,
  found: FoundCommand,
): readonly GivenValue[] {
  const names = new Set<string>();
  for (const [, name = ''] of text.text.matchAll(/\$\{?#?!?([A-Za-z_]\w*)/g)) names.add(name);
  if (names.size === 0) return [];
  const place: Place = { position: found.command.at.start, scope: found.scope };
  const given: GivenValue[] = [];
  const own = new Map<string, ShellWord>();
  for (const { name, value } of found.command.assignments) {
    if (value.kind === 'scalar' && value.word) own.set(name, value.word);
  }
  const exported = shell === 'same' ? undefined : exportedNames(level.scan);
  for (const name of [...names].slice(0, MAX_INHERITED)) {
    const prefix = own.get(name);
    if (prefix && shell !== 'same') {
      const parts = prefix.parts.map((part) =>
        part.kind === 'braces' ? part : { ...part, quoted: true },
      );
      const [word] = level.values.expand({ at: prefix.at, inert: prefix.inert, parts }, place);
      if (word) given.push({ name, value: { kind: 'scalar', text: word.text } });
      continue;
    }
    const bindings = level.scan.bindings.get(name);
    if (bindings === undefined || (exported && !exported.has(name))) continue;
    const isArray = bindings.some(
      ({ change }) => change.kind === 'assign' && change.assignment.value.kind === 'array',
    );
    if (isArray && exported) continue;
    const words = level.values.expand(parameterWord(name, isArray), place).map(withoutUse);
    if (words.length === 0 || words.includes(undefined)) continue;
    const known = words.filter((word) => word !== undefined);
    const [only] = known;
    if (isArray) given.push({ name, value: { kind: 'array', words: known } });
    else if (only) given.push({ name, value: { kind: 'scalar', text: only.text } });
  }
  return given;
}

/** `"$name"` or `"${name[@]}"`. */
function parameterWord(name: string, all: boolean): ShellWord {
  const at = { start: 0, end: 0 };
  return {
    at,
    inert: true,
    parts: [
      {
        kind: 'parameter',
        at,
        source: `$${name}`,
        quoted: true,
        context: 'double',
        name,
        subscript: all ? '@' : undefined,
        index: undefined,
        prefix: undefined,
        operator: undefined,
        operand: undefined,
        change: undefined,
      },
    ],
  };
}

/** The value without the use that asked for it; undefined where nothing is known of it. */
function withoutUse(word: Word): Word | undefined {
  const { text } = word;
  if (text.pieces.some(({ through }) => through.length === 0)) return undefined;
  const pieces = text.pieces.map((piece): Piece => ({ ...piece, through: piece.through.slice(1) }));
  return { ...word, text: mappedText(pieces, text.place) };
}

const exports = new WeakMap<ShellScan, Pick<ReadonlySet<string>, 'has'>>();

/** The variables that children of a script see. */
function exportedNames(scan: ShellScan): Pick<ReadonlySet<string>, 'has'> {
  let names = exports.get(scan);
  if (names === undefined) {
    names = findExports(scan);
    exports.set(scan, names);
  }
  return names;
}

function findExports(scan: ShellScan): Pick<ReadonlySet<string>, 'has'> {
  const names = new Set<string>();
  for (const { command, name } of scan.commands) {
    const options = command.words.slice(1).map(literalText);
    const declares = name === 'declare' || name === 'typeset' || name === 'local';
    if (
      name === 'set' &&
      options.some((option) => option === 'allexport' || /^-\w*a/.test(option ?? ''))
    ) {
      return scan.bindings;
    }
    const flagged = declares && options.some((option) => /^-\w*x/.test(option ?? ''));
    if (name !== 'export' && !flagged) continue;
    for (const assignment of command.assignments) names.add(assignment.name);
    for (const option of options) {
      if (option !== undefined) names.add(option);
    }
  }
  return names;
}

/** `$0`, `$1` … of `bash -c 'script' name arg…`. */
function positionalValues(words: readonly Word[]): readonly GivenValue[] {
  const end = words.findIndex(({ many }) => many);
  return (end === -1 ? words : words.slice(0, end)).map(({ text }, index) => ({
    name: String(index),
    value: { kind: 'scalar', text },
  }));
}

/**
 * Lays the values that a script finds behind its text, as if they were assigned before it began: so they
 * travel like any other value, and keep the places where they are written.
 */
function withValues(
  text: MappedText,
  scan: ShellScan,
  given: readonly GivenValue[],
): { readonly host: MappedText; readonly bindings: ShellScan['bindings'] } {
  if (given.length === 0) return { host: text, bindings: scan.bindings };
  const pieces: Piece[] = [...text.pieces];
  let end = text.text.length;
  const lay = (value: MappedText): ShellWord => {
    const at = { start: end, end: end + value.text.length };
    for (const piece of value.pieces) pieces.push(piece);
    end = at.end;
    const known = { kind: 'known', text: value.text, at, verbatim: true, through: [] } as const;
    const laid = mappedText([{ ...known, context: NOT_READ }], at);
    return { at, inert: true, parts: [{ kind: 'text', text: laid, quoted: true }] };
  };
  const bindings = new Map(scan.bindings);
  for (const { name, value } of given) {
    const start = end;
    const laid: Assignment['value'] =
      value.kind === 'scalar'
        ? { kind: 'scalar', word: lay(value.text) }
        : {
            kind: 'array',
            elements: value.words.map(({ text: element }) => lay(element)),
            keys: undefined,
          };
    const at = { start, end };
    const assignment: Assignment = { at, name, append: false, index: undefined, value: laid };
    const first: Binding = { position: -1, scope: TOP, change: { kind: 'assign', assignment } };
    bindings.set(name, [first, ...(bindings.get(name) ?? [])]);
  }
  return { host: mappedText(pieces, text.place), bindings };
}

const TOP: Scope = { inFunction: undefined, conditional: false, block: undefined };
