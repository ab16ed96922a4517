/**
 * What a script says about who may open a monitor's UNIX socket. QEMU makes the socket with mode 0777
 * less the umask, and connecting needs the right to write (unix(7)), so that a umask of 022 keeps others
 * out and one of 0 lets everyone in. `-daemonize` sets the umask to 027 (`os_daemonize` in os-posix.c).
 */

import type { ModeChange } from '../../invocation/invocation.ts';
import { addTo, oncePer } from '../../text/lookup.ts';
import { isKnown, type MappedText, type Piece, slice, UNKNOWN } from '../../text/mapped-text.ts';
import { withoutSlashes } from '../../text/paths.ts';
import type { Span } from '../../text/span.ts';
import type { Chardev } from '../chardev/chardev.ts';
import { knownValue } from '../options/fact.ts';
import { leafChardevs, type Machine, type Monitor } from './machine.ts';
import { optionsNamed } from './named-options.ts';

/** A place in a script that lets other users at a monitor's socket. */
export interface Opening {
  /** The text that does it: the `0` of `umask 0`, the `777` of `chmod 777 DIR`. */
  readonly mode: MappedText;
  /**
   * The umask of the socket; the mode of the socket itself; or that of its directory, in which whoever
   * may write can put another socket in its place.
   */
  readonly what: 'umask' | 'socket' | 'directory';
  /** A mode in the place of that one which keeps others out. */
  readonly closed: string;
  readonly path: MappedText;
}

/** All that lets other users at the UNIX sockets on which a monitor listens. */
export function findOpenings(machine: Machine, monitor: Monitor): readonly Opening[] {
  if (machine.permissions === undefined || monitor.chardev === undefined) return [];
  return leafChardevs(machine.chardevs, monitor.chardev).flatMap((chardev) => {
    const path = listeningPath(chardev);
    return path ? openingsOf(machine, path) : [];
  });
}

/** The path at which a chardev listens, if that is a file. */
export function listeningPath({ backend }: Chardev): MappedText | undefined {
  if (backend.kind !== 'socket' || backend.path.kind === 'absent') return undefined;
  const file = backend.abstract.kind === 'absent' || knownValue(backend.abstract) === false;
  return file && knownValue(backend.server) === true ? backend.path.text : undefined;
}

function openingsOf(machine: Machine, path: MappedText): readonly Opening[] {
  const { permissions } = machine;
  if (permissions === undefined || path.decoded === '') return [];
  const openings: Opening[] = [];
  const umask = permissions.umasks.find((mask) => umaskBits(mask).write);
  const directory = directoryOf(path);
  const made = directory && historyOf(machine, directory)?.mode;
  // Whoever cannot enter the directory cannot reach the socket, whatever its mode.
  if (isUserDirectory(path) || (made && made.bits.execute === false)) return [];

  // QEMU makes the socket anew, so that only what comes after its start counts.
  const last = historyOf(machine, path)?.written;
  const own = last && last.at.start > permissions.at.start ? last : undefined;
  if (own?.write) {
    const closed = isNumeric(own.mode) ? '600' : 'u=rw,go=';
    openings.push({ mode: own.mode, what: 'socket', closed, path });
  }
  const daemonized = optionsNamed(machine, 'daemonize').length > 0;
  if (umask && !daemonized && own?.write !== false) {
    const closed = isNumeric(umask) ? '077' : 'u=rwx,go=';
    openings.push({ mode: umask, what: 'umask', closed, path });
  }
  const { bits, written = false } = made ?? { bits: NOTHING };
  // The mode of a directory made without one is the umask's affair.
  if (made && written && bits.write === true && bits.execute !== false && bits.sticky !== true) {
    const closed = isNumeric(made.mode) ? '700' : 'u=rwx,go=';
    openings.push({ mode: made.mode, what: 'directory', closed, path });
  }
  return openings;
}

/**
 * Whether the script makes the directory of a path for its user alone, or a directory above it: with a
 * mode or umask that lets nobody else write, or anew with `mkdir`, which fails on what somebody else has
 * made. With `mkdir -p` and no word about its mode it could be anybody's.
 */
