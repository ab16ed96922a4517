/** Simple commands: assignments, functions, builtins, programs (bash manual 3.7.1). */

import { dialectOfProgram } from '../../../syntax/shell/dialect.ts';
import { everyCommand } from '../../../syntax/shell/inside.ts';
import { placementIn } from '../../../syntax/shell/placement.ts';
import type { ShellNode, ShellPart, ShellWord, SimpleCommand } from '../../../syntax/shell/tree.ts';
import { spend } from '../../../text/fuel.ts';
import { LIMITS } from '../../../text/limits.ts';
import {
  type Branch,
  inBranch,
  isKnown,
  knownText,
  type MappedText,
  spanOf,
  UNKNOWN,
} from '../../../text/mapped-text.ts';
import { nameOf } from '../../../text/paths.ts';
import { wordSet } from '../../../text/split-words.ts';
import { mapValues } from '../../domain/alternatives.ts';
import { literalText } from '../../domain/blocks.ts';
import { havoc, havocOne, namesMeant } from '../../domain/havoc.ts';
import {
  attributesKey,
  functionKey,
  functionOf,
  isFunction,
  type TrapKey,
  trapKey,
} from '../../domain/keys.ts';
import { spendOnCommand } from '../../domain/limits.ts';
import {
  type AbstractValue,
  limited,
  listOf,
  NO_VALUES,
  only,
  textsIn,
  UNKNOWN_VALUES,
} from '../../domain/values.ts';
import type { Word } from '../../invocation.ts';
import { holdsMonitor } from '../../lists/mentions.ts';
import { programOf } from '../../program.ts';
import { changeAttributes } from '../attributes.ts';
import { noteClients, sentBy } from '../connect/connections.ts';
import type { Context } from '../context.ts';
import { linesOf, listsOf } from '../expand/expand.ts';
import { assignmentIn } from '../expand/targets.ts';
import { keyOf, useFile, writeFile } from '../files.ts';
import type { Interpreter } from '../interpreter.ts';
import { findBehind, findProgram, mayNameQemu, programName } from '../launch/find-program.ts';
import { noteUnreadFile } from '../launch/holders.ts';
import { type Call, foundAt, launch } from '../launch/launches.ts';
import { noteHanded, noteHeld, visitHanded } from '../launch/orphan-options.ts';
import { type CarriedScript, inputTexts, readText, runScript } from '../nested/nested.ts';
import { readAgainText } from '../nested/nested-text.ts';
import { readOptions } from '../nested/option-words.ts';
import { behind, boundariesOf, carriedBy, commandIndex } from '../nested/wrapped.ts';
import { type Definitions, definitionsAt, optionOf } from '../options.ts';
import { withOtherBlanks } from '../output/blanks.ts';
import { isPermissionCommand, setUmask, umasksAt } from '../permission-log.ts';
import type { Program } from '../programs/program.ts';
import { isNetworkClient, isQuiet, programAt, writesToSocket } from '../programs/table.ts';
import { onlyTalks } from '../programs/talking.ts';
import { runSource } from '../sources.ts';
import { viewOf } from '../view.ts';
import { commandRun } from '../watch.ts';
import { assign } from './assignments.ts';
import { BUILTINS, type Builtin } from './builtins.ts';
import { assignUnknown, callFunction } from './calls.ts';
import { DECLARING } from './declaring.ts';
import { leaveShell, runBranch, runChoice } from './flow.ts';
import { factsOf, isFollowed, programRun } from './followed.ts';
import {
  isRedirected,
  print,
  printUnknown,
  rewriteFiles,
  withRedirections,
} from './redirections.ts';

export function runCommand(
  interpreter: Interpreter,
  command: SimpleCommand,
  context: Context,
): void {
  const { budget, visited } = interpreter;
  interpreter.inclusions?.watch?.(commandRun(interpreter, command, context));
  // A first visit is free, since the script's length bounds them.
  if (visited.has(command) || context.nesting > 0) spendOnCommand(budget, context.state.depth);
  visited.add(command);
  if (isRedirected(command)) {
    withRedirections(interpreter, command, context, (inner) => {
      runRedirected(interpreter, command, inner);
    });
  } else runRedirected(interpreter, command, context);
}

