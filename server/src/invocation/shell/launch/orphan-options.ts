/** QEMU options in a script that starts no QEMU: `MONITOR="-monitor telnet:…"` in a settings file. */

import { valuesOf } from '../../../syntax/shell/inside.ts';
import type { ShellWord, SimpleCommand } from '../../../syntax/shell/tree.ts';
import { spend, stopAt } from '../../../text/fuel.ts';
import { LIMITS } from '../../../text/limits.ts';
import { once } from '../../../text/lookup.ts';
import { isKnown, type MappedText, slice, spanOf } from '../../../text/mapped-text.ts';
import { contains } from '../../../text/span.ts';
import { literalText, NAME } from '../../domain/blocks.ts';
import { ARGUMENTS } from '../../domain/keys.ts';
import type { State } from '../../domain/state.ts';
import { type AbstractValue, type ConcreteValue, textsIn } from '../../domain/values.ts';
import type { ArgvInvocation, Invocation, Word } from '../../invocation.ts';
import { mayOpenMonitor } from '../../monitor-options.ts';
import { programOf } from '../../program.ts';
import type { Context } from '../context.ts';
import { linesOf, textsOf, visitWord } from '../expand/expand.ts';
import { Fields } from '../expand/fields.ts';
import type { Interpreter } from '../interpreter.ts';
import { runScript } from '../nested/nested.ts';
import { behind } from '../nested/wrapped.ts';
import { isExported } from '../options.ts';
import { programAt } from '../programs/table.ts';
import { onlyTalks, runsStrings } from '../programs/talking.ts';
import { viewOf } from '../view.ts';
import { findBehind, findProgram, mayFollow } from './find-program.ts';
import { hasUnreadFunctions, holdersIn, MAY_BE_HELD } from './holders.ts';
import { mayNameMonitors, speakOfMonitors } from './monitor-options.ts';
import { templateWords } from './template-words.ts';

/** Empty without a monitor. */
function optionsIn(words: readonly Word[]): readonly Word[] {
  const [first] = words;
  if (first?.value.decoded.startsWith('-')) return speakOfMonitors(words) ? words : [];
  // Prose introduces an example, an assignment another command.
  const mayRun = first && !isKnown(first.value) && !/[;&|]$/.test(first.value.decoded);
  const start = findProgram(words) ?? (mayRun && findBehind(words));
  // `daemon -o log -- kvm …`
  const behind = words.slice(words.findIndex(({ value }) => value.decoded === '--') + 1);
  if (!start && behind.length < words.length && findProgram(behind)) return optionsIn(behind);
  const options = start ? words.slice(start.options) : [];
  return mayFollow(options[0]) && speakOfMonitors(options) ? options : [];
}

/** Each command's options, from the first monitor on. */
export function optionsAmong(words: readonly Word[]): readonly ArgvInvocation[] {
  return commandsIn(words).flatMap((all) => {
    const first = all.findIndex((_, index) => speakOfMonitors(all.slice(index, index + 2)));
    return first === -1 ? [] : [fragment(all.slice(first))];
  });
}

/** A text with several words is a script, or split where it is used. */
function commandsIn(words: readonly Word[]): readonly (readonly Word[])[] {
  const commands: Word[][] = [[]];
  for (const word of words) {
    const { value } = word;
    if (!/\s/.test(value.decoded)) commands.at(-1)?.push(word);
    else {
      let start = 0;
      for (const { 0: operator, index } of value.decoded.matchAll(/[;&|\n]+/g)) {
        const command = commands.at(-1);
        if (command && (command.length > 0 || mayNameMonitors(value.decoded.slice(start, index)))) {
          command.push(...split(slice(value, start, index)));
          commands.push([]);
        }
        start = index + operator.length;
      }
      commands.at(-1)?.push(...split(slice(value, start)));
    }
  }
  return commands;
}

/** Options in variables; with `base`, in later ones. */
export function fragmentsIn(states: readonly State[], base?: State): readonly ArgvInvocation[] {
  const found: ArgvInvocation[] = [];
  for (const state of states) {
    for (const name of holdersSince(state, base)) {
      for (const { value } of state.get(name)) {
        found.push(...optionsHeld(value));
      }
    }
  }
  return found;
}

const optionsHeld = once((value: ConcreteValue): readonly ArgvInvocation[] => {
  const words = mayBeHeld(value) ? optionsIn(wordsOf(value)) : [];
  return words.length > 0 ? [fragment(words)] : [];
});

const optionsHeldBy = once((values: AbstractValue): readonly ArgvInvocation[] => {
  return values.flatMap(({ value }) => optionsHeld(value));
});

function holdersSince(state: State, base: State | undefined): readonly string[] {
  return [...state.changesSince(base)].flatMap(([name, values]) => {
    return values.some(({ value }) => mayBeHeld(value)) && NAME.test(name) ? [name] : [];
  });
}

