/** Private directories that a script or QEMU has already. Why: docs/decisions/socket-directory.md */

import { literalText } from '../../../invocation/domain/blocks.ts';
import type { FixTrees } from '../../../languages/trees.ts';
import type { Machine } from '../../../qemu/machine/machine.ts';
import { optionsNamed } from '../../../qemu/machine/named-options.ts';
import {
  closedDirectories,
  directoryOf,
  isOutOfReach,
  listeningPath,
} from '../../../qemu/machine/permissions.ts';
import { isReadElsewhere } from '../../../syntax/shell/encodings.ts';
import type {
  ShellNode,
  ShellScript,
  ShellWord,
  SimpleCommand,
} from '../../../syntax/shell/tree.ts';
import type { Template, TemplatePart } from '../../../syntax/spell.ts';
import { templateText } from '../../../syntax/spell.ts';
import { AT_USE, anchorAt, type EditAnchor, partsAt } from '../../../text/edit-anchor.ts';
import type { Encodings } from '../../../text/encoding.ts';
import type { PlacedFile } from '../../../text/file-set.ts';
import { addTo, once, oncePer } from '../../../text/lookup.ts';
import { type MappedText, slice } from '../../../text/mapped-text.ts';
import { withoutSlashes } from '../../../text/paths.ts';
import { type Span, spanKey } from '../../../text/span.ts';
import type { Analysis } from '../../analysis/analyze.ts';
import { NAME_LENGTH } from './socket-names.ts';

interface PathPlace {
  readonly machine: Machine;
  readonly at: Span;
  readonly from: Encodings | undefined;
  readonly anchor: EditAnchor;
  /** Whether variables are possible there. */
  readonly expands: boolean;
}

/** Finds the private directory for a place; it ends with `/`. */
export type PrivateDirectories = (place: PathPlace) => Template | undefined;

/** Characters; leaves room for a name in a socket's address. */
const DIRECTORY_LENGTH = 60;
/** How many directories of a command's other files are compared. */
const NEIGHBOURS = 32;

/** Reads scripts on demand. */
export function privateDirectories(analysis: Analysis, trees: FixTrees): PrivateDirectories {
  const { files, connections } = analysis;
  const temporaryOf = oncePer((file: PlacedFile) => temporaryDirectories(trees.script(file)));
  const byProgram = new Map<string, Machine[]>();
  for (const machine of connections.machines) {
    addTo(byProgram, machine.programAt ? spanKey(machine.programAt) : '', machine);
  }
  /** The directories of a command; those of all commands for ''. */
  const commonOf = oncePer((command: string) => {
    const sharing = byProgram.get(command) ?? connections.machines;
    return intersection(sharing.map(neighboursOf)).slice(0, NEIGHBOURS);
  });
  const isStableAt = stability(analysis, trees);

  return ({ machine, at, from, anchor, expands }) => {
    const located = files.locate(at);
    const file = located && files.files.find(({ path }) => path === located.path);
    if (file === undefined || (from && isReadElsewhere(from))) return undefined;
    const isStable = (path: Template): boolean =>
      path.every((part) => {
        return part.kind === 'text' || isStableAt(file, part.source, at);
      });
    const boundaries = connections.executions.get(machine)?.run ?? [];
    const outlives = optionsNamed(machine, 'daemonize').length > 0;
    if (expands && boundaries.every(({ kind }) => kind === 'root') && !outlives) {
      const temporary = temporaryOf(file).map(({ path, from }) => ({
        path,
        from: file.start + from,
      }));
      const before = [...temporary, ...closedBefore(machine, { start: file.start, end: at.start })]
        .filter(({ path, from }) => from <= at.start && isStable(path))
        .toSorted((one, other) => one.from - other.from)
        .at(-1);
      if (before) return withSlash(before.path);
    }
    // Several commands may use a variable or config file.
    const isInCommand = anchor.level.depth === 0 && expands;
    const command = isInCommand && machine.programAt ? spanKey(machine.programAt) : '';
    const beside = commonOf(command).find(({ path }) => {
      return (expands || path.every(({ kind }) => kind === 'text')) && isStable(path);
    });
    return beside && withSlash(beside.path);
  };
}