/** `qemu -S` of zsh's `{ qemu -S }`. */
function beforeBrace(command: SimpleCommand, { dialect }: Context): SimpleCommand {
  const end = dialect === 'zsh' ? command.words.findIndex((word) => literalText(word) === '}') : -1;
  return end === -1 ? command : { ...command, words: command.words.slice(0, end) };
}

function runRedirected(interpreter: Interpreter, written: SimpleCommand, context: Context): void {
  const command = beforeBrace(written, context);
  const first = command.words[0];
  if (first === undefined) {
    for (const assignment of command.assignments) assign(interpreter, assignment, context);
    return;
  }
  rewriteFiles(interpreter, command.words, context);
  const name = literalText(first);
  const own = name === 'builtin' || name === 'command' ? builtinBehind(command.words) : undefined;
  if (own) {
    own(interpreter, { ...command, words: command.words.slice(1) }, context);
    return;
  }
  const facts = name === undefined ? undefined : factsOf(name, interpreter);
  const program = name && context.output === undefined ? programRun(name, command.words) : name;
  const definitions = facts && definitionsAt(facts.key, context.state);
  const builtin = name === undefined ? undefined : BUILTINS.get(name);
  if (definitions) {
    runFunction(interpreter, command, definitions, context);
  } else if (name === '.' || name === 'source') {
    runSourced(interpreter, command, name, context);
  } else if (
    name === undefined ||
    program === undefined ||
    isFollowed(program, factsOf(program, interpreter), command, context) ||
    // Last, since it is expensive.
    (!builtin && mayNameQemu(command, context) && !onlyTalks(program))
  ) {
    runExpanded(interpreter, command, name, context);
  } else if (builtin) {
    runBuiltin(interpreter, builtin, command, context);
  } else {
    visitHanded(interpreter, command, program, context);
    if (context.output && !isQuiet(nameOf(name), command.words.slice(1).map(literalText))) {
      printUnknown(context);
    }
  }
}

function runSourced(
  interpreter: Interpreter,
  command: SimpleCommand,
  name: string,
  context: Context,
): void {
  let isRead = false;
  withPrefix(interpreter, command, context, () => {
    isRead = runSource(interpreter, command, context);
  });
  if (isRead) return;
  // An unread file may start QEMU.
  noteUnreadFile(context.state);
  noteHeld(interpreter, name, context, true);
  if (mayNameQemu(command, context)) runExpanded(interpreter, command, name, context);
}

function runBuiltin(
  interpreter: Interpreter,
  builtin: Builtin,
  command: SimpleCommand,
  context: Context,
): void {
  const isPlain = command.assignments.length === 0 || literalText(command.words[0]) === 'alias';
  if (isPlain) builtin(interpreter, command, context);
  else withPrefix(interpreter, command, context, () => builtin(interpreter, command, context));
}

/** `builtin` and `command` bypass functions. */
function builtinBehind([, word]: readonly ShellWord[]): Builtin | undefined {
  const name = literalText(word) ?? 'command';
  if (name === '.' || name === 'source') {
    return (interpreter, command, context) => runSourced(interpreter, command, name, context);
  }
  const builtin = name === 'command' ? undefined : BUILTINS.get(name);
  return builtin && ((...given) => runBuiltin(given[0], builtin, given[1], given[2]));
}