/** Records options that an unfollowed command sees: exported ones, or all. */
export function noteHeld(
  { found, budget }: Pick<Interpreter, 'found' | 'budget'>,
  name: string,
  { state }: Pick<Context, 'state'>,
  seesAll = mayBeFunction(name) && hasUnreadFunctions(state),
): void {
  const variables = holdersIn(state, seesAll);
  if (variables.length === 0 || !mayStart(name)) return;
  const before = found.length;
  for (const variable of variables) {
    for (const invocation of optionsHeldBy(state.get(variable))) {
      const isSeen = !seesAll || isExported(variable, state) !== false;
      found.push({ kind: 'held', invocation, isExported: isSeen });
    }
  }
  spend(budget, 2 * variables.length + 10 * (found.length - before));
}

function mayBeFunction(name: string): boolean {
  return NAME.test(name) && programAt(name) === undefined;
}

/** An unfollowed command that may start QEMU with its arguments. */
interface Receiver {
  readonly name: string;
  /** `docker run` */
  readonly runners: () => readonly string[];
  readonly context: Context;
}

/** Runs scripts in an unknown command's arguments; records options there and in its environment. */
export function visitHanded(
  interpreter: Interpreter,
  { words, assignments }: SimpleCommand,
  name: string,
  context: Context,
): void {
  const view = viewOf(interpreter, context);
  const runners = () => words.slice(0, LIMITS.few).map((word) => literalText(word) ?? '');
  const receiver = { name, runners, context };
  const next = words[LIMITS.many];
  if (next) stopAt(interpreter.budget, context.placement.span(next.at));
  noteHeld(interpreter, name, context);
  words.forEach((word, index) => {
    const isAsked = index > 0 && index < LIMITS.many && mayHoldOptions(word);
    if (!isAsked || !mayHaveBlanks(word, context) || !mayStart(name)) {
      visitWord(word, view);
      return;
    }
    for (const { value: held } of linesOf([word], view)) {
      for (const { value } of held) recordArgument(interpreter, receiver, value);
    }
  });
  for (const assignment of assignments) {
    const { value } = assignment;
    if (value.kind === 'scalar' && value.word && mayHoldOptions(value.word) && mayStart(name)) {
      for (const { value: held } of textsOf(value.word, view)) {
        recordArgument(interpreter, receiver, held.text);
      }
    } else for (const word of valuesOf(assignment)) visitWord(word, view);
  }
}

/** `visitHanded` for expanded words. */
export function noteHanded(
  interpreter: Interpreter,
  words: readonly Word[],
  { assignments }: Pick<SimpleCommand, 'assignments'>,
  name: string,
  context: Context,
): void {
  noteHeld(interpreter, name, context);
  const held = words.slice(1, LIMITS.many).map(({ value }) => value);
  const set = assignments.flatMap(({ name, value }) => {
    return value.kind === 'scalar' ? textsIn(context.state.get(name)) : [];
  });
  const texts = [...held, ...set].filter(({ decoded }) => MAY_BE_OPTIONS.test(decoded));
  if (texts.length === 0 || !mayStart(name)) return;
  const runners = () => words.slice(0, LIMITS.few).map(({ value }) => value.decoded);
  for (const text of texts) recordArgument(interpreter, { name, runners, context }, text);
}

function mayStart(name: string): boolean {
  return !onlyTalks(name);
}

function recordArgument(
  interpreter: Interpreter,
  { name, runners, context }: Receiver,
  text: MappedText,
): void {
  const isRun = NAMES_QEMU.test(text.decoded) && !NAMED.test(text.decoded) && runsStrings(name);
  // `run_on_host 'export …'`, `start_bg 'qemu-system-x86_64 …'`
  if (isRun || EXPORTING.test(text.decoded)) {
    const script = { kind: 'script', text, shell: 'isolated', positional: [] } as const;
    runScript(interpreter, { ...script, input: undefined }, { ...context, output: undefined });
  }
  const words = splitOptions(text);
  const [first] = words;
  const isHeld = first?.value.decoded.startsWith('-') || ASSIGNED.test(text.decoded);
  // `in-guest vm 'qemu-system-x86_64 …'` may run it, or print it.
  const isLine = !isRun && first && programOf(first.value) && programAt(name) === undefined;
  const options = isHeld || isLine ? optionsIn(words) : [];
  if (options.length === 0) return;
  if (isLine && !isHeld) {
    interpreter.found.push({ kind: 'unread', at: spanOf(text) });
    return;
  }
  const invocation = { ...fragment(options), ...behindContainer(runners(), context.execution) };
  interpreter.found.push({ kind: 'handed', invocation });
}

/** `docker run -e ARGS="-m 1G -qmp tcp:…"` */
function behindContainer(
  runners: readonly string[],
  execution: Context['execution'],
): Pick<ArgvInvocation, 'execution'> {
  const container = runners.find((name) => programAt(name)?.hasOwnFiles);
  if (container === undefined) return {};
  return { execution: behind(execution, [{ kind: 'machine', text: container }], false) };
}

/** `--option=`, `name=` */
const NAMED = /^(?:--?[\w-]+|[A-Za-z_][\w.]*)=/;

const EXPORTING = /^\s*export\s+[A-Za-z_]\w*=/;

const ASSIGNED = /^[A-Za-z_]\w*=/;

