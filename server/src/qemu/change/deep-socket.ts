/**
 * Moves a socket that lies deeper in a directory that everybody may write, such as `/tmp/vm1/monitor.sock`:
 * its directory becomes a part of its name, since it may tell machines apart and nobody makes another. Only
 * where a script makes the directory by the very text that moves, the directory moves as a whole.
 */
import { type MappedText, type Piece, pieceAt, slice } from '../../text/mapped-text.ts';
import { type Span, sameSpan } from '../../text/span.ts';
import type { Chardev } from '../chardev/chardev.ts';
import type { Machine } from '../machine/machine.ts';
import { directoryOf } from '../machine/permissions.ts';
import { isShared, sharedDirectory } from '../machine/shared-directory.ts';
import { findProperty } from '../options/keyval.ts';
import { type Change, replace, text } from './change.ts';

/** How a path changes: its first `moved` characters become the new directory, and `joints` a dash each. */
interface DeepMove {
  readonly changes: readonly Change[];
  readonly moved: number;
  readonly joints: readonly Span[];
}

/** The way out; undefined where the socket does not lie deeper, or its parts are written here and there. */
export function leaveDeepDirectory(machine: Machine, chardev: Chardev): DeepMove | undefined {
  const path = findProperty(chardev.properties, 'path');
  if (path === undefined || chardev.backend.kind !== 'socket') return undefined;
  const { value, origin } = path;
  if (origin.kind === 'set' || origin.kind === 'json') return undefined;
  if (!isShared(value)) return undefined;
  const shared = sharedDirectory(value);
  const deeper = /^\/+(.+?)\/+[^/]+$/.exec(value.decoded.slice(shared.length))?.[1];
  if (!deeper) return undefined;
  const start = value.decoded.indexOf(deeper, shared.length);
  const end = value.decoded.lastIndexOf('/') + 1;
  const directory = replace(value, [{ kind: 'socket-directory' }], 0, shared.length);
  const joints = [...value.decoded.slice(start, end).matchAll(/\/+/g)].map(
    ({ 0: slashes, index }) => {
      const from = start + index;
      return { start: from, end: from + slashes.length };
    },
  );
  const moved = shared.length;
  if (isWrittenTogether(value, [{ start: 0, end: moved }, ...joints])) {
    const changes = joints.map((joint) => replace(value, [text('-')], joint.start, joint.end));
    return { changes: [directory, ...changes], moved, joints };
  }
  return isMadeAlong(machine, value, moved)
    ? { changes: [directory], moved, joints: [] }
    : undefined;
}

/** Whether all of some stretches are written in one word, or in one value of a variable. */
function isWrittenTogether(path: MappedText, places: readonly Span[]): boolean {
  const pieces = places.flatMap(({ start, end }) => slice(path, start, end).pieces);
  const [first] = pieces;
  return first !== undefined && pieces.every((piece) => haveOneOrigin(first, piece));
}

function haveOneOrigin(one: Piece, other: Piece): boolean {
  if (one.through.length !== other.through.length || one.defaultOf !== other.defaultOf)
    return false;
  return one.through.every((use, index) => {
    const second = other.through[index];
    return second !== undefined && sameSpan(use.at, second.at);
  });
}

/** Whether the script makes the directory, by a path of which the beginning is written in the same place. */
function isMadeAlong({ permissions }: Machine, path: MappedText, length: number): boolean {
  const directory = directoryOf(path)?.decoded;
  const first = pieceAt(path, 0);
  const last = pieceAt(path, length - 1);
  return (permissions?.modeChanges ?? []).some(({ kind, paths }) => {
    if (kind !== 'make') return false;
    return paths.some((made) => {
      if (made.decoded.replace(/\/+$/, '') !== directory) return false;
      const [own, end] = [pieceAt(made, 0), pieceAt(made, length - 1)];
      return isSamePlace(first, own) && isSamePlace(last, end);
    });
  });
}

function isSamePlace(one: Piece | undefined, other: Piece | undefined): boolean {
  return one !== undefined && other !== undefined && sameSpan(one.at, other.at);
}