function withPrefix(
  interpreter: Interpreter,
  { assignments, words }: SimpleCommand,
  context: Context,
  run: () => void,
): void {
  if (assignments.length === 0 || DECLARING.includes(literalText(words[0]) ?? '')) {
    run();
    return;
  }
  const { state, dialect } = context;
  const keys = assignments.flatMap(({ name }) => [name, attributesKey(name)]);
  const before = keys.map((key) => [key, state.get(key)] as const);
  for (const assignment of assignments) {
    assign(interpreter, assignment, context);
    changeAttributes(assignment.name, ['x'], [], state);
  }
  const name = literalText(words[0]);
  const leaves = LEAVING.has(name ?? '');
  if (!leaves) run();
  // Variables of a special builtin stay (POSIX, not bash or zsh), and those of a possibly empty command may.
  const isSpecial = SPECIAL.has(name ?? '') && dialect !== 'bash' && dialect !== 'zsh';
  const isOpen = name === undefined && words.length === 1 && !words[0]?.parts.some(isText);
  for (const [key, values] of isSpecial ? [] : before) {
    state.set(key, isOpen ? limited([...values, ...state.get(key)]) : values);
  }
  if (leaves) run();
}

const isText = ({ kind }: ShellPart): boolean => kind === 'text';
const LEAVING = wordSet('break continue exit return');
const SPECIAL = wordSet(`
  : . break continue eval exec exit export readonly return set shift times trap unset
`);

function runFunction(
  interpreter: Interpreter,
  command: SimpleCommand,
  definitions: Definitions,
  context: Context,
): void {
  const lists = listsOf(command.words.slice(1), viewOf(interpreter, context));
  // Each word is made again, as a parameter's value.
  for (const { value } of lists) spend(interpreter.budget, value.length);
  const args = mapValues(lists, listOf);
  withPrefix(interpreter, command, context, () => {
    callFunction(interpreter, definitions, args, command.at, context);
  });
  // A function of another file may pass its words on.
  if (definitions.some(({ value }) => value && value.path !== context.path)) {
    const name = literalText(command.words[0]) ?? '';
    for (const { value } of lists) noteHanded(interpreter, value, command, name, context);
  }
}

function runExpanded(
  interpreter: Interpreter,
  command: SimpleCommand,
  name: string | undefined,
  context: Context,
): void {
  const lines = withPrograms(linesOf(command.words, viewOf(interpreter, context)));
  const call: Call = { command, name };
  withPrefix(interpreter, command, context, () => {
    const arms = lines.map(({ value: words, path }) => ({
      run: (inner: Context) => runWords(interpreter, words, call, inner, 0),
      path,
    }));
    const [only] = arms;
    if (only && arms.length === 1) only.run(context);
    else runChoice(context, arms, true);
  });
  const isLeft = command.words.length > (literalText(command.words[1]) === '--' ? 2 : 1);
  // It fails without its file.
  const mayFail = command.redirections.some(({ operator, target }) => {
    return operator === '<' && !target.plain?.startsWith('/dev/');
  });
  if (name === 'exec' && isLeft && !mayFail && optionOf('execfail', context.state) === '')
    leaveShell(context);
}

/** A list that begins with QEMU on one path begins so where it is unknown, too: `"${cmd[@]}"`. */
function withPrograms(lines: ReturnType<typeof linesOf>): ReturnType<typeof linesOf> {
  const isOpen = ([first]: readonly Word[]) => first?.many === true && !isKnown(first.value);
  if (lines.length === 1 || !lines.some(({ value }) => isOpen(value))) return lines;
  const firsts = lines.flatMap(({ value }) => value[0] ?? []);
  const program = firsts.find(({ value }) => isKnown(value) && programOf(value));
  if (program === undefined) return lines;
  return mapValues(lines, (words) => (isOpen(words) ? [program, ...words] : words));
}

