/**
 * Two sockets with one path: QEMU unlinks an existing file before it binds (`unix_listen_saddr` in
 * util/qemu-sockets.c), so the later server silently takes the path.
 */
import type { MappedText } from '../../text/mapped-text.ts';
import { sameSpan } from '../../text/span.ts';
import { type Change, replace, text } from '../change/change.ts';
import type { Chardev } from '../chardev/chardev.ts';
import { leafChardevs, type Machine, type Monitor } from '../machine/machine.ts';
import { idKey, knownValue } from '../options/fact.ts';
import { areTogether } from '../options/together.ts';

/** Two sockets with one path, at least one of a monitor; `second` is written later. */
interface SharedPath {
  /** The first monitor on one of them. */
  readonly monitor: Monitor;
  readonly first: BoundSocket;
  readonly second: BoundSocket;
}

/** A listening UNIX socket. */
interface BoundSocket {
  readonly chardev: Chardev;
  readonly path: MappedText;
}

/** The pairs of a machine; each later socket once. */
export function sharedPaths(machine: Machine): readonly SharedPath[] {
  const places = monitorPlaces(machine);
  const placeOf = (chardev: Chardev) => places.get(chardev) ?? Number.POSITIVE_INFINITY;
  const first = new Map<string, BoundSocket>();
  const found: SharedPath[] = [];
  for (const chardev of machine.chardevs.values()) {
    const path = boundPath(chardev);
    if (path === undefined) continue;
    const key = idKey(path);
    const other = first.get(key);
    if (other === undefined) first.set(key, { chardev, path });
    else if (areTogether(other.path, path) && !isCalculatedAgain(other.path, path)) {
      const monitor = machine.monitors[Math.min(placeOf(chardev), placeOf(other.chardev))];
      if (monitor) found.push({ monitor, first: other, second: { chardev, path } });
    }
  }
  return found;
}

/** The index of the first monitor of each chardev. */
function monitorPlaces(machine: Machine): ReadonlyMap<Chardev, number> {
  const places = new Map<Chardev, number>();
  for (const [place, { chardev }] of machine.monitors.entries()) {
    for (const leaf of chardev ? leafChardevs(machine.chardevs, chardev) : []) {
      if (!places.has(leaf)) places.set(leaf, place);
    }
  }
  return places;
}

/** The file of a server; undefined for abstract names, and for empty paths, which are random. */
function boundPath({ backend, openEnded }: Chardev): MappedText | undefined {
  if (backend.kind !== 'socket' || backend.path.kind === 'absent' || openEnded) return undefined;
  const { path, server, abstract } = backend;
  if (knownValue(server) !== true || path.text.decoded === '') return undefined;
  if (abstract.kind !== 'absent' && knownValue(abstract) !== false) return undefined;
  return path.text.pieces.every(isSteady) ? path.text : undefined;
}

/** Whether both come from one expression, such as `{dir / name}`, which may differ in each loop iteration. */
function isCalculatedAgain(one: MappedText, other: MappedText): boolean {
  return one.pieces.some((own) => {
    const isExpression = own.kind === 'unknown' && !/^[${]*[\w.]+\}?$/.test(own.source);
    return isExpression && other.pieces.some((piece) => sameSpan(piece.at, own.at));
  });
}

/**
 * Whether a piece is constant: `$NAME` is; `$(mktemp)`, `$((i++))` and format placeholders (`%s`, `{}`,
 * `{0:d}`) are not.
 */
function isSteady(piece: MappedText['pieces'][number]): boolean {
  return piece.kind === 'known' || !/[(`]|^%(?!\w+%$)|^\{\d*(?::[^}]*)?\}$/.test(piece.source);
}

/**
 * Renames the second socket: `mon.sock` to `mon-2.sock`. Undefined if the end of the name is not literal,
 * or is shared with the first.
 */
export function separatePaths({ first, second }: SharedPath): readonly Change[] | undefined {
  const { path } = second;
  const tail = /[\w-](\.\w+)?$/.exec(path.decoded);
  const last = path.pieces.at(-1);
  const same = first.path.pieces.at(-1);
  if (tail === null || last?.kind !== 'known' || !same || sameSpan(last.at, same.at))
    return undefined;
  const [name = '', ending = ''] = tail;
  // Replaces the last letter too, since an empty range cannot be edited.
  const replaced = ending === '' ? name : ending;
  const start = path.decoded.length - replaced.length;
  const written = ending === '' ? `${name}-2` : `-2${ending}`;
  return [replace(path, [text(written)], start)];
}