function mayHoldOptions(word: ShellWord): boolean {
  if (word.plain !== undefined) return false;
  const first = word.parts[0];
  if (first?.kind !== 'text' || first.text.decoded === '') return first !== undefined;
  const { decoded } = first.text;
  const begins = /^[-\s]/.test(decoded) || NAMED.test(decoded) || EXPORTING.test(decoded);
  return begins || NAMES_QEMU.test(decoded) || !isKnown(first.text);
}

function mayHaveBlanks({ parts }: ShellWord, { state }: Context): boolean {
  const asked = parts.length === 1 ? MAY_BE_OPTIONS : /\s/;
  return parts.some((part) => {
    if (part.kind === 'text') return /\s/.test(part.text.decoded);
    if (part.kind !== 'parameter' || part.name === '*') return true;
    if (part.prefix !== undefined || part.operator !== undefined) return true;
    const name = part.name === '@' || /^\d/.test(part.name) ? ARGUMENTS : part.name;
    return state.get(name).some(({ value }) => {
      if (value.kind === 'scalar') return asked.test(value.text.decoded);
      return value.kind === 'array' && value.words.some(({ value }) => asked.test(value.decoded));
    });
  });
}

/** Has a blank, and an option, assignment or QEMU's name. */
const MAY_BE_OPTIONS = /^(?=.*\s).*(?:[-=]|qemu|kvm|xemu|panda)/is;

/** Options in a text. */
export function heldIn(text: MappedText): readonly ArgvInvocation[] {
  return heldWords(split(text));
}

/** Options in words. */
export function heldWords(words: readonly Word[]): readonly ArgvInvocation[] {
  const options = optionsIn(words);
  return options.length > 0 ? [fragment(options)] : [];
}

/** Options that no started command uses, by definition. */
export function unusedAmong(
  held: readonly ArgvInvocation[],
  started: readonly Invocation[],
): readonly ArgvInvocation[] {
  return unusedIn(
    held,
    started.flatMap((one) => (one.kind === 'argv' ? [one.words] : [])),
  );
}

/** Where a text that scripts elsewhere get may open a monitor, unless a command here has it. */
export function unfollowedAmong(
  handed: readonly MappedText[],
  found: readonly Invocation[],
): readonly Invocation[] {
  const words = found.flatMap((one) => (one.kind === 'argv' ? one.words : []));
  const used = words.flatMap(({ value }) => value.pieces.map(({ at }) => at));
  const unused = handed.find(({ decoded, pieces }) => {
    if (!mayOpenMonitor(decoded)) return false;
    return !used.some((one) => pieces.some(({ at }) => contains(at, one)));
  });
  return unused ? [{ kind: 'unfollowed', at: unused.place }] : [];
}

/** Held options that started commands lack. */
export function unusedIn(
  held: readonly ArgvInvocation[],
  started: readonly (readonly Word[])[],
): readonly ArgvInvocation[] {
  const used = new Set<number>();
  for (const { value } of started.flat()) {
    for (const { at, definition } of value.pieces) used.add(at.start).add((definition ?? at).start);
  }
  return held.filter(({ programAt, words }) => {
    const hasOwn = words.some(({ value }) => value.pieces.some(({ definition }) => !definition));
    const at = words[0]?.value.pieces[0]?.at ?? programAt;
    return hasOwn || (!used.has(programAt.start) && !used.has(at.start));
  });
}

/** `-qmp tcp:…`, `--qemu-args=-qmp tcp:…`, `QEMU_ARGS=-qmp tcp:…`; empty for a single word. */
function splitOptions(text: MappedText): readonly Word[] {
  const start = NAMED.exec(text.decoded)?.[0].length ?? 0;
  const options = slice(text, start);
  return /\s/.test(options.decoded) ? split(options) : [];
}

function mayBeHeld(value: ConcreteValue): boolean {
  if (value.kind === 'scalar') return MAY_BE_HELD.test(value.text.decoded);
  if (value.kind !== 'array') return false;
  const [first] = value.words;
  if (first?.value.decoded.startsWith('-')) return true;
  return value.words.some(({ value }) => programOf(value) !== undefined);
}

const NAMES_QEMU = /qemu|kvm|xemu|panda/i;

function wordsOf(value: ConcreteValue): readonly Word[] {
  switch (value.kind) {
    case 'scalar':
      return split(value.text);
    case 'array':
      return value.words;
    case 'function':
    case 'unset':
    case 'unknown':
      return [];
  }
}

function split(text: MappedText): readonly Word[] {
  const fields = new Fields(text.place);
  fields.addSplit(text, undefined, Number.POSITIVE_INFINITY);
  return fields.finish().map((word) => (isKnown(word.value) ? { ...word, many: false } : word));
}

function fragment(words: readonly Word[]): ArgvInvocation {
  const [first] = words;
  const at = first ? spanOf(first.value) : { start: 0, end: 0 };
  const programAt = first?.value.pieces[0]?.definition ?? at;
  return {
    kind: 'argv',
    program: 'system',
    programAt,
    words: templateWords(words),
    partial: 'fragment',
    name: undefined,
  };
}
