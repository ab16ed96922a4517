/**
 * A directory that is there before a machine starts and that nobody else can write to, so that a socket is better off
 * in it than in the one that fixes take otherwise: one that the script has made for itself, or the one in which the
 * same QEMU has another socket or its pid file.
 * Why: docs/decisions/a-new-socket-lies-where-it-can-be-made.md
 */

import type { FixTrees } from '../../../languages/trees.ts';
import type { Machine } from '../../../qemu/machine/machine.ts';
import { optionsNamed } from '../../../qemu/machine/named-options.ts';
import { directoryOf, isUserDirectory, listeningPath } from '../../../qemu/machine/permissions.ts';
import { isShared } from '../../../qemu/machine/shared-directory.ts';
import { isReadElsewhere } from '../../../syntax/shell/encodings.ts';
import type { ShellScript } from '../../../syntax/shell/tree.ts';
import type { Template, TemplatePart } from '../../../syntax/spell.ts';
import type { Encodings } from '../../../text/encoding.ts';
import type { PlacedFile } from '../../../text/file-set.ts';
import type { MappedText } from '../../../text/mapped-text.ts';
import { AT_USE, partsAt, type Site, siteAt } from '../../../text/site.ts';
import { type Span, spanKey } from '../../../text/span.ts';
import type { Analysis } from '../../analysis/analyze.ts';
import { type MadeDirectory, madeDirectories } from './made-directories.ts';

/** Where a socket's path is to be written. */
export interface PathPlace {
  readonly machine: Machine;
  readonly at: Span;
  /** How text is spelled there (a piece's context). */
  readonly from: Encodings | undefined;
  readonly site: Site;
  /** Whether variables can be written there; where not, the directory must be literal. */
  readonly expands: boolean;
}

/** Finds such directories for the fixes of one analysis; each with the `/` at its end. */
export type PrivateDirectories = (place: PathPlace) => Template | undefined;

/** The longest directory that leaves room for a name in a socket's address. */
const MAX_DIRECTORY = 60;
/** How many directories are looked at in which a command has something else already. */
const MAX_NEIGHBOURS = 32;

/** The longest name that leaves room for a private directory in a socket's address. */
const MAX_KEPT_NAME = 40;

/** Looks into the scripts when the first socket asks. */
export function privateDirectories(analysis: Analysis, trees: FixTrees): PrivateDirectories {
  const { machines, files, connections } = analysis;
  const made = new Map<PlacedFile, readonly MadeDirectory[]>();
  const byProgram = new Map<string, Machine[]>();
  for (const machine of machines) {
    const key = machine.programAt ? spanKey(machine.programAt) : '';
    const known = byProgram.get(key);
    if (known) known.push(machine);
    else byProgram.set(key, [machine]);
  }
  const neighbours = new Map<Machine, readonly Neighbour[]>();
  const neighboursOf = (machine: Machine): readonly Neighbour[] => {
    const known = neighbours.get(machine) ?? neighboursIn(machine);
    neighbours.set(machine, known);
    return known;
  };
  /** Those that are there for all machines of a command, and under '' for all there are. */
  const common = new Map<string, readonly Neighbour[]>();
  const isStableAt = stability(analysis, trees);

  return ({ machine, at, from, site, expands }) => {
    const located = files.locate(at);
    const file = located && files.files.find(({ path }) => path === located.path);
    if (file === undefined || (from && isReadElsewhere(from))) return undefined;
    const isStable = (path: Template): boolean =>
      path.every((part) => {
        return part.kind === 'text' || isStableAt(file, part.source, at);
      });
    const hops = connections.whereabouts.get(machine)?.run ?? [];
    if (expands && hops.every(({ kind }) => kind === 'root') && !outlives(machine)) {
      const own = made.get(file) ?? madeDirectories(trees.script(file));
      made.set(file, own);
      const before = own.findLast((one) => file.start + one.from <= at.start && isStable(one.path));
      if (before) return withSlash(before.path);
    }
    // What stands in a variable or in a config file may be for several commands.
    const isInCommand = site.level.depth === 0 && expands;
    const command = isInCommand && machine.programAt ? spanKey(machine.programAt) : '';
    const sharing = byProgram.get(command) ?? machines;
    const shared =
      common.get(command) ?? intersection(sharing.map(neighboursOf)).slice(0, MAX_NEIGHBOURS);
    common.set(command, shared);
    const beside = shared.find(({ path }) => {
      return (expands || path.every(({ kind }) => kind === 'text')) && isStable(path);
    });
    return beside && withSlash(beside.path);
  };
}

/** Whether a socket can keep its name in a directory where others of these machines are. */
export function isNameFree(machines: readonly Machine[], path: MappedText): boolean {
  const name = lastName(path);
  const same = machines.flatMap(({ chardevs }) =>
    [...chardevs.values()].filter((chardev) => {
      const other = listeningPath(chardev);
      return other !== undefined && lastName(other) === name;
    }),
  );
  return name.length <= MAX_KEPT_NAME && same.length <= 1;
}

