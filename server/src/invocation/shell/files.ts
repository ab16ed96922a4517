/** Files that a script writes and may read: `cat >vm.cfg <<EOF`. */

import { stopAt } from '../../text/fuel.ts';
import { LIMITS } from '../../text/limits.ts';
import { type MappedText, mappedText, spanOf } from '../../text/mapped-text.ts';
import { bounded } from '../domain/bounded.ts';
import { grownBy } from '../domain/growth.ts';
import { type FileKey, fileKey, isFile } from '../domain/keys.ts';
import { spendOnPieces } from '../domain/limits.ts';
import type { State } from '../domain/state.ts';
import { type AbstractValue, only, UNSET, USER_PROVIDED } from '../domain/values.ts';
import type { Context } from './context.ts';
import type { Interpreter } from './interpreter.ts';

export interface WrittenFile {
  readonly path: MappedText;
  readonly context: Context;
  readonly content: AbstractValue;
  readonly added: readonly AbstractValue[];
  used: boolean;
}

interface Writing extends Pick<WrittenFile, 'path' | 'context' | 'content'> {
  readonly text: AbstractValue;
  readonly append: boolean;
  readonly isOpen: boolean;
}

/** Writes or appends. */
export function writeFile(
  interpreter: Interpreter,
  path: MappedText,
  text: AbstractValue,
  append: boolean,
  context: Context,
): void {
  const key = keyOf(path);
  if (key === undefined) return;
  const { state } = context;
  const held = append ? state.get(key) : UNSET;
  const isNew = append && held === UNSET && !text.every(beginsScript);
  const isOpen = isNew || held.every(({ value }) => value.kind === 'unknown');
  const before = isNew ? USER_PROVIDED : held;
  const values = append ? grownBy(before, text, state.parent !== undefined) : text;
  const content = bounded(values, interpreter.budget);
  state.set(key, content);
  noteWriting(interpreter, { path, text, content, append, isOpen, context });
}

/** Whether the text is a script of its own. */
function beginsScript({ value }: AbstractValue[number]): boolean {
  return value.kind === 'scalar' && value.text.decoded.startsWith('#!');
}

function noteWriting(interpreter: Interpreter, writing: Writing): void {
  const { written } = interpreter;
  const { path, text, content, append, isOpen, context } = writing;
  const key = keyOf(path);
  if (key === undefined) return;
  if (!append) giveUp(interpreter, key);
  const known = append ? written.get(key) : undefined;
  const before = known?.added ?? [];
  const isFull = before.length === LIMITS.combinations;
  if (isFull) stopAt(interpreter.budget, spanOf(path));
  const added = isOpen && !isFull ? [...before, text] : before;
  const isBranch = context.scope.block?.kind === 'branch';
  const place = known && isBranch ? known.context : context;
  written.set(key, { path, context: place, content, added, used: known?.used === true });
}

function giveUp({ written, givenUp }: Interpreter, key: FileKey): void {
  const file = written.get(key);
  if (file && !file.used) givenUp.push(file);
}

/** Removes a file; later appends are all of it. */
export function removeFile(interpreter: Interpreter, path: MappedText, context: Context): void {
  const { written } = interpreter;
  const key = keyOf(path);
  if (key === undefined) return;
  const content = only({ kind: 'scalar', text: mappedText([], path.place) } as const);
  context.state.set(key, content);
  giveUp(interpreter, key);
  written.set(key, { path, context, content, added: [], used: false });
}

/** Undefined if the script does not write the file. */
export function readFile(path: MappedText, { state }: Context): AbstractValue | undefined {
  const key = keyOf(path);
  const content = key ? state.get(key).filter(isWritten) : [];
  if (content.length === 0) return undefined;
  return content;
}

/** Reads a file that the script runs, sources or passes to QEMU. */
export function useFile(
  interpreter: Interpreter,
  path: MappedText,
  context: Context,
): AbstractValue | undefined {
  const content = readFile(path, context);
  const key = content && keyOf(path);
  const file = key && interpreter.written.get(key);
  // After unknown text the content may mean something else: not used.
  if (file && file.added.length === 0) file.used = true;
  return content?.filter(({ value }) => value.kind !== 'unknown');
}

/** Whether a content was written: not the mark of an absent file. */
export function isWritten({ value }: AbstractValue[number]): boolean {
  return value.kind !== 'unset';
}

/** Copies written files to another shell. */
export function handFiles({ written, budget }: Interpreter, from: State, to: State): void {
  if (written.size === 0) return;
  const changes = from.changesSince(to);
  spendOnPieces(budget, 2 * changes.size);
  for (const [key, values] of changes) {
    if (isFile(key) && values !== to.get(key)) to.set(key, values);
  }
}

/** A path's key; undefined if empty or below `/dev/`. Unknown parts are equal by source. */
export function keyOf({ pieces }: MappedText): FileKey | undefined {
  const parts = pieces.map((piece) =>
    piece.kind === 'known' ? piece.text : `\0${piece.source}\0`,
  );
  const path = parts.join('').replace(/^\.\//, '');
  return path === '' || path.startsWith('/dev/') ? undefined : fileKey(path);
}
