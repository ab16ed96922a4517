/**
 * Which variables were given options. Whoever is run sees what the variables hold at that moment, and not what they hold
 * in the end: `export QEMU_OPTS="-qmp tcp:…"; ./run.sh; unset QEMU_OPTS`. So each command that nobody follows asks, and
 * has few to ask of, since hardly any variable holds options.
 */
import { oncePer } from '../../../text/lookup.ts';
import { ownText } from '../domain/attributes.ts';
import { NAME } from '../domain/blocks.ts';
import { EXPORTED_HOLDERS, HOLDERS } from '../domain/keys.ts';
import { isExported } from '../domain/options.ts';
import type { State } from '../domain/state.ts';
import { type AbstractValue, type ConcreteValue, only, UNSET } from '../domain/values.ts';

/** How many variables are asked, at most: of further ones only what they hold in the end counts. */
const MAX_HOLDERS = 50;
/** How far the beginning of a value goes, in characters: options begin with one, and a command line names a QEMU early. */
const BEGINNING = 200;

/** What begins a text of options, or names a QEMU in a command line. */
export const MAY_BE_HELD = /^\s*-|qemu|kvm|xemu|panda/i;

/** What stands for the functions of a file which nobody has read: they see all variables. No variable has that name. */
const UNREAD_FUNCTIONS = '.';
const OPTIONS = only({ kind: 'scalar', text: ownText('-') });

/** Takes note of a variable that is assigned something which may be options. */
export function noteHolder(name: string, values: AbstractValue, { holders }: State): void {
  if (holders.size < MAX_HOLDERS && mayHoldOptions(values)) holders.add(name);
}

/** The same of all variables that a piece of a script leaves. */
export function noteHolders(assigned: ReadonlyMap<string, AbstractValue>, state: State): void {
  for (const name of holdersAmong(assigned)) noteHolder(name, assigned.get(name) ?? UNSET, state);
}

const holdersAmong = oncePer((assigned: ReadonlyMap<string, AbstractValue>): readonly string[] => {
  return [...assigned].flatMap(([name, values]) => (mayHoldOptions(values) ? [name] : []));
});

/** Takes note of a file that is brought in and that nobody has read. */
export function noteUnreadFile(state: State): void {
  if (state.get(UNREAD_FUNCTIONS) !== OPTIONS) state.set(UNREAD_FUNCTIONS, OPTIONS);
  noteHolder(UNREAD_FUNCTIONS, OPTIONS, state);
}

/** Whether there may be functions here that nobody has read. */
export function hasUnreadFunctions(state: State): boolean {
  return state.holders.has(UNREAD_FUNCTIONS) && state.get(UNREAD_FUNCTIONS) !== UNSET;
}

/** The variables that may hold options, as somebody sees them who sees all, or only what is exported. */
export function holdersIn(state: State, seesAll: boolean): readonly string[] {
  state.get(seesAll ? HOLDERS : EXPORTED_HOLDERS);
  if (state.holders.size === 0) return NO_NAMES;
  return [...state.holders].filter((name) => {
    return NAME.test(name) && (seesAll || isExported(name, state) !== false);
  });
}

const NO_NAMES: readonly string[] = [];

/** Whether those who asked for variables that hold options would find no other ones than those that were seen. */
export function hasNoFurtherHolders(state: State, seen: ReadonlyMap<string, unknown>): boolean {
  const seesAll = seen.has(HOLDERS);
  if (!seesAll && !seen.has(EXPORTED_HOLDERS)) return true;
  return [...state.holders].every((name) => {
    const isAsked = seesAll || name === UNREAD_FUNCTIONS || isExported(name, state) !== false;
    return !isAsked || seen.has(name) || !mayHoldOptions(state.get(name));
  });
}

function mayHoldOptions(values: AbstractValue): boolean {
  return values.some(({ value }) => value.kind === 'scalar' && beginsAsHeld(value));
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
