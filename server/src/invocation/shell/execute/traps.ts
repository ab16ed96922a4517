/**
 * What `trap` leaves to do, which runs in the shell that it was set in, as it is then (bash manual 4.1): also
 * one that a function sets sees neither its arguments nor its variables.
 */
import type { Word } from '../../invocation.ts';
import type { Context, Trap } from '../context.ts';
import type { Interpreter } from '../interpreter.ts';
import { runScript } from '../nested/nested.ts';
import type { Carried } from '../nested/nested-command.ts';
import { runBranch } from './flow.ts';

/** Those that run inside of what they are set in, again and again. */
const REPEATED = /^(?:RETURN|ERR|DEBUG)$/;

/** Takes note of `trap '…' EXIT`, in the place of what was there for the same signals. */
export function setTrap(
  interpreter: Interpreter,
  item: Extract<Carried, { kind: 'script' }>,
  words: readonly Word[],
  context: Context,
): void {
  const frame = context.frames.shell;
  if (frame === undefined) return;
  const signals = new Set(words.slice(2).map(({ value }) => signalOf(value.decoded)));
  const isHere = [...signals].every((signal) => REPEATED.test(signal));
  const { path, execution, carrier, nesting } = context;
  const trap: Trap = {
    signals,
    run: (ending) => {
      const there = isHere ? context : { ...ending, path, execution, carrier, nesting };
      runBranch(there, (inner) => runScript(interpreter, item, inner));
    },
  };
  const before = frame.traps ?? [];
  // One that may be skipped leaves those before it as they are.
  const isSure = context.scope.block === frame.block;
  frame.traps = [...(isSure ? before.flatMap((other) => without(other, signals)) : before), trap];
}

/** `EXIT` of `0`, `INT` of `SIGINT`. */
function signalOf(text: string): string {
  const name = text.toUpperCase().replace(/^SIG/, '');
  return NUMBERS[name] ?? name;
}

const NUMBERS: Readonly<Record<string, string>> = {
  ...{ '0': 'EXIT', '1': 'HUP', '2': 'INT', '3': 'QUIT', '15': 'TERM' },
};

function without(trap: Trap, signals: ReadonlySet<string>): readonly Trap[] {
  const left = [...trap.signals].filter((signal) => !signals.has(signal));
  return left.length > 0 ? [{ ...trap, signals: new Set(left) }] : [];
}
