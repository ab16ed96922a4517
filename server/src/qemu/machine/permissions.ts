/**
 * Who may open a UNIX socket, by the script's permissions. QEMU creates sockets with 0777 minus the umask; connecting
 * needs write permission (unix(7)). `-daemonize` sets umask 027 (`os_daemonize` in os-posix.c).
 */

import type { ModeChange } from '../../invocation/invocation.ts';
import { LIMITS } from '../../text/limits.ts';
import { addTo, once } from '../../text/lookup.ts';
import { isKnown, type MappedText, type Piece, slice, UNKNOWN } from '../../text/mapped-text.ts';
import { withoutSlashes } from '../../text/paths.ts';
import { contains, type Span } from '../../text/span.ts';
import type { Chardev } from '../chardev/chardev.ts';
import { knownValue } from '../options/fact.ts';
import { branchOf } from '../options/together.ts';
import { leafChardevs, type Machine, type Monitor } from './machine.ts';
import { optionsNamed } from './named-options.ts';
import { isShared } from './shared-directory.ts';

/** A command that opens a monitor's socket to other users. */
export interface Opening {
  /** `0` of `umask 0`, `777` of `chmod 777 DIR`. */
  readonly mode: MappedText;
  /** What is open. A user who can write to the directory can replace the socket. */
  readonly what: 'umask' | 'socket' | 'directory';
  readonly closed: string;
  readonly path: MappedText;
}

/** Openings of the monitor's UNIX sockets. */
export function findOpenings(machine: Machine, monitor: Monitor): readonly Opening[] {
  if (machine.permissions === undefined || monitor.chardev === undefined) return [];
  return leafChardevs(machine.chardevs, monitor.chardev).flatMap((chardev) => {
    const path = listeningPath(chardev);
    return path ? openingsOf(machine, path) : [];
  });
}

/** The path that a socket creates; undefined for abstract and connecting sockets. */
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
  // Other users cannot reach the socket, whatever its mode.
  if (isUserDirectory(path) || (made && made.bits.execute === false)) return [];

  // QEMU recreates the socket, so only later changes count.
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
  // Without such a mode the umask decides.
  if (made && written && bits.write === true && bits.execute !== false && bits.sticky !== true) {
    const closed = isNumeric(made.mode) ? '700' : 'u=rwx,go=';
    openings.push({ mode: made.mode, what: 'directory', closed, path });
  }
  return openings;
}

/** Whether the script makes a directory of the path private; `mkdir -p` accepts that of another user. */
export function isPrivateByScript(machine: Machine, path: MappedText): boolean {
  for (let place = directoryOf(path); place; place = directoryOf(place)) {
    const history = historyOf(machine, place);
    const write = history?.mode?.bits.write;
    if (write !== undefined) return !write;
    if (history?.fresh) return true;
  }
  return false;
}

/** Only the user of the script. */
const CLOSED_MODE = /^(?:0?700|u=rwx,(?:go=|g=,o=))$/;
const CLOSED_UMASK = /^0?0?77$/;

/** Directories that the script always makes within a span, for its user only, with the end of the command. */
export function closedDirectories(
  { permissions }: Machine,
  within: Span,
): readonly { readonly path: MappedText; readonly from: number }[] {
  if (permissions === undefined) return [];
  const modeChanges = permissions.modeChanges.filter((change) => {
    const isHere = contains(within, change.at) && change.inFunction === undefined;
    return isHere && permissions.goesBy(change) === 'always';
  });
  const made = modeChanges.flatMap(({ makes, paths, at }) => {
    return makes ? paths.map((path) => ({ path, from: at.end })) : [];
  });
  return made.filter(({ path }) => {
    const { mode, fresh } = historyOf({ permissions: { ...permissions, modeChanges } }, path) ?? {};
    const closed = mode?.written ? CLOSED_MODE : CLOSED_UMASK;
    return mode && closed.test(mode.mode.decoded) && (fresh || isOutOfReach(path));
  });
}