/** Runs an expanded command; `carrying` counts commands such as `sudo` around it. */
export function runWords(
  interpreter: Interpreter,
  expanded: readonly Word[],
  call: Call,
  context: Context,
  carrying: number,
): void {
  const { calledIf } = context;
  const words = calledIf ? expanded.map((word) => markOwn(word, calledIf)) : expanded;
  const index = commandIndex(words, 0);
  const start = findProgram(words, index);
  if (start) {
    launch(interpreter, words, start, call, context);
    printUnknown(context);
    if (start.byMonitor === true && carrying === 0) {
      noteHanded(interpreter, words, call.command, '', context);
    }
    return;
  }
  const [first] = words;
  if (first === undefined) return;
  const own = isKnown(first.value) ? first.value.decoded : '';
  const definitions = definitionsAt(functionKey(own), context.state);
  if (definitions && (call.name === undefined || carrying > 0)) {
    const args = only(listOf(words.slice(1)));
    // Words that the function adds exist in the branch of its name.
    const calledIf = first.value.pieces[0]?.branch ?? context.calledIf;
    callFunction(interpreter, definitions, args, call.command.at, { ...context, calledIf });
    return;
  }
  const program = index === 0 ? words : words.slice(index);
  if (!isKnown(first.value)) callMeant(interpreter, words, call, context);
  if (!isKnown(first.value) || DECLARING.includes(own)) havocAssigned(program, context);
  const name = programName(program);
  const row = programAt(name);
  const isRun = carrying < LIMITS.few;
  const carries = isRun && runCarried(interpreter, words, row, call, context, carrying);
  const other = carries ? undefined : findBehind(words, index);
  if (other) launch(interpreter, words, other, call, context);
  const configures = row?.configures;
  if (configures) {
    const found = foundAt(call, context);
    for (const invocation of configures(program, inputTexts(context))) {
      interpreter.found.push({ kind: 'passed', found, invocation });
    }
  }
  if (isPermissionCommand(name)) {
    const found = foundAt(call, context);
    const umasks = umasksAt(context);
    if (name === 'umask') setUmask(program, context);
    else interpreter.found.push({ kind: 'permission', found, name, words: program, umasks });
  } else if (writesToSocket(name)) {
    const at = context.placement.span(call.command.at);
    for (const text of sentBy(name, program, at, context)) {
      interpreter.found.push({ kind: 'sent', text });
    }
  }
  if (isNetworkClient(name)) noteClients(interpreter, words, index, call, context);
  const isRead = context.output !== undefined || name === 'tee';
  if (isRead && !(carries && printsLikeCarried(name, program))) {
    runOther(interpreter, name, program, call, context);
  }
  runWrittenFile(interpreter, program, row, context);
  if (row?.unreadPrograms) noteUnread(interpreter, row.unreadPrograms, program, context);
  // A program that gets a configuration: `incus config set vm raw.qemu="-qmp …"`.
  const isTold = configures && !row.lastWords;
  const known = isTold || isPermissionCommand(name) || writesToSocket(name);
  // A program that only its monitor options identify may be another one that runs its arguments.
  const isQemu = other && !other.byMonitor;
  if (carrying === 0 && !carries && !isQemu && !known) {
    noteHanded(interpreter, words, call.command, name, context);
  }
}

/** Calls the functions that `run_$1` may name. */
function callMeant(
  interpreter: Interpreter,
  [name, ...args]: readonly Word[],
  { command }: Call,
  context: Context,
): void {
  if (name?.value.pieces.every(({ kind }) => kind === 'unknown')) return;
  const keys = [...context.state.names()].filter(isFunction);
  for (const meant of namesMeant(keys.map(functionOf), name?.value)) {
    const definitions = definitionsAt(functionKey(meant), context.state) ?? [];
    runBranch(context, (inner) => {
      callFunction(interpreter, definitions, only(listOf(args)), command.at, inner);
    });
  }
}

/** `$x A=1 B=2`, which may be `export`. */
function havocAssigned([, ...words]: readonly Word[], { state }: Context): void {
  const names = words.map(({ value }) => assignmentIn(value)?.name);
  if (!names.every((name) => name !== undefined)) return;
  for (const name of names) havocOne(state, name);
}

function noteUnread(
  { found }: Interpreter,
  options: NonNullable<Program['unreadPrograms']>,
  words: readonly Word[],
  context: Context,
): void {
  const { values } = readOptions(words.slice(1), options);
  const texts = [...values.values(), ...inputTexts(context)];
  const unread = texts.find((text) => text && holdsMonitor(text.decoded));
  if (unread) found.push({ kind: 'unread', at: spanOf(unread) });
}

