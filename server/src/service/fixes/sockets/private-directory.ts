/**
 * Private directories that exist before a machine starts: made by the script, or used by the same QEMU for a socket or
 * pid file. Why: docs/decisions/socket-directory.md
 */

import { literalText } from '../../../invocation/domain/blocks.ts';
import type { FixTrees } from '../../../languages/trees.ts';
import type { Machine } from '../../../qemu/machine/machine.ts';
import { optionsNamed } from '../../../qemu/machine/named-options.ts';
import { directoryOf, isUserDirectory, listeningPath } from '../../../qemu/machine/permissions.ts';
import { isShared } from '../../../qemu/machine/shared-directory.ts';
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
import { isKnown, type MappedText, mappedText } from '../../../text/mapped-text.ts';
import { nameOf, withoutSlashes } from '../../../text/paths.ts';
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
  const madeIn = oncePer((file: PlacedFile) => madeDirectories(trees.script(file)));
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
      const before = madeIn(file).findLast((one) => {
        return file.start + one.from <= at.start && isStable(one.path);
      });
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
  const [first] = path.pieces;
  const isHome = first?.kind === 'unknown' && /^\$\{?HOME\}?$/.test(first.source);
  const isOwn = isUserDirectory(path) || isHome;
  const isAbsolute = path.decoded.startsWith('/') && !SYSTEM.test(path.decoded) && !isShared(path);
  if (!isOwn && !isAbsolute) return undefined;
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
  const anchor = directory && anchorAt(path, 0, directory.decoded.length, AT_USE);
  return (
    anchor &&
    partsAt(directory, anchor).map((part): TemplatePart => {
      if (part.kind === 'text') return part;
      return { kind: 'source', source: part.use.source, encodings: part.use.encodings };
    })
  );
}

/**
 * Whether a variable is constant after a place: assigned never, or by one earlier command at the file's top level.
 * Other mentions count as assignments.
 */
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

interface MadeDirectory {
  /** The path without a `/` at its end: `$dir`, `/run/$USER`. */
  readonly path: Template;
  /** The offset after which the directory exists. */
  readonly from: number;
}

function madeDirectories({ nodes }: ShellScript): readonly MadeDirectory[] {
  const made: MadeDirectory[] = [];
  const others = new Set<string>();
  let closed = false;
  for (const node of nodes) {
    const command = firstCommand(node);
    if (command === undefined) continue;
    const from = command.at.end;
    for (const name of temporaryIn(command)) {
      made.push({ path: [{ kind: 'source', source: `$${name}` }], from });
    }
    const [program, ...words] = command.words;
    const name = nameOf(literalText(program) ?? '');
    if (name === 'umask') closed = CLOSED_UMASK.test(literalText(words[0]) ?? '');
    if (name !== 'mkdir' && name !== 'install' && name !== 'chmod') continue;
    const { mode, paths, keeps } = operandsOf(name, words);
    for (const word of paths) {
      const path = pathOf(word);
      if (path === undefined) continue;
      const key = templateText(path);
      const isPrivate = mode === undefined ? closed : CLOSED_MODE.test(mode);
      // An existing directory may belong to others if they can create one there.
      const isOurs = !keeps || isOutOfReach(path);
      if (name !== 'chmod') others.add(key);
      if (isPrivate && isOurs && (name !== 'chmod' || others.has(key))) made.push({ path, from });
    }
  }
  return made;
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

const CLOSED_UMASK = /^0?0?77$/;
const CLOSED_MODE = /^(?:0?700|u=rwx,(?:go=|g=,o=))$/;

/** Mode and paths of `mkdir`, `install -d` and `chmod`; `keeps` if a directory may exist before. */
function operandsOf(
  name: 'mkdir' | 'install' | 'chmod',
  words: readonly ShellWord[],
): {
  readonly mode: string | undefined;
  readonly paths: readonly ShellWord[];
  readonly keeps: boolean;
} {
  const paths: ShellWord[] = [];
  let mode: string | undefined;
  let keeps = name !== 'mkdir';
  let isDirectory = name !== 'install';
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    const text = literalText(word);
    if (word === undefined) break;
    if (text === undefined || !text.startsWith('-')) {
      if (name === 'chmod' && mode === undefined) mode = text ?? '';
      else paths.push(word);
      continue;
    }
    const [, letters = ''] = /^-([A-Za-z]+)/.exec(text) ?? [];
    if (letters.includes('p') || text === '--parents') keeps = true;
    if (letters.includes('d') || text === '--directory') isDirectory = true;
    const given = /^(?:--mode=|-[dpv]*m)(.*)$/.exec(text)?.[1];
    if (given === undefined) continue;
    mode = given === '' ? (literalText(words[++index]) ?? '') : given;
  }
  return { mode, paths: isDirectory ? paths : [], keeps };
}

/** A word as a path; undefined unless it is plain text and plain variables. */
function pathOf({ parts }: ShellWord): Template | undefined {
  const path: TemplatePart[] = [];
  for (const part of parts) {
    if (part.kind === 'text' && isKnown(part.text)) {
      path.push({ kind: 'text', text: part.text.decoded });
    } else if (part.kind === 'parameter' && /^\$(?:\w+|\{\w+\})$/.test(part.source)) {
      path.push({ kind: 'source', source: part.source });
    } else {
      return undefined;
    }
  }
  const last = path.at(-1);
  if (last?.kind === 'text')
    path[path.length - 1] = { kind: 'text', text: withoutSlashes(last.text) };
  const [first] = path;
  const isAbsolute = first?.kind === 'source' || first?.text.startsWith('/');
  return isAbsolute ? path : undefined;
}

/** Whether other users cannot create anything above a path. */
function isOutOfReach([first]: Template): boolean {
  if (first?.kind === 'source') return /^\$\{?(?:HOME|XDG_RUNTIME_DIR)\b/.test(first.source);
  const text = first?.text ?? '';
  return text !== '' && !isShared({ ...mappedText([]), decoded: text });
}
