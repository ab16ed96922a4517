/** Sockets with one path: QEMU unlinks a file before it binds (util/qemu-sockets.c), so the later takes it. */
import type { MappedText } from '../../text/mapped-text.ts';
import { sameSpan } from '../../text/span.ts';
import { type Change, replace, text } from '../change/change.ts';
import type { Chardev } from '../chardev/chardev.ts';
import { leafChardevs, type Machine, type Monitor } from '../machine/machine.ts';
import { idKey, knownValue } from '../options/fact.ts';
import { areTogether } from '../options/together.ts';

/** Two sockets with one path, at least one of a monitor; `second` is written later. */
interface SharedPath {
  readonly monitor: Monitor;
  readonly first: BoundSocket;
  readonly second: BoundSocket;
}

interface BoundSocket {
  readonly chardev: Chardev;
  readonly path: MappedText;
}

/** Pairs of sockets with one path; each later socket once. */
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

function monitorPlaces(machine: Machine): ReadonlyMap<Chardev, number> {
  const places = new Map<Chardev, number>();
  for (const [place, { chardev }] of machine.monitors.entries()) {
    for (const leaf of chardev ? leafChardevs(machine.chardevs, chardev) : []) {
      if (!places.has(leaf)) places.set(leaf, place);
    }
  }
  return places;
}

/** The path that a socket binds; undefined for abstract and empty ones. */
function boundPath({ backend, openEnded }: Chardev): MappedText | undefined {
  if (backend.kind !== 'socket' || backend.path.kind === 'absent' || openEnded) return undefined;
  const { path, server, abstract } = backend;
  if (knownValue(server) !== true || path.text.decoded === '') return undefined;
  if (abstract.kind !== 'absent' && knownValue(abstract) !== false) return undefined;
  return path.text.pieces.every(isSteady) ? path.text : undefined;
}

/** Whether an expression, such as `{dir / name}`, may differ in each iteration. */
function isCalculatedAgain(one: MappedText, other: MappedText): boolean {
  return one.pieces.some((own) => {
    const isExpression = own.kind === 'unknown' && !/^[${]*[\w.]+\}?$/.test(own.source);
    return isExpression && other.pieces.some((piece) => sameSpan(piece.at, own.at));
  });
}

/** Whether a piece is constant: `$NAME` is; `$(mktemp)`, `$((i++))` and `%s`, `{}`, `{0:d}` are not. */
function isSteady(piece: MappedText['pieces'][number]): boolean {
  return piece.kind === 'known' || !/[(`]|^%(?!\w+%$)|^\{\d*(?::[^}]*)?\}$/.test(piece.source);
}

/** `mon.sock` becomes `mon-2.sock`; undefined if the name's end is shared or not literal. */
export function separatePaths({ first, second }: SharedPath): readonly Change[] | undefined {
  const { path } = second;
  const tail = /[\w-](\.\w+)?$/.exec(path.decoded);
  const last = path.pieces.at(-1);
  const same = first.path.pieces.at(-1);
  if (tail === null || last?.kind !== 'known' || !same || sameSpan(last.at, same.at))
    return undefined;
  const [name = '', ending = ''] = tail;
  // An empty range cannot be edited.
  const replaced = ending === '' ? name : ending;
  const start = path.decoded.length - replaced.length;
  const written = ending === '' ? `${name}-2` : `-2${ending}`;
  return [replace(path, [text(written)], start)];
}