/** Which socket names are in use. */
export interface KeptNames {
  readonly isFree: (path: MappedText) => boolean;
  readonly isTaken: (path: MappedText, directory: Template) => boolean;
}

/** Indexed on demand; `text` is that of all files. */
export function keptNames(machines: readonly Machine[], text: string): KeptNames {
  const paths = once(() => pathsByName(machines));
  const unquoted = once(() => withoutQuotes(text));
  const pathsNamed = (name: string): readonly MappedText[] => paths().get(name) ?? [];
  const directoriesOf = oncePer((name: string) => {
    return new Set(pathsNamed(name).map((one) => templateText(writtenDirectory(one) ?? [])));
  });
  return {
    isFree: (path) => {
      const name = lastName(path);
      return name.length <= NAME_LENGTH && pathsNamed(name).length <= 1;
    },
    isTaken: (path, directory) => {
      const written = templateText(directory);
      if (directoriesOf(lastName(path)).has(written)) return true;
      return unquoted().includes(withoutQuotes(`${written}/${lastName(path)}`));
    },
  };
}

function pathsByName(machines: readonly Machine[]): ReadonlyMap<string, readonly MappedText[]> {
  const paths = new Map<string, MappedText[]>();
  for (const { chardevs } of machines) {
    for (const chardev of chardevs.values()) {
      const path = listeningPath(chardev);
      if (path) addTo(paths, lastName(path), path);
    }
  }
  return paths;
}