function lastName({ text }: MappedText): string {
  return text.slice(text.lastIndexOf('/') + 1);
}

/** Whether a machine may run on behind the end of its script, which takes away what it has made. */
function outlives(machine: Machine): boolean {
  return optionsNamed(machine, 'daemonize').length > 0;
}

function withSlash(path: Template): Template {
  return [...path, { kind: 'text', text: '/' }];
}

/** A directory in which a machine has something else. */
interface Neighbour {
  readonly path: Template;
  readonly key: string;
}

/** Those that are there for each of several machines. */
function intersection([first = [], ...others]: readonly (readonly Neighbour[])[]) {
  return others.reduce((kept, list) => {
    const keys = new Set(list.map(({ key }) => key));
    return kept.filter(({ key }) => keys.has(key));
  }, first);
}

function neighboursIn(machine: Machine): readonly Neighbour[] {
  const sockets = [...machine.chardevs.values()].flatMap((chardev) => listeningPath(chardev) ?? []);
  const files = optionsNamed(machine, 'pidfile').flatMap(({ value }) => value ?? []);
  const found = new Map<string, Neighbour>();
  for (const path of [...sockets, ...files]) {
    const neighbour = neighbourOf(machine, path);
    if (neighbour && !found.has(neighbour.key)) found.set(neighbour.key, neighbour);
  }
  return [...found.values()];
}

/** What is no directory for sockets, though a pid file may be said to be there: `-pidfile /dev/null`. */
const SYSTEM = /^\/(?:dev|proc|sys)(?:\/|$)/;

function neighbourOf(machine: Machine, path: MappedText): Neighbour | undefined {
  const directory = directoryOf(path);
  if (directory === undefined || directory.text.length > MAX_DIRECTORY) return undefined;
  // What only a branch adds is not surely there.
  if (path.pieces.some(({ branch, defaultOf }) => branch || defaultOf)) return undefined;
  const [first] = path.pieces;
  const isHome = first?.kind === 'unknown' && /^\$\{?HOME\}?$/.test(first.source);
  const isOwn = isUserDirectory(path) || isHome;
  const isAbsolute = path.text.startsWith('/') && !SYSTEM.test(path.text) && !isShared(path);
  if (!isOwn && !isAbsolute) return undefined;
  const isOpened = machine.permissions?.modeChanges.some(({ kind, mode, paths }) => {
    const names = paths.some(({ text }) => text.replace(/\/+$/, '') === directory.text);
    return (
      names && (kind === 'change' || mode !== undefined) && !/^0?7[05][05]$/.test(mode?.text ?? '')
    );
  });
  const site = siteAt(path, 0, directory.text.length, AT_USE);
  if (isOpened || site === undefined) return undefined;
  const parts = partsAt(directory, site).map((part): TemplatePart => {
    if (part.kind === 'text') return part;
    return { kind: 'source', source: part.use.source, encodings: part.use.encodings };
  });
  const key = parts.map((part) => (part.kind === 'text' ? part.text : part.source)).join('');
  return { path: parts, key };
}

/**
 * Whether a plain variable has the same value wherever it is read behind a place's beginning: nothing assigns it, or
 * one command at the top level of the same file that ends before. Every other mention of its name that is no expansion
 * counts as if it did.
 */
function stability({ files }: Analysis, trees: FixTrees) {
  const mentions = new Map<
    string,
    readonly { readonly one: PlacedFile; readonly index: number }[]
  >();
  const mentionsOf = (name: string) => {
    const known = mentions.get(name);
    if (known) return known;
    const pattern = new RegExp(`(?<![\\w$/.-]|\\$\\{)${name}(?![\\w/.-])`, 'g');
    const found = files.files.flatMap((one) => {
      return [...one.text.matchAll(pattern)].map(({ index }) => ({ one, index }));
    });
    mentions.set(name, found);
    return found;
  };
  return (file: PlacedFile, source: string, at: Span): boolean => {
    const name = /^\$\{?([A-Za-z_]\w*)\}?$/.exec(source)?.[1];
    if (name === undefined) return false;
    const [only, ...others] = mentionsOf(name);
    if (only === undefined) return true;
    if (others.length > 0 || only.one !== file || file.start + only.index > at.start) return false;
    return assignsAtTop(trees.script(file), only.index);
  };
}

/** Whether an assignment at an offset is run once and in any case. */
function assignsAtTop({ nodes }: ShellScript, offset: number): boolean {
  return nodes.some((node) => {
    const first = node.kind === 'and-or' ? node.nodes[0] : node;
    return first?.kind === 'command' && first.assignments.some(({ at }) => at.start === offset);
  });
}