export function isPrivateByScript(machine: Machine, path: MappedText): boolean {
  for (let place = directoryOf(path); place; place = directoryOf(place)) {
    const history = historyOf(machine, place);
    const write = history?.mode?.bits.write;
    if (write !== undefined) return !write;
    if (history?.fresh) return true;
  }
  return false;
}

/**
 * Whether a path begins with the user's own directory for sockets, `$XDG_RUNTIME_DIR` or `/run/user/`,
 * which no other user can enter (XDG Base Directory Specification). `${XDG_RUNTIME_DIR:-/tmp}` counts:
 * the default is for machines without it.
 */
export function isUserDirectory(path: MappedText): boolean {
  if (path.decoded.startsWith('/run/user/')) return true;
  const first = path.pieces[0];
  const sources = [first?.kind === 'unknown' ? first.source : '', first?.defaultOf?.source ?? ''];
  return sources.some((source) => source.includes('XDG_RUNTIME_DIR'));
}

/** The directory of a path, without the `/` at its end; undefined for a name alone and below the root. */
export function directoryOf(path: MappedText): MappedText | undefined {
  const slash = withoutSlashes(path.decoded).lastIndexOf('/');
  return slash > 0 ? slice(path, 0, slash) : undefined;
}

/** What a script does to one path. */
interface History {
  /** The mode that a directory has after all of it. */
  readonly mode: LastMode | undefined;
  /** The last `chmod` that gives others the right to write, or takes it. */
  readonly written:
    | { readonly mode: MappedText; readonly write: boolean; readonly at: Span }
    | undefined;
  /** Whether the script makes it as a directory that was not there. */
  readonly fresh: boolean;
}

/** How many changes of one path are looked at; the last ones decide. */
const MAX_CHANGES = 100;

/** What the script does to a path, which must be written with the same text and the same variables. */
function historyOf({ permissions }: Machine, path: MappedText): History | undefined {
  if (permissions === undefined || permissions.modeChanges.length === 0) return undefined;
  const { modeChanges, inFunction, goesBy } = permissions;
  const index = changesByPath(modeChanges);
  let history: History | undefined;
  for (const change of index.get(pathKey(path, inFunction))?.slice(-MAX_CHANGES) ?? []) {
    const way = goesBy(change);
    if (way === 'never') continue;
    history = way === 'always' ? afterChange(history, change) : withOrWithout(history, change);
  }
  return history;
}

/** The changes of each path of a script, made once for all its command lines. */
const changesByPath = oncePer((changes: readonly ModeChange[]) => {
  const index = new Map<string, ModeChange[]>();
  for (const change of changes) {
    for (const path of change.paths) addTo(index, pathKey(path, change.inFunction), change);
  }
  return index;
});

function branchOf(mode: MappedText | undefined): Piece['branch'] {
  return mode?.pieces[0]?.branch;
}

/** After a change that only some runs make: what another one has opened stays open for the others. */
function withOrWithout(before: History | undefined, change: ModeChange): History {
  const after = afterChange(before, change);
  const { mode, written } = before ?? {};
  // In the same branch it is made by the same runs.
  if (branchOf(mode?.mode ?? written?.mode) === branchOf(change.mode)) return after;
  const isOpen = mode?.written && mode.bits.write === true && mode.bits.sticky !== true;
  return {
    ...after,
    mode: isOpen && after.mode?.bits.write !== true ? mode : after.mode,
    written: written?.write === true && after.written?.write === false ? written : after.written,
  };
}

function afterChange(before: History | undefined, change: ModeChange): History {
  const { kind, mode, umask, at } = change;
  const fresh = before?.fresh === true || (kind === 'make' && change.fresh);
  const next = { mode: before?.mode, written: before?.written, fresh };
  if (mode === undefined) {
    if (umask === undefined) return next;
    return { ...next, mode: { mode: umask, written: false, bits: umaskBits(umask) } };
  }
  const given = (bits: OthersBits) => (isKnown(mode) ? modeBits(mode.decoded, bits) : NOTHING);
  const bits = given(kind === 'make' ? NEW_DIRECTORY : (before?.mode?.bits ?? NOTHING));
  const { write } = given(NOTHING);
  return {
    ...next,
    mode: { mode, written: true, bits },
    ...(write === undefined || kind === 'make' ? {} : { written: { mode, write, at } }),
  };
}