/** Marks the function's own words, not its arguments. */
function markOwn(word: Word, branch: Branch): Word {
  const isOwn = word.value.pieces.some(({ through }) => through.length === 0);
  if (!isOwn) return word;
  return { ...word, value: inBranch(word.value, branch) };
}

/** Whether the command runs another. */
function runCarried(
  interpreter: Interpreter,
  words: readonly Word[],
  row: Program | undefined,
  call: Call,
  context: Context,
  carrying: number,
): boolean {
  // Only readers of scripts need the input, which has to be decoded again.
  const mayRead = words.some(({ value }) => {
    return !isKnown(value) || programAt(value.decoded)?.nested !== undefined;
  });
  const inputs = mayRead ? scriptInputs(context, row?.readsLines === true) : [];
  const [input, ...others] = inputs;
  let found = runCarriedWith(interpreter, words, input, call, context, carrying);
  for (const other of others) {
    runBranch(context, (inner) => {
      found = runCarriedWith(interpreter, words, other, call, inner, carrying) || found;
    });
  }
  return found;
}

function runCarriedWith(
  interpreter: Interpreter,
  words: readonly Word[],
  input: MappedText | undefined,
  call: Call,
  context: Context,
  carrying: number,
): boolean {
  const carried = carriedBy(words, input);
  if (carried.length === 0) return false;
  const boundaries = boundariesOf(words, words.length);
  const before = setBefore(words, context);
  for (const item of carried) {
    const execution = behind(context.execution, boundaries, item.kind === 'script');
    const there = { ...context, execution };
    if (item.kind === 'words') {
      const inner = item.isolated ? { ...there, isolated: 'command' as const } : there;
      runWords(interpreter, item.words, call, inner, carrying + 1);
    } else if (programName(words) === 'trap') {
      setTrap(interpreter, item, words, there);
    } else {
      const isShell = programAt(programName(words))?.runsScripts === true;
      if (isShell && words.some(({ value }) => NOUNSET.test(value.decoded))) {
        interpreter.found.push({ kind: 'nounset' });
      }
      runScript(interpreter, item, there);
    }
  }
  for (const [name, values] of before) context.state.set(name, values);
  return true;
}

/** Sets the variables of `env A=1 "$x" sh -c …`, and returns what they were. */
function setBefore(
  words: readonly Word[],
  { state }: Context,
): readonly (readonly [string, AbstractValue])[] {
  const end = words.findIndex(({ value: { decoded } }, index) => {
    return index > 0 && programAt(decoded)?.nested;
  });
  const given = words.slice(1, Math.max(1, end)).map(({ value }) => value);
  const set = given.flatMap((value) => assignmentIn(value) ?? []);
  const isOpen = given.some((value) => !isKnown(value) || UNSETTING.test(value.decoded));
  const names = isOpen
    ? [...state.names()]
    : set.flatMap(({ name }) => [name, attributesKey(name)]);
  const before = names.map((name) => [name, state.get(name)] as const);
  if (isOpen) havoc(state);
  for (const { name, value: text } of set) {
    state.set(name, only({ kind: 'scalar', text }));
    changeAttributes(name, ['x'], [], state);
  }
  return before;
}

/** `env -u NAME`, `env -i` */
const UNSETTING = /^-[iu]|^--(?:unset|ignore-env)/;

function scriptInputs(context: Context, byLines: boolean): readonly MappedText[] {
  const escaped = context.piped?.some((print) => print.escaped) === true;
  const known = inputTexts(context);
  const printed =
    known.length === 0 && byLines ? context.piped?.map(({ text }) => text) : undefined;
  const texts = printed ?? known;
  return escaped ? texts.map(readAgainText) : texts;
}

