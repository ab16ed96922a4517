/** Writes groups of changed files, each whole or not at all. Why: docs/decisions/fix-all.md */
import { accessSync, constants, readFileSync, type Stats, statSync } from 'node:fs';
import type { ChangedFile } from './make-fixes.ts';
import { type Prepared, prepareFile, reasonOf, writeBeside } from './write-file.ts';

/** A file that stays, with its whole group. */
export interface LeftFile {
  readonly path: string;
  readonly reason: string;
}

interface Written {
  readonly written: readonly ChangedFile[];
  readonly left: readonly LeftFile[];
}

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Writes groups; one with a file that changed since it was read stays. */
export function writeChanges(groups: readonly (readonly ChangedFile[])[]): Written {
  const written: ChangedFile[] = [];
  const left: LeftFile[] = [];
  for (const group of groups) {
    const failures = writeGroup(group);
    if (failures.length === 0) written.push(...group);
    left.push(...failures);
  }
  return { written, left };
}

interface Ready extends ChangedFile {
  readonly prepared: Prepared;
  readonly bytes: Buffer;
  readonly stats: Stats;
}

/** Why a group stays; empty if it is written. */
function writeGroup(group: readonly ChangedFile[]): readonly LeftFile[] {
  const ready: Ready[] = [];
  const failures: LeftFile[] = [];
  for (const change of group) {
    const { path } = change;
    const found = readAsBefore(change);
    if (typeof found === 'string') {
      failures.push({ path, reason: found });
      continue;
    }
    const { mark, bytes, stats } = found;
    const prepared = prepareFile(path, Buffer.concat([mark, Buffer.from(change.after)]), stats);
    if (typeof prepared === 'string') failures.push({ path, reason: prepared });
    else ready.push({ ...change, prepared, bytes, stats });
  }
  if (failures.length > 0) {
    for (const { prepared } of ready) prepared.discard();
    return [...failures, ...leftAlong(ready)];
  }
  return commit(ready);
}

function commit(ready: readonly Ready[]): readonly LeftFile[] {
  for (const [index, { prepared, path, ...change }] of ready.entries()) {
    // Preparing takes time.
    const isSame = typeof readAsBefore({ path, ...change }) !== 'string';
    const failure = isSame ? prepared.commit() : CHANGED;
    if (failure === undefined) continue;
    for (const other of ready.slice(index)) other.prepared.discard();
    const done = ready.slice(0, index);
    const torn = done.flatMap((one): readonly LeftFile[] => {
      const again = writeBeside(one.path, one.bytes, one.stats);
      return again === undefined
        ? []
        : [{ path: one.path, reason: `is changed and cannot be restored: ${again}` }];
    });
    const others = ready.filter(
      (one) => one.path !== path && torn.every((it) => it.path !== one.path),
    );
    return [{ path, reason: failure }, ...torn, ...leftAlong(others)];
  }
  return [];
}

function leftAlong(files: readonly ChangedFile[]): readonly LeftFile[] {
  return files.map(({ path }) => ({ path, reason: 'it goes together with a file that is left' }));
}

const CHANGED = 'it has changed since it was read';

/** The bytes and identity of an unchanged file, or why it must not be written. */
function readAsBefore({ path, before }: ChangedFile) {
  try {
    accessSync(path, constants.W_OK);
    const stats = statSync(path);
    // A new file would replace one name only.
    if (stats.nlink > 1)
      return `it has ${stats.nlink} names (hard links), of which one would change`;
    const bytes = readFileSync(path);
    const hasMark = bytes.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK);
    const mark = hasMark ? BYTE_ORDER_MARK : Buffer.alloc(0);
    if (new TextDecoder().decode(bytes) !== before) return CHANGED;
    if (!Buffer.concat([mark, Buffer.from(before)]).equals(bytes)) return 'it is not UTF-8';
    return { bytes, mark, stats };
  } catch (error) {
    return reasonOf(error);
  }
}
