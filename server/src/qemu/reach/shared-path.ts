/**
 * Two sockets on one path: QEMU removes whatever file is there before it binds (`unix_listen_saddr` in
 * util/qemu-sockets.c), so that the later of two servers takes the path from the earlier, and nobody is
 * told.
 */
import type { MappedText } from '../../text/mapped-text.ts';
import { sameSpan } from '../../text/span.ts';
import { type Change, replace, text } from '../change/change.ts';
import type { Chardev } from '../chardev/chardev.ts';
import { leafChardevs, type Machine, type Monitor } from '../machine/machine.ts';
import { idKey, knownValue } from '../options/fact.ts';
import { areTogether } from '../options/together.ts';

/** A monitor's socket and another one on the same path, the one that is written later last. */
interface SharedPath {
  /** The first monitor that one of them leads to. */
  readonly monitor: Monitor;
  readonly first: BoundSocket;
  readonly second: BoundSocket;
}

/** A listening UNIX socket. */
interface BoundSocket {
  readonly chardev: Chardev;
  readonly path: MappedText;
}

/** The pairs of a machine of which at least one leads to a monitor; each later socket is told once. */
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

/** The place in the machine's list of the first monitor that each chardev leads to. */
function monitorPlaces(machine: Machine): ReadonlyMap<Chardev, number> {
  const places = new Map<Chardev, number>();
  for (const [place, { chardev }] of machine.monitors.entries()) {
    for (const leaf of chardev ? leafChardevs(machine.chardevs, chardev) : []) {
      if (!places.has(leaf)) places.set(leaf, place);
    }
  }
  return places;
}

/** The file that a server makes; abstract names are no files, and an empty path is another each time. */
function boundPath({ backend, openEnded }: Chardev): MappedText | undefined {
  if (backend.kind !== 'socket' || backend.path.kind === 'absent' || openEnded) return undefined;
  const { path, server, abstract } = backend;
  if (knownValue(server) !== true || path.text.decoded === '') return undefined;
  if (abstract.kind !== 'absent' && knownValue(abstract) !== false) return undefined;
  return path.text.pieces.every(isSteady) ? path.text : undefined;
}

/** Whether both come from one expression, which a loop may make something else of in each of its rounds: `{dir / name}`. */
function isCalculatedAgain(one: MappedText, other: MappedText): boolean {
  return one.pieces.some((own) => {
    const isExpression = own.kind === 'unknown' && !/^[${]*[\w.]+\}?$/.test(own.source);
    return isExpression && other.pieces.some((piece) => sameSpan(piece.at, own.at));
  });
}

/**
 * Whether a piece is the same each time: `$NAME` is, `$(mktemp)` and `$((i++))` are not, and whatever is put in for a `%s`,
 * `{}` or `{0:d}` is something else at each of them.
 */
function isSteady(piece: MappedText['pieces'][number]): boolean {
  return piece.kind === 'known' || !/[(`]|^%(?!\w+%$)|^\{\d*(?::[^}]*)?\}$/.test(piece.source);
}

/**
 * Gives the second socket a name of its own: `mon.sock` becomes `mon-2.sock`. Undefined where the end of
 * the name is not literal, or is the text that the first socket uses as well.
 */
export function separatePaths({ first, second }: SharedPath): readonly Change[] | undefined {
  const { path } = second;
  const tail = /[\w-](\.\w+)?$/.exec(path.decoded);
  const last = path.pieces.at(-1);
  const same = first.path.pieces.at(-1);
  if (tail === null || last?.kind !== 'known' || !same || sameSpan(last.at, same.at))
    return undefined;
  const [name = '', ending = ''] = tail;
  // The last letter of the name goes along: there is no place between two characters to write to.
  const replaced = ending === '' ? name : ending;
  const start = path.decoded.length - replaced.length;
  const written = ending === '' ? `${name}-2` : `-2${ending}`;
  return [replace(path, [text(written)], start)];
}
