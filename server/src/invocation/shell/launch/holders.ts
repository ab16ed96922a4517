/** Variables that may hold options, with their values at an unfollowed command: `QEMU_OPTS="-qmp tcp:…" ./run.sh`. */
import { LIMITS } from '../../../text/limits.ts';
import { NAME } from '../../domain/blocks.ts';
import type { State } from '../../domain/state.ts';
import { type AbstractValue, type ConcreteValue, only, UNSET } from '../../domain/values.ts';
import { ownText } from '../attributes.ts';
import { isExported } from '../options.ts';

const BEGINNING = 200;

/** Begins options or a command line. */
export const MAY_BE_HELD = /^\s*-|qemu|kvm|xemu|panda/i;

/** Functions of an unread file, which see all variables. */
const UNREAD_FUNCTIONS = '.';
const OPTIONS = only({ kind: 'scalar', text: ownText('-') });

/** Records a variable if it may hold options. */
export function noteHolder(name: string, values: AbstractValue, { holders }: State): void {
  if (holders.size < LIMITS.combinations && mayHoldOptions(values)) holders.add(name);
}

/** Records that an unread file was sourced. */
export function noteUnreadFile(state: State): void {
  if (state.get(UNREAD_FUNCTIONS) !== OPTIONS) state.set(UNREAD_FUNCTIONS, OPTIONS);
  noteHolder(UNREAD_FUNCTIONS, OPTIONS, state);
}

/** Whether functions of an unread file may exist. */
export function hasUnreadFunctions(state: State): boolean {
  return state.holders.has(UNREAD_FUNCTIONS) && state.get(UNREAD_FUNCTIONS) !== UNSET;
}

/** Variables that may hold options: all, or exported ones. */
export function holdersIn(state: State, seesAll: boolean): readonly string[] {
  if (state.holders.size === 0) return NO_NAMES;
  return [...state.holders].filter((name) => {
    return NAME.test(name) && (seesAll || isExported(name, state) !== false);
  });
}

const NO_NAMES: readonly string[] = [];

function mayHoldOptions(values: AbstractValue): boolean {
  return values.some(({ value }) => value.kind === 'scalar' && beginsAsHeld(value));
}

function beginsAsHeld({ text }: Extract<ConcreteValue, { kind: 'scalar' }>): boolean {
  let beginning = '';
  for (let index = 0; index < text.pieces.length && beginning.length < BEGINNING; index++) {
    const piece = text.pieces[index];
    beginning += piece?.kind === 'known' ? piece.text.slice(0, BEGINNING) : '?';
  }
  return MAY_BE_HELD.test(beginning);
}
