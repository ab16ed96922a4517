/**
 * `trap`: what is left to do is a part of a shell's state, a list of commands for each signal, and runs at the end of the
 * shell, as that is then (bash manual 4.1): what a function sets sees neither its arguments nor its variables.
 */
import { placementIn } from '../../../syntax/shell/placement.ts';
import { spanOf } from '../../../text/mapped-text.ts';
import type { Word } from '../../invocation.ts';
import type { Context } from '../context.ts';
import { trapKey } from '../domain/keys.ts';
import { MAX_NESTING } from '../domain/limits.ts';
import { NO_VALUES, only } from '../domain/values.ts';
import type { Interpreter } from '../interpreter.ts';
import { type CarriedScript, readText } from '../nested/nested.ts';

/** Takes note of `trap '…' EXIT`, in the place of what was there for the same signals. */
export function setTrap(
  interpreter: Interpreter,
  { text }: CarriedScript,
  words: readonly Word[],
  context: Context,
): void {
  const { dialect, nesting, path, state } = context;
  const isRead = text.decoded !== '-' && nesting < MAX_NESTING;
  const body = isRead ? readText(interpreter, text, dialect) : undefined;
  const { start } = spanOf(text);
  const definition = body && { name: 'trap', body, start, placement: placementIn(text), path };
  for (const { value } of words.slice(2)) {
    const key = trapKey(signalOf(value.decoded));
    interpreter.trapped.add(key);
    state.set(key, definition ? only({ kind: 'function', definition }) : NO_VALUES);
  }
  // Whether there is one at all is noted of no piece of the script.
  interpreter.recorder.spoil();
}

/** `EXIT` of `0`, `INT` of `SIGINT`. */
function signalOf(text: string): string {
  const name = text.toUpperCase().replace(/^SIG/, '');
  return NUMBERS[name] ?? name;
}

const NUMBERS: Readonly<Record<string, string>> = {
  '0': 'EXIT',
  '1': 'HUP',
  '2': 'INT',
  '3': 'QUIT',
  '15': 'TERM',
};