/**
 * What tells paths apart. An unknown part that is used in place, such as `$1`, is the same only in the
 * same function; one that comes out of an assignment is the same wherever that is used.
 */
function pathKey(path: MappedText, inFunction: number | undefined): string {
  return withoutSlashes(path.pieces.map((piece) => pieceKey(piece, inFunction)).join(''));
}

function pieceKey(piece: Piece, inFunction: number | undefined): string {
  if (piece.kind === 'known') return piece.text;
  const place = piece.definition ? piece.at.start : `f${inFunction ?? ''}`;
  return `${UNKNOWN}${piece.source}${UNKNOWN}${place}${UNKNOWN}`;
}

/** What a mode says about others; undefined where it says nothing. */
interface OthersBits {
  readonly write: boolean | undefined;
  readonly execute: boolean | undefined;
  readonly sticky: boolean | undefined;
}

/** The mode that a path has after all changes. */
interface LastMode {
  /** What says so: a mode, or the umask for a directory made without one. */
  readonly mode: MappedText;
  readonly written: boolean;
  readonly bits: OthersBits;
}

const NOTHING: OthersBits = { write: undefined, execute: undefined, sticky: undefined };
/** `mkdir -m` adds to and takes from a mode of 0777, so that `-m u+w` lets everyone write. */
const NEW_DIRECTORY: OthersBits = { write: true, execute: true, sticky: false };

function isNumeric(mode: MappedText): boolean {
  return /^[0-7]+$/.test(mode.decoded);
}

const CLAUSE = /^([ugoa]*)((?:[-+=](?:[rwxXst]*|[ugo]))+)$/;

/** What is left for others when `chmod` has applied a mode: `757`, `o+w`, `a=rwx,o-w`. */
function modeBits(mode: string, before: OthersBits): OthersBits {
  if (/^[0-7]{1,5}$/.test(mode)) {
    const bits = Number.parseInt(mode, 8);
    const sticky = (bits & 0o1000) !== 0;
    return { write: (bits & 2) !== 0, execute: (bits & 1) !== 0, sticky };
  }
  let { write, execute, sticky } = before;
  for (const clause of mode.split(',')) {
    const [, who = '', actions = ''] = CLAUSE.exec(clause) ?? [];
    for (const [, operator = '', letters = ''] of actions.matchAll(/([-+=])([^-+=]*)/g)) {
      const on = operator !== '-';
      if (letters.includes('t')) sticky = on;
      // Without a letter in front chmod leaves alone what the umask takes: `+w` gives others nothing.
      if (!/[oa]/.test(who) && !(who === '' && !on)) continue;
      // `o=u` copies the owner's rights, which are all one needs.
      const has = (letter: string) => /[wxX]/.test(letters) && letters.includes(letter);
      if (has('w') || letters === 'u') write = on;
      else if (operator === '=') write = letters === 'g' ? undefined : false;
      if (has('x') || has('X') || letters === 'u') execute = on;
      else if (operator === '=') execute = letters === 'g' ? undefined : false;
    }
  }
  return { write, execute, sticky };
}

/**
 * What a umask leaves to others: it is octal, or says which rights are left (`u=rwx,g=rwx,o=rwx`).
 * Unlike chmod's, a umask without a letter in front speaks of all.
 */
function umaskBits(umask: MappedText): OthersBits {
  if (!isKnown(umask)) return NOTHING;
  const { decoded } = umask;
  if (/^[0-7]{1,4}$/.test(decoded)) {
    const bits = Number.parseInt(decoded, 8);
    return { write: (bits & 2) === 0, execute: (bits & 1) === 0, sticky: false };
  }
  const named = decoded
    .split(',')
    .map((clause) => (/^[-+=]/.test(clause) ? `a${clause}` : clause))
    .join(',');
  return modeBits(named, NOTHING);
}