function runOther(
  interpreter: Interpreter,
  name: string,
  words: readonly Word[],
  call: Call,
  context: Context,
): void {
  const input = context.input === undefined ? undefined : context.state.get(context.input);
  if (name === 'tee') {
    const files = words.slice(1).filter(({ value }) => !value.decoded.startsWith('-'));
    const append = words.some(
      ({ value }) => value.decoded === '-a' || value.decoded === '--append',
    );
    for (const { value } of files) {
      writeFile(interpreter, value, input ?? UNKNOWN_VALUES, append, context);
    }
    if (input) print(input, call.command, context);
    else printUnknown(context);
    return;
  }
  // `exec 3>&1`
  const texts = words.slice(1).map(({ value }) => knownText(value));
  if (words.length === 0 || isQuiet(name, texts)) return;
  const changed = input?.map(({ value, path }) => {
    const text = value.kind === 'scalar' ? withOtherBlanks(words, value.text) : undefined;
    return text && { value: { kind: 'scalar', text } as const, path };
  });
  if (changed?.every((one) => one !== undefined)) print(changed, call.command, context);
  else printUnknown(context);
}

function printsLikeCarried(name: string, words: readonly Word[]): boolean {
  return programAt(name)?.prints === 'its-command' && words.every(({ value }) => isKnown(value));
}

/** `bash -euc` */
const NOUNSET = /^-(?=[A-Za-z]*u)[A-Za-z]+$/;

/** `bash run.sh`, `./run.sh`, `$SH run.sh`, if the script wrote it. */
function runWrittenFile(
  interpreter: Interpreter,
  words: readonly Word[],
  row: Program | undefined,
  context: Context,
): void {
  const [program] = words;
  if (program === undefined) return;
  const shell = row?.runsScripts === true;
  // An unknown program that gets a script of ours is taken for a shell.
  const isUnknown = !shell && program.value.decoded === UNKNOWN;
  const key = isUnknown ? keyOf(program.value) : undefined;
  const isOwn = key !== undefined && context.state.has(key);
  const mayBeShell = shell || (isUnknown && !isOwn);
  const index = mayBeShell
    ? words.findIndex(({ value }, position) => position > 0 && !/^[-+]/.test(value.decoded))
    : 0;
  const word = words[index];
  if (word === undefined || (!mayBeShell && !word.value.decoded.includes('/'))) return;
  const dialect = shell ? dialectOfProgram(programName(words)) : undefined;
  const run = { kind: 'script', shell: 'child', input: undefined, dialect } as const;
  for (const text of textsIn(useFile(interpreter, word.value, context) ?? [])) {
    runScript(interpreter, { ...run, text, positional: words.slice(index) }, context);
  }
}

/** `trap '…' EXIT` replaces an earlier trap; that of a signal may have run. In zsh, functions have their own. */
function setTrap(
  interpreter: Interpreter,
  { text }: CarriedScript,
  words: readonly Word[],
  context: Context,
): void {
  const { dialect, nesting, path, state } = context;
  const isRead = text.decoded !== '-' && nesting < LIMITS.few;
  const body = isRead ? readText(interpreter, text, dialect) : undefined;
  const { start } = spanOf(text);
  const definition = body && { name: 'trap', body, start, placement: placementIn(text), path };
  for (const { value } of words.slice(2)) {
    const key = trapKey(signalOf(value.decoded));
    interpreter.trapped.add(key);
    const set = definition ? only({ kind: 'function', definition }) : NO_VALUES;
    const ends = ENDS.has(key);
    state.set(key, ends && dialect !== 'zsh' ? set : limited([...state.get(key), ...set]));
    if (!ends) assignTrapped(body ?? [], interpreter, context);
  }
}

const ENDS: ReadonlySet<TrapKey> = new Set([trapKey('EXIT'), trapKey('RETURN')]);

/** A signal's commands and the functions that they call may run at any time. */
function assignTrapped(
  body: readonly ShellNode[],
  { budget }: Interpreter,
  context: Context,
): void {
  assignUnknown(body, budget, context);
  for (const { words } of everyCommand(body)) {
    const called = definitionsAt(functionKey(literalText(words[0]) ?? ''), context.state);
    for (const { value } of called ?? []) assignUnknown(value?.body ?? [], budget, context);
  }
}

/** `EXIT` of `0`, `INT` of `SIGINT`. */
function signalOf(text: string): string {
  return text === '0' ? 'EXIT' : text.toUpperCase().replace(/^SIG/, '');
}