/** Whether a path is the user's own, or below no directory in which other users may create one. */
export function isOutOfReach(path: MappedText): boolean {
  const [first] = path.pieces;
  const isOwn =
    isUserDirectory(path) || (first?.kind === 'unknown' && /^\$\{?HOME\b/.test(first.source));
  return isOwn || (path.decoded.startsWith('/') && !isShared(path));
}

/** Whether a path is in `$XDG_RUNTIME_DIR` (with any default) or `/run/user/` (XDG Base Directory Specification). */
export function isUserDirectory(path: MappedText): boolean {
  if (path.decoded.startsWith('/run/user/')) return true;
  const first = path.pieces[0];
  const sources = [first?.kind === 'unknown' ? first.source : '', first?.defaultOf?.source ?? ''];
  return sources.some((source) => source.includes('XDG_RUNTIME_DIR'));
}

/** The directory of a path, without a `/` at its end; undefined for a bare name and directly below the root. */
export function directoryOf(path: MappedText): MappedText | undefined {
  const slash = withoutSlashes(path.decoded).lastIndexOf('/');
  return slash > 0 ? slice(path, 0, slash) : undefined;
}

interface History {
  readonly mode: LastMode | undefined;
  /** The last `chmod` that grants or removes others' write permission. */
  readonly written:
    | { readonly mode: MappedText; readonly write: boolean; readonly at: Span }
    | undefined;
  readonly fresh: boolean;
}

/** What the script did to a path, which is compared by text and variables. */
function historyOf(
  { permissions }: Pick<Machine, 'permissions'>,
  path: MappedText,
): History | undefined {
  if (permissions === undefined || permissions.modeChanges.length === 0) return undefined;
  const { modeChanges, inFunction, goesBy } = permissions;
  const index = changesByPath(modeChanges);
  let history: History | undefined;
  for (const change of index.get(pathKey(path, inFunction))?.slice(-LIMITS.definitions) ?? []) {
    const way = goesBy(change);
    if (way === 'never') continue;
    history = way === 'always' ? afterChange(history, change) : afterConditional(history, change);
  }
  return history;
}

const changesByPath = once((changes: readonly ModeChange[]) => {
  const index = new Map<string, ModeChange[]>();
  for (const change of changes) {
    for (const path of change.paths) addTo(index, pathKey(path, change.inFunction), change);
  }
  return index;
});

/** The history after a conditional change: runs without it keep what was open before. */
function afterConditional(before: History | undefined, change: ModeChange): History {
  const after = afterChange(before, change);
  const { mode, written } = before ?? {};
  // The same branch means the same runs.
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

/** An unknown part used in place (`$1`) matches within its function, one from an assignment everywhere. */
function pathKey(path: MappedText, inFunction: number | undefined): string {
  return withoutSlashes(path.pieces.map((piece) => pieceKey(piece, inFunction)).join(''));
}

function pieceKey(piece: Piece, inFunction: number | undefined): string {
  if (piece.kind === 'known') return piece.text;
  const place = piece.definition ? piece.at.start : `f${inFunction ?? ''}`;
  return `${UNKNOWN}${piece.source}${UNKNOWN}${place}${UNKNOWN}`;
}

interface OthersBits {
  readonly write: boolean | undefined;
  readonly execute: boolean | undefined;
  readonly sticky: boolean | undefined;
}

interface LastMode {
  /** A mode, or the umask of a directory that is made without one. */
  readonly mode: MappedText;
  readonly written: boolean;
  readonly bits: OthersBits;
}

const NOTHING: OthersBits = { write: undefined, execute: undefined, sticky: undefined };
/** `mkdir -m` modifies 0777, so `-m u+w` leaves it world-writable. */
const NEW_DIRECTORY: OthersBits = { write: true, execute: true, sticky: false };

function isNumeric(mode: MappedText): boolean {
  return /^[0-7]+$/.test(mode.decoded);
}

const CLAUSE = /^([ugoa]*)((?:[-+=](?:[rwxXst]*|[ugo]))+)$/;

/** The bits for others after `chmod`: `757`, `o+w`, `a=rwx,o-w`. */
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
      // Without a letter, chmod respects the umask: `+w` grants others nothing.
      if (!/[oa]/.test(who) && !(who === '' && !on)) continue;
      // `o=u` copies the owner's permissions.
      const has = (letter: string) => /[wxX]/.test(letters) && letters.includes(letter);
      if (has('w') || letters === 'u') write = on;
      else if (operator === '=') write = letters === 'g' ? undefined : false;
      if (has('x') || has('X') || letters === 'u') execute = on;
      else if (operator === '=') execute = letters === 'g' ? undefined : false;
    }
  }
  return { write, execute, sticky };
}

/** The bits that a umask leaves. Without a letter it applies to all, unlike chmod. */
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