/** A path without quotes, braces and backslashes, so that its spellings compare equal. */
function withoutQuotes(text: string): string {
  return text.replace(/["'{}\\]/g, '');
}

function lastName({ decoded }: MappedText): string {
  return decoded.slice(decoded.lastIndexOf('/') + 1);
}

function withSlash(path: Template): Template {
  return [...path, { kind: 'text', text: '/' }];
}

interface Neighbour {
  readonly path: Template;
  readonly key: string;
}

function intersection([first = [], ...others]: readonly (readonly Neighbour[])[]) {
  return others.reduce((kept, list) => {
    const keys = new Set(list.map(({ key }) => key));
    return kept.filter(({ key }) => keys.has(key));
  }, first);
}

const neighboursOf = once((machine: Machine): readonly Neighbour[] => {
  const sockets = [...machine.chardevs.values()].flatMap((chardev) => listeningPath(chardev) ?? []);
  const files = optionsNamed(machine, 'pidfile').flatMap(({ value }) => value ?? []);
  const found = new Map<string, Neighbour>();
  for (const path of [...sockets, ...files]) {
    const neighbour = neighbourOf(machine, path);
    if (neighbour && !found.has(neighbour.key)) found.set(neighbour.key, neighbour);
  }
  return [...found.values()];
});

/** Unfit for sockets: `-pidfile /dev/null`. */
const SYSTEM = /^\/(?:dev|proc|sys)(?:\/|$)/;

function neighbourOf(machine: Machine, path: MappedText): Neighbour | undefined {
  const directory = directoryOf(path);
  if (directory === undefined || directory.decoded.length > DIRECTORY_LENGTH) return undefined;
  // The branch may be skipped.
  if (path.pieces.some(({ branch, defaultOf }) => branch || defaultOf)) return undefined;
  if (!isOutOfReach(path) || SYSTEM.test(path.decoded)) return undefined;
  const isOpened = machine.permissions?.modeChanges.some(({ kind, mode, paths }) => {
    const names = paths.some(({ decoded }) => withoutSlashes(decoded) === directory.decoded);
    return (
      names &&
      (kind === 'change' || mode !== undefined) &&
      !/^0?7[05][05]$/.test(mode?.decoded ?? '')
    );
  });
  const written = isOpened ? undefined : writtenDirectory(path);
  return written && { path: written, key: templateText(written) };
}

function writtenDirectory(path: MappedText): Template | undefined {
  const directory = directoryOf(path);
  return directory && writtenPath(directory);
}

/** `$dir/vm` of a path whose value is `/run/vm`. */
function writtenPath(path: MappedText): Template | undefined {
  const anchor = anchorAt(path, 0, path.decoded.length, AT_USE);
  return (
    anchor &&
    partsAt(path, anchor).map((part): TemplatePart => {
      if (part.kind === 'text') return part;
      return { kind: 'source', source: part.use.source, encodings: part.use.encodings };
    })
  );
}

/** Whether a variable is assigned never, or by one earlier command at the file's top level. */
function stability({ files }: Analysis, trees: FixTrees) {
  const mentionsOf = oncePer((name: string) => {
    const pattern = new RegExp(`(?<![\\w$/.-]|\\$\\{)${name}(?![\\w/.-])`, 'g');
    return files.files.flatMap((one) => {
      return [...one.text.matchAll(pattern)].map(({ index }) => ({ one, index }));
    });
  });
  return (file: PlacedFile, source: string, at: Span): boolean => {
    const name = /^\$\{?([A-Za-z_]\w*)\}?$/.exec(source)?.[1];
    if (name === undefined) return false;
    const [only, ...others] = mentionsOf(name);
    if (only === undefined) return true;
    if (others.length > 0 || only.one !== file || file.start + only.index > at.start) return false;
    return assignsAtTop(trees.script(file), only.index);
  };
}

/** Whether an assignment runs once and always. */
function assignsAtTop({ nodes }: ShellScript, offset: number): boolean {
  return nodes.some((node) => {
    const first = node.kind === 'and-or' ? node.nodes[0] : node;
    return first?.kind === 'command' && first.assignments.some(({ at }) => at.start === offset);
  });
}

/** Directories that the script makes within a span and keeps to its user. */
function closedBefore(machine: Machine, within: Span): readonly MadeDirectory[] {
  return closedDirectories(machine, within).flatMap(({ path, from }) => {
    const isAbsolute = path.decoded.startsWith('/') || path.pieces[0]?.kind === 'unknown';
    const written = isAbsolute
      ? writtenPath(slice(path, 0, withoutSlashes(path.decoded).length))
      : undefined;
    return written ? [{ path: written, from }] : [];
  });
}

interface MadeDirectory {
  /** The path without a `/` at its end: `$dir`, `/run/$USER`. */
  readonly path: Template;
  /** The offset after which the directory exists. */
  readonly from: number;
}

/** Directories of `mktemp -d` at a file's top level. */
function temporaryDirectories({ nodes }: ShellScript): readonly MadeDirectory[] {
  return nodes.flatMap((node) => {
    const command = firstCommand(node);
    if (command === undefined) return [];
    return temporaryIn(command).map((name) => {
      return { path: [{ kind: 'source', source: `$${name}` }], from: command.at.end };
    });
  });
}

function firstCommand(node: ShellNode | undefined): SimpleCommand | undefined {
  if (node?.kind === 'command') return node;
  return node?.kind === 'and-or' ? firstCommand(node.nodes[0]) : undefined;
}

const ASSIGNING: ReadonlySet<string | undefined> = new Set([
  'export',
  'readonly',
  'declare',
  'typeset',
]);

/** Variables that get the output of `mktemp -d`. */
function temporaryIn({ words, assignments }: SimpleCommand): readonly string[] {
  if (words.length > 0 && !ASSIGNING.has(literalText(words[0]))) return [];
  return assignments.flatMap(({ name, value, append, index }) => {
    const word = value.kind === 'scalar' && !append && !index ? value.word : undefined;
    const [part, ...others] = word?.parts ?? [];
    if (part?.kind !== 'substitution' || others.length > 0) return [];
    const [made, ...more] = part.body;
    if (made?.kind !== 'command' || more.length > 0) return [];
    const isMade = literalText(made.words[0]) === 'mktemp' && made.words.some(isForDirectory);
    return isMade ? [name] : [];
  });
}

function isForDirectory(word: ShellWord): boolean {
  return /^(?:-[a-ce-oq-z]*d\w*|--directory)$/.test(literalText(word) ?? '');
}
