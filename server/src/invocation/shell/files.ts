/**
 * Files that a script writes and may read again: `cat >vm.cfg <<EOF`. The content is in the state, so it may
 * differ by branch; the writer is recorded separately.
 */
import { type MappedText, mappedText, spanOf } from '../../text/mapped-text.ts';
import type { Context } from './context.ts';
import { bounded } from './domain/bounded.ts';
import { grownBy } from './domain/growth.ts';
import { type FileKey, fileKey, isFile } from './domain/keys.ts';
import { spendOnPieces, stopAt } from './domain/limits.ts';
import type { State } from './domain/state.ts';
import { type AbstractValue, only, UNSET, USER_PROVIDED } from './domain/values.ts';
import type { Interpreter } from './interpreter.ts';

/** A written file. */
export interface WrittenFile {
  readonly path: MappedText;
  readonly context: Context;
  readonly content: AbstractValue;
  /** Appended to content from elsewhere. */
  readonly added: readonly AbstractValue[];
  /** The script runs it; others may run a file that it only reads. */
  used: boolean;
}

/** A command that writes a file. */
export interface Writing extends Pick<WrittenFile, 'path' | 'context' | 'content'> {
  readonly text: AbstractValue;
  readonly append: boolean;
  /** Appends to content from elsewhere. */
  readonly isOpen: boolean;
}

const MAX_ADDED = 64;

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
  const isOpen = append && held === UNSET && !text.every(beginsScript);
  const before = isOpen ? USER_PROVIDED : held;
  const values = append ? grownBy(before, text, state.parent !== undefined) : text;
  const content = bounded(values, interpreter.budget);
  state.set(key, content);
  noteWriting(interpreter, { path, text, content, append, isOpen, context });
}

/** Appended text that is a script of its own. */
function beginsScript({ value }: AbstractValue[number]): boolean {
  return value.kind === 'scalar' && value.text.decoded.startsWith('#!');
}

/** Records the writer. */
export function noteWriting(interpreter: Interpreter, writing: Writing): void {
  const { written, recorder } = interpreter;
  recorder.writes(writing);
  const { path, text, content, append, isOpen, context } = writing;
  const key = keyOf(path);
  if (key === undefined) return;
  if (!append) giveUp(interpreter, key);
  const known = append ? written.get(key) : undefined;
  const isAdded = known ? known.added.length > 0 && known.added.length < MAX_ADDED : isOpen;
  const added = [...(known?.added ?? []), ...(isAdded ? [text] : [])];
  if (known?.added.length === MAX_ADDED) stopAt(interpreter.budget, spanOf(path));
  const isBranch = context.scope.block?.kind === 'branch';
  const place = known && isBranch ? known.context : context;
  written.set(key, { path, context: place, content, added, used: known?.used === true });
}

/** Another program may have used the file before. */
function giveUp({ written, givenUp }: Interpreter, key: FileKey): void {
  const file = written.get(key);
  if (file && !file.used) givenUp.push(file);
}

/** Text appended later is the whole content. */
export function removeFile(interpreter: Interpreter, path: MappedText, context: Context): void {
  const { written, recorder } = interpreter;
  const key = keyOf(path);
  if (key === undefined) return;
  const content = only({ kind: 'scalar', text: mappedText([], path.place) } as const);
  context.state.set(key, content);
  const known = written.get(key);
  if (known) recorder.spoil();
  giveUp(interpreter, key);
  written.set(key, { path, context, content, added: [], used: false });
}

/** Undefined if the script does not write it. */
export function readFile(
  { recorder }: Interpreter,
  path: MappedText,
  { state }: Context,
): AbstractValue | undefined {
  const key = keyOf(path);
  const content = key ? state.get(key).filter(isWritten) : [];
  if (content.length === 0) return undefined;
  recorder.spoil();
  return content;
}

/** Marks the file as run, sourced or passed to QEMU. */
export function useFile(
  interpreter: Interpreter,
  path: MappedText,
  context: Context,
): AbstractValue | undefined {
  const content = readFile(interpreter, path, context);
  const key = content && keyOf(path);
  const file = key && interpreter.written.get(key);
  // After unknown text, appended text may mean something else.
  if (file && file.added.length === 0) file.used = true;
  return content;
}

/** False for an unwritten file. */
export function isWritten({ value }: AbstractValue[number]): boolean {
  return value.kind !== 'unset';
}

/** Copies files to a shell with other variables. */
export function handFiles({ written, budget }: Interpreter, from: State, to: State): void {
  if (written.size === 0) return;
  const changes = from.changesSince(to);
  // All of a shell without a base.
  spendOnPieces(budget, 2 * changes.size);
  for (const [key, values] of changes) {
    if (isFile(key) && values !== to.get(key)) to.set(key, values);
  }
}

/** Unknown parts by their source; undefined for an empty path and below `/dev/`. */
export function keyOf({ pieces }: MappedText): FileKey | undefined {
  const parts = pieces.map((piece) =>
    piece.kind === 'known' ? piece.text : `\0${piece.source}\0`,
  );
  const path = parts.join('').replace(/^\.\//, '');
  return path === '' || path.startsWith('/dev/') ? undefined : fileKey(path);
}
