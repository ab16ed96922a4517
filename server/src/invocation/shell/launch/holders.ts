/**
 * Which variables were given options. Whoever is run sees what the variables hold at that moment, and not what they hold
 * in the end: `export QEMU_OPTS="-qmp tcp:…"; ./run.sh; unset QEMU_OPTS`. So each command that nobody follows asks, and
 * has few to ask of, since hardly any variable holds options.
 */
import { ownText } from '../domain/attributes.ts';
import { NAME } from '../domain/blocks.ts';
import { HOLDERS } from '../domain/keys.ts';
import type { State } from '../domain/state.ts';
import { type AbstractValue, type ConcreteValue, only, textsIn } from '../domain/values.ts';

/** How many variables are asked, at most: of further ones only what they hold in the end counts. */
const MAX_HOLDERS = 32;
/** How far the beginning of a value goes, in characters: options begin with one, and a command line names a QEMU early. */
const BEGINNING = 200;

/** What begins a text of options, or names a QEMU in a command line. */
const MAY_BE_HELD = /^\s*-|qemu|kvm|xemu|panda/i;

/** Stands among the names for the functions of a file that nobody has read: they see all variables. */
export const UNREAD_FUNCTIONS = '.';

/** Takes note of a variable that is assigned something which may be options. */
export function noteHolder(name: string, values: AbstractValue, state: State): void {
  if (!values.some(({ value }) => value.kind === 'scalar' && beginsAsHeld(value))) return;
  if (NAME.test(name)) addHolder(name, state);
}

/** Takes note of a file that is brought in and that nobody has read. */
export function noteUnreadFile(state: State): void {
  addHolder(UNREAD_FUNCTIONS, state);
}

function addHolder(name: string, state: State): void {
  const names = holdersIn(state);
  if (names.includes(name) || names.length >= MAX_HOLDERS) return;
  state.set(HOLDERS, only({ kind: 'scalar', text: ownText([...names, name].join(' ')) }));
}

/** The variables that were assigned something on some way here which may be options. */
export function holdersIn(state: State): readonly string[] {
  const lists = textsIn(state.get(HOLDERS));
  return [...new Set(lists.flatMap(({ decoded }) => decoded.split(' ')))];
}

/** Looked for in the pieces: a value that grows would be put together each time. */
function beginsAsHeld({ text }: Extract<ConcreteValue, { kind: 'scalar' }>): boolean {
  let beginning = '';
  for (let index = 0; index < text.pieces.length && beginning.length < BEGINNING; index++) {
    const piece = text.pieces[index];
    beginning += piece?.kind === 'known' ? piece.text.slice(0, BEGINNING) : '?';
  }
  return MAY_BE_HELD.test(beginning);
}
