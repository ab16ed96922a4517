/**
 * What is left of a script that was not followed to its end: each command that was not run is looked at once, with
 * values that nobody knows, and options that came to no QEMU are options that the script only holds. So a bound takes
 * away what is known of values, and no monitor that is written.
 */

import { everyCommand, valuesOf } from '../../syntax/shell/inside.ts';
import { placementAt } from '../../syntax/shell/placement.ts';
import type { ShellNode, ShellWord, SimpleCommand } from '../../syntax/shell/tree.ts';
import { oncePer } from '../../text/lookup.ts';
import type { ArgvInvocation, Invocation, Word } from '../invocation.ts';
import type { Context } from './context.ts';
import { literalText } from './domain/blocks.ts';
import { allowOnce } from './domain/limits.ts';
import { State } from './domain/state.ts';
import type { CommandList } from './execute/aliases.ts';
import { runCommand } from './execute/commands.ts';
import { listsOf } from './expand/expand.ts';
import type { Found } from './found.ts';
import type { Interpreter } from './interpreter.ts';
import { optionsAmong } from './launch/orphan-options.ts';
import { onlyTalks } from './programs/talking.ts';
import { lengthOf } from './reuse/summary.ts';
import { viewOf } from './view.ts';

/** The document or another file, as it is written. */
interface Written {
  readonly lists: readonly Pick<CommandList, 'nodes' | 'placement'>[];
  readonly length: number;
}

/** The document, and all that it brought in. */
function filesOf({ inclusions, broughtIn }: Interpreter, { lists, length }: Written) {
  return [
    { lists, length, path: inclusions?.path },
    ...[...broughtIn.values()].map(({ script, start, path }) => {
      const list = { nodes: script.nodes, placement: placementAt(start) };
      return { lists: [list], length: lengthOf(script), path };
    }),
  ];
}

/** Runs each command that was not run, by itself and with nothing that is known. */
export function runUnfollowed(interpreter: Interpreter, document: Written, around: Context): void {
  for (const { lists, length, path } of filesOf(interpreter, document)) {
    allowOnce(interpreter.budget, length);
    for (const { nodes, placement } of lists) {
      for (const command of nodes.flatMap(commandsIn)) {
        if (interpreter.visited.has(command)) continue;
        runCommand(interpreter, command, { ...blank(interpreter, around), placement, path });
      }
    }
  }
}

function commandsIn(node: ShellNode): readonly SimpleCommand[] {
  return everyCommand([node]);
}

/** What a command sees that nobody knows anything of. */
function blank(interpreter: Interpreter, around: Context): Context {
  const state = new State(undefined, interpreter.budget);
  return { ...around, state };
}

/** The options in assignments and in the words of commands that came to no QEMU. */
export function heldBack(
  interpreter: Interpreter,
  document: Written,
  others: readonly Invocation[],
  around: Context,
): readonly ArgvInvocation[] {
  const { stopped, dropped } = interpreter.budget;
  if (!stopped && dropped.size === 0) return [];
  const seen = placesOf(interpreter.found, others);
  const held = [...dropped.values()].flatMap((words) => {
    return words.every((word) => isSeen(word, seen)) ? [] : optionsAmong(words);
  });
  if (!stopped) return held;
  for (const { lists, path } of filesOf(interpreter, document)) {
    for (const { nodes, placement } of lists) {
      for (const words of nodes.flatMap(optionLists)) {
        const context = { ...blank(interpreter, around), placement, path };
        const [list] = listsOf(words, viewOf(interpreter, context));
        for (const options of optionsAmong(list?.value ?? [])) {
          if (!options.words.every((word) => isSeen(word, seen))) held.push(options);
        }
      }
    }
  }
  return held;
}

/** The words beside each other among which an option for a monitor is written; many scripts bring in the same files. */
const optionLists = oncePer((node: ShellNode) =>
  commandsIn(node).flatMap((command) => {
    return wordLists(command).filter((words) => words.some(isOption));
  }),
);

/** The words that stand beside each other in a command: its own, and those of each variable. */
function wordLists(command: SimpleCommand): readonly (readonly ShellWord[])[] {
  const name = literalText(command.words[0]);
  const own = name === undefined || onlyTalks(name) ? [] : [command.words.slice(1)];
  return [...own, ...command.assignments.map(valuesOf)];
}

const OPTION = /(?:^|\s)--?(?:monitor|qmp|qmp-pretty|mon|chardev)(?:\s|$)/;

/** Whether a word is or holds an option for a monitor, as it is written. */
function isOption(word: ShellWord): boolean {
  if (word.plain !== undefined) return OPTION.test(word.plain);
  return word.parts.some((part) => part.kind === 'text' && OPTION.test(part.text.decoded));
}

/** Where the text is written that came to a QEMU, or that is told of anyway. */
function placesOf(found: readonly Found[], others: readonly Invocation[]): ReadonlySet<number> {
  const places = new Set<number>();
  const add = (words: readonly Word[]) => {
    for (const { value } of words) for (const { at } of value.pieces) places.add(at.start);
  };
  for (const item of found) {
    if (item.kind === 'launch') add(item.words);
    else if (item.kind === 'passed') add(item.invocation.words);
  }
  for (const invocation of others) if (invocation.kind === 'argv') add(invocation.words);
  return places;
}

/** Whether what is known of a word came to a QEMU: for the rest something else may stand there. */
function isSeen({ value }: Word, places: ReadonlySet<number>): boolean {
  return value.pieces.every(({ kind, at }) => kind === 'unknown' || places.has(at.start));
}
