/**
 * The files that a script writes, as far as somebody may read them again: `cat >vm.cfg <<EOF`. What is in one is a part of
 * the shell's state, so that each branch has its own; who wrote it is noted beside that.
 */
import { type MappedText, mappedText } from '../../text/mapped-text.ts';
import type { Context } from './context.ts';
import { bounded } from './domain/bounded.ts';
import { grownBy } from './domain/growth.ts';
import { type FileKey, fileKey, isFile } from './domain/keys.ts';
import { spendOnPieces } from './domain/limits.ts';
import type { State } from './domain/state.ts';
import { type AbstractValue, only, UNSET, USER_PROVIDED } from './domain/values.ts';
import type { Interpreter } from './interpreter.ts';

/** A file that the script writes. */
export interface WrittenFile {
  readonly path: MappedText;
  /** Where the last command stood that wrote it. */
  readonly context: Context;
  /** What was in it behind that. */
  readonly content: AbstractValue;
  /** What was added one by one to what nobody here has written. */
  readonly added: readonly AbstractValue[];
  /** Whether the script itself reads or runs it. */
  used: boolean;
}

/** That a command has written a file. */
export interface Writing extends Pick<WrittenFile, 'path' | 'context' | 'content'> {
  /** What was written. */
  readonly text: AbstractValue;
  readonly append: boolean;
  /** Whether it was added to what nobody here has written. */
  readonly isOpen: boolean;
}

/** How often something is added to one file that is looked at. */
const MAX_ADDED = 64;

/** Writes a file, or adds something to it. */
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

/** Whether what is added to a file is all that is in it: it begins with `#!`. */
function beginsScript({ value }: AbstractValue[number]): boolean {
  return value.kind === 'scalar' && value.text.decoded.startsWith('#!');
}

/** Takes note of who has written a file. */
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
  const isBranch = context.scope.block?.kind === 'branch';
  const place = known && isBranch ? known.context : context;
  written.set(key, { path, context: place, content, added, used: known?.used === true });
}

/** Keeps what is in a file that is to be no more: whoever has it by then will use it, if the script did not. */
function giveUp({ written, givenUp }: Interpreter, key: FileKey): void {
  const file = written.get(key);
  if (file && !file.used) givenUp.push(file);
}

/** Removes a file: what is appended behind that is all of it. */
export function removeFile(interpreter: Interpreter, path: MappedText, context: Context): void {
  const { written, recorder } = interpreter;
  const key = keyOf(path);
  if (key === undefined) return;
  const content = only({ kind: 'scalar', text: mappedText([], path.place) } as const);
  context.state.set(key, content);
  const known = written.get(key);
  // Of that a recording says nothing.
  if (known) recorder.spoil();
  giveUp(interpreter, key);
  written.set(key, { path, context, content, added: [], used: false });
}

/** What is in a file, which counts as used from now on; undefined where the script writes none of that path. */
export function readFile(
  { written, recorder }: Interpreter,
  path: MappedText,
  { state }: Context,
): AbstractValue | undefined {
  const key = keyOf(path);
  const content = key ? state.get(key).filter(isWritten) : [];
  if (content.length === 0) return undefined;
  const file = key && written.get(key);
  if (file) file.used = true;
  recorder.spoil();
  return content;
}

/** Whether it is what the script has written in a file, and not that it has written nothing. */
export function isWritten({ value }: AbstractValue[number]): boolean {
  return value.kind !== 'unset';
}

/** Hands what a shell has written to another one, whose variables are others. */
export function handFiles({ written, budget }: Interpreter, from: State, to: State): void {
  if (written.size === 0) return;
  const changes = from.changesSince(to);
  // Of a shell that stands on nothing these are all variables and files, for each script that is run.
  spendOnPieces(budget, 2 * changes.size);
  for (const [key, values] of changes) {
    if (isFile(key) && values !== to.get(key)) to.set(key, values);
  }
}

/** A path as it is written: unknown parts are the same where they are written in the same way. */
export function keyOf({ pieces }: MappedText): FileKey | undefined {
  const parts = pieces.map((piece) =>
    piece.kind === 'known' ? piece.text : `\0${piece.source}\0`,
  );
  const path = parts.join('').replace(/^\.\//, '');
  return path === '' || path.startsWith('/dev/') ? undefined : fileKey(path);
}
