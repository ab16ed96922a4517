/** QEMU commands of a Python file, and options passed to unknown code. */
import { PYTHON } from '../syntax/python/encodings.ts';
import type { PythonFile } from '../syntax/python/tree.ts';
import { readAgainAs } from '../text/again.ts';
import { fuelFor } from '../text/fuel.ts';
import { LIMITS } from '../text/limits.ts';
import { addTo } from '../text/lookup.ts';
import { type Branch, isKnown, type MappedText, spanOf } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import type { Block } from './domain/blocks.ts';
import { lowerEmbeddedShell } from './from-shell.ts';
import type { ArgvInvocation, Invocation, Word } from './invocation.ts';
import { commandLinesIn } from './lists/command-text.ts';
import { areQemuOptions, mayConcernQemu, programOfName } from './program.ts';
import { callMethod, callOf, callUnknown, instantiate, runUncalled } from './python/calls.ts';
import { evaluate } from './python/evaluate.ts';
import { expectationsIn, hand, handBorrowed } from './python/handed.ts';
import { havocGiven } from './python/lists.ts';
import { findMember, isMarked } from './python/names.ts';
import { type Defined, type Handed, newFrame, type Run } from './python/run.ts';
import { assign, runBody } from './python/statements.ts';
import { allIn, storeOn } from './python/store.ts';
import { knownTexts } from './python/texts.ts';
import {
  copyOf,
  NAMESPACE,
  optionsOf,
  perhaps,
  type Reference,
  type Scope,
  type Value,
} from './python/values.ts';
import type { EmbeddedCommand, EmbeddedScript } from './shell/embedded.ts';
import { findBehind, findProgram, type ProgramStart } from './shell/launch/find-program.ts';
import { knownLines } from './shell/launch/known-lines.ts';
import {
  isMonitorOption,
  mayNameMonitors,
  openMonitors,
  speakOfMonitors,
} from './shell/launch/monitor-options.ts';
import { argumentsIn } from './shell/nested/embedded-documents.ts';
import { HERE } from './shell/nested/wrapped.ts';
import { commandsIn } from './shell/nested/written-commands.ts';
import { runsOthers } from './shell/programs/table.ts';
import { onlyTalks } from './shell/programs/talking.ts';
import { unwritable } from './unknown-words.ts';

export function lowerPython(file: PythonFile, source: string): readonly Invocation[] {
  const run = runFile(file, source);
  const { handed, fuel } = run;
  const seen = new Set<number>();
  const commands: EmbeddedCommand[] = [];
  let isAlone = true;
  const launches = run.started.flatMap((one) => {
    if (one.kind !== 'words') return [];
    const { words, condition } = one;
    const start = startIn(words);
    // A QEMU known by its monitor only does not hide unused lists.
    if (start && !start.byMonitor) isAlone = false;
    const launch = launchOf(words, start, condition);
    if (launch) notePlaces(words, seen);
    else commands.push(...commandOf(words, condition));
    return launch ?? [];
  });
  const { run: scripts, given } = scriptsIn(run, seen);
  const { length } = source;
  const ofFile = [...scripts, ...commands];
  const ofShells = [
    ...(ofFile.length > 0 ? lowerEmbeddedShell(ofFile, { length }) : []),
    ...(given.length > 0 ? lowerEmbeddedShell(given, { length }).map(asHanded) : []),
  ];
  const found: Invocation[] = [];
  const known = knownLines();
  for (const one of [...launches, ...ofShells]) {
    if (one.kind === 'argv') {
      if (!known.isNew(one)) continue;
      notePlaces(one.words, seen);
    }
    found.push(one);
  }
  if (ofShells.some(({ kind }) => kind === 'argv')) isAlone = false;
  const isExpected = handed.length > 0 ? expectationsIn(file.body) : () => false;
  for (const one of handed.toSorted((a, b) => Number(b.isUsed) - Number(a.isUsed))) {
    if (!one.isUsed && !isAlone) continue;
    for (const held of heldBy(one)) {
      if (areSeen(ofMonitors(held.words), seen) || isExpected(held.words) || !known.isNew(held))
        continue;
      notePlaces(held.words, seen);
      found.push(held);
    }
  }
  const inOrder = found.toSorted((a, b) => placeOf(a) - placeOf(b));
  const stopped =
    file.stopped === undefined ? fuel.stopped : { start: file.stopped, end: file.stopped };
  return stopped ? [...inOrder, { kind: 'unfollowed', at: stopped }] : inOrder;
}

function placeOf(invocation: Invocation): number {
  return invocation.kind === 'argv' ? invocation.programAt.start : Number.POSITIVE_INFINITY;
}

function launchOf(
  words: readonly Word[],
  start: ProgramStart | undefined,
  condition: Span | undefined,
): ArgvInvocation | undefined {
  const word = start && words[start.index];
  if (start === undefined || word === undefined) return undefined;
  return {
    kind: 'argv',
    program: start.program,
    programAt: spanOf(word.value),
    words: words.slice(start.options),
    name: undefined,
    partial: start.wrapper ? 'wrapper' : false,
    execution: HERE,
    condition,
  };
}

/** A shell command (`ssh host "kvm -S"`) or options (`make ARGS="-qmp tcp:…"`) in a word. */
function commandOf(
  words: readonly Word[],
  condition: Span | undefined,
): readonly EmbeddedCommand[] {
  const runs = words.findIndex(({ value }) => runsOthers(value.decoded));
  const isHanded = words.some(({ value }) => mayNameMonitors(value.decoded));
  const first = runs < 0 && isHanded ? 0 : runs;
  const [program, ...others] = words.slice(first);
  const last = others.at(-1);
  if (first < 0 || first > LIMITS.few || program === undefined || last === undefined) return [];
  if (onlyTalks(words[0]?.value.decoded ?? '')) return [];
  if (!isHanded && !others.some(({ value }) => speaksOfQemu(value))) return [];
  const at = { start: program.at.start, end: last.at.end };
  return [{ words: [program, ...others], at, block: blockOf(condition && { condition }) }];
}

/** An optional first word may be any program: `cmd.insert(0, "gdb")`. */
function startIn(words: readonly Word[]): ProgramStart | undefined {
  const start = findProgram(words);
  if (start) return start;
  const surely = words.findIndex(({ value }) => value.pieces.some(({ branch }) => !branch));
  const behind = surely > 0 ? findProgram(words.slice(surely)) : undefined;
  if (behind === undefined) return findBehind(words);
  const { index, options } = behind;
  return { ...behind, index: index + surely, options: options + surely };
}

function scriptsIn(
  { started, handed }: Run,
  seen: ReadonlySet<number>,
): Readonly<Record<'run' | 'given', readonly EmbeddedScript[]>> {
  const scripts: Record<'run' | 'given', EmbeddedScript[]> = { run: [], given: [] };
  const known = knownTexts();
  const run = new Set<number>();
  const add = (to: keyof typeof scripts, text: MappedText, branch: Branch | undefined) => {
    if (known.isNew(text)) scripts[to].push({ text, dialect: 'posix', block: blockOf(branch) });
  };
  for (const one of started) {
    if (one.kind !== 'shell') continue;
    if (speaksOfQemu(one.text)) add('run', one.text, one.branch);
    noteText(one.text, run);
  }
  for (const { text, words, branch } of handed) {
    for (const command of text ? commandsIn(text, '') : []) add('given', command, branch);
    const isCommand = text && (COMMAND.test(text.decoded) || runsSomething(words[0]));
    // A text whose pieces all run is a template that a command fills.
    const isRun = text?.pieces.every(({ at }) => run.has(at.start));
    if (!isCommand || isRun || areSeen(words, seen)) continue;
    add('given', readAgainAs(text, PYTHON.handed), branch);
  }
  return scripts;
}

function asHanded(found: Invocation): Invocation {
  return found.kind === 'argv' && !found.partial ? { ...found, partial: 'wrapper' } : found;
}

/** QEMU's name where a command begins, or an unknown name with options. */
const COMMAND =
  /(?:^|[;&|(\n])[^\S\n]*(?:(?:sudo|exec|nohup|setsid|time|env|nice|\w+=[^\s;&|(]*)\s+)*(?:[\w./-]*(?:qemu|panda)-system|[\w./-]*qemu-kvm\b|[\w./-]*\ufffc[^\s;&|(]*\s+-)/;

/** `taskset -c 1 …`, or QEMU's short name. */
function runsSomething(word: Word | undefined): boolean {
  if (word === undefined || !isKnown(word.value)) return false;
  const { decoded: name } = word.value;
  return runsOthers(name) || programOfName(name) !== undefined;
}

function speaksOfQemu({ decoded, pieces }: MappedText): boolean {
  if (mayConcernQemu(decoded)) return true;
  return pieces.some((piece) => piece.kind === 'unknown' && mayConcernQemu(piece.source));
}

function blockOf(branch: Branch | undefined): Block | undefined {
  if (branch === undefined) return undefined;
  const { condition, looped } = branch;
  return {
    kind: 'branch',
    parent: undefined,
    choice: undefined,
    looped: looped === true,
    condition,
  };
}

function heldBy({ words, text, isUsed, branch }: Handed): readonly ArgvInvocation[] {
  const ofDomain = text ? argumentsIn(text) : [];
  if (ofDomain.length > 0) return ofDomain;
  const [begun] = words;
  if (text && (!begun || (isKnown(begun.value) && !begun.value.decoded.startsWith('-')))) {
    // Prose begins with a word, other notations as well.
    return commandLinesIn(text).flatMap((line) =>
      heldBy({ words: unwritable(line), text: undefined, isUsed, branch }),
    );
  }
  const start = findProgram(words);
  const begin = start?.options ?? words.findIndex((word) => areQemuOptions([word], 1));
  const options = words.slice(Math.max(0, begin));
  const end = options.findIndex((word) => word.value.decoded === '--');
  const own = end === -1 ? options : options.slice(0, end);
  if (!areTelling(own, begin === 0, start !== undefined && !start.byMonitor)) return [];
  const first = (start && words[start.index]) ?? options[0];
  const held: ArgvInvocation = {
    kind: 'argv',
    program: start?.program ?? 'system',
    words: own,
    name: undefined,
    programAt: first ? (first.value.pieces[0]?.definition ?? spanOf(first.value)) : NOWHERE,
    partial: isUsed ? 'wrapper' : 'fragment',
    ...(branch?.condition ? { condition: branch.condition } : {}),
  };
  return [held];
}

const NOWHERE: Span = { start: 0, end: 0 };

/** A monitor with an address, of a QEMU program, or beside other options of QEMU. */
function areTelling(options: readonly Word[], areAlone: boolean, areQemus: boolean): boolean {
  return (
    openMonitors(options, areAlone) ||
    (areQemus
      ? ofMonitors(options).length > 0
      : speakOfMonitors(options) && areQemuOptions(options, 2))
  );
}

function ofMonitors(words: readonly Word[]): readonly Word[] {
  return words.filter(({ value }, index) => {
    const before = words[index - 1]?.value.decoded ?? '';
    return isMonitorOption(value.decoded) || isMonitorOption(before);
  });
}

function notePlaces(words: readonly Word[], seen: Set<number>): void {
  for (const { value } of words) noteText(value, seen);
}

function noteText({ pieces }: MappedText, seen: Set<number>): void {
  for (const { at, through } of pieces) {
    seen.add(at.start);
    for (const use of through) seen.add(use.at.start);
  }
}

function areSeen(words: readonly Word[], seen: ReadonlySet<number>): boolean {
  return words.every(({ value }) => value.pieces.every(({ at }) => seen.has(at.start)));
}

function runFile(file: PythonFile, source: string): Run {
  const scope: Scope = { id: 1, kind: 'module', parent: undefined, outside: new Set() };
  const run: Run = {
    source,
    fuel: fuelFor(source.length),
    state: { variables: storeOn(), cells: storeOn() },
    frame: newFrame(scope, 0),
    branches: [],
    overwritten: undefined,
    started: [],
    handed: [],
    defined: [],
    count: scope.id,
    usesHanded: true,
    handedTexts: { used: knownTexts(), unused: knownTexts() },
    called: new Map(),
    running: new Set(),
    again: new Set(),
    environment: { kind: 'dictionary', id: 0, through: [] },
    options: { kind: 'object', id: -1, through: [] },
    defaults: new Map(),
    evaluate,
    callOf,
    callMethod,
    callUnknown,
    runBody,
    assign,
  };
  run.state.cells.set(0, { kind: 'dictionary', entries: new Map(), isOpen: false });
  run.state.cells.set(-1, NAMESPACE);
  runBody(file.body, run);
  hand(run, run.environment, NOWHERE);
  handBorrowed(run);
  handModule(run, scope.id, namesIn(source));
  runLeft(run);
  return run;
}

function handModule(run: Run, scope: number, named: ReadonlyMap<string, number>): void {
  const prefix = `${scope} `;
  for (const [key, value] of allIn(run.state.variables)) {
    const isMember = key.startsWith('class ');
    if (!isMember && !key.startsWith(prefix)) continue;
    const name = key.slice(key.lastIndexOf(' ') + 1);
    // Assigned but unused if it occurs once.
    run.usesHanded = (named.get(name) ?? 0) > 1;
    for (const own of optionsOf(value)) {
      if (own.kind !== 'object') hand(run, own, NOWHERE);
    }
  }
  run.usesHanded = true;
}

function namesIn(source: string): ReadonlyMap<string, number> {
  const named = new Map<string, number>();
  for (const [name] of source.matchAll(/[\w\u0080-\uffff]+/g)) {
    named.set(name, (named.get(name) ?? 0) + 1);
  }
  return named;
}

function runLeft(run: Run): void {
  const classes = new Map<NonNullable<Defined['of']>, Defined[]>();
  for (let index = 0; index < run.defined.length; index++) {
    const one = run.defined[index];
    if (one === undefined || isDone(one, run)) continue;
    const { definition, scope, of } = one;
    if (of) addTo(classes, of, one);
    else runUncalled({ kind: 'function', definition, scope }, run);
  }
  const inner = run.defined.length;
  for (const [of, methods] of classes) runMethods(of, methods, run);
  for (const { definition, scope } of run.defined.slice(inner)) {
    if (!run.called.has(definition)) runUncalled({ kind: 'function', definition, scope }, run);
  }
}

function isDone({ definition }: Defined, { called, again }: Run): boolean {
  return called.has(definition) && !again.has(definition);
}

/** Runs uncalled methods of an object with unknown arguments. */
function runMethods(of: NonNullable<Defined['of']>, methods: readonly Defined[], run: Run): void {
  const before = run.state;
  run.state = copyOf(before);
  const object = instantiate(of, [], run, of.definition.at);
  const maker = findMember(of, '__init__', run);
  if (maker?.kind === 'function' && object.kind === 'object') {
    hand(run, object, of.definition.at);
  }
  if (object.kind === 'object') {
    const changed = changesIn(of, run);
    for (const { definition, scope } of methods.filter((one) => !isDone(one, run))) {
      const own = run.state;
      run.state = copyOf(own);
      addOtherValues(object, changed, definition.at, run);
      const isStatic = isMarked(definition, 'staticmethod');
      const self: Value = isMarked(definition, 'classmethod') ? of : object;
      const bound = { kind: 'function', definition, scope, self } as const;
      runUncalled(isStatic ? { kind: 'function', definition, scope } : bound, run);
      run.state = own;
    }
  }
  run.state = before;
}

/** A change of an attribute: `self.args += …`, `self.args.append(…)`, `self.args[0] = …`. */
const CHANGING =
  /\bself\.(\w+)(?:\s*(?:[+\-*/|&%]?=(?!=)|\.(?:append|extend|insert|remove|pop|clear|update)\b)|\[[^\]\n]{0,200}\]\s*=(?!=))/g;

/** Attributes that methods other than `__init__` change, with the places. */
function changesIn({ definition: { at, body } }: NonNullable<Defined['of']>, { source }: Run) {
  const maker = body.find((one) => one.kind === 'function' && one.name === '__init__');
  return [...source.slice(at.start, at.end).matchAll(CHANGING)]
    .map(({ 1: name = '', index }) => ({ name, start: at.start + index }))
    .filter(({ start }) => !maker || start < maker.at.start || start >= maker.at.end);
}

/** What methods other than the one at `own` change may have other values. */
function addOtherValues(
  object: Reference,
  changes: ReturnType<typeof changesIn>,
  own: Span,
  run: Run,
): void {
  const cell = run.state.cells.get(object.id);
  if (cell?.kind !== 'object') return;
  const entries = new Map(cell.entries);
  for (const { name, start } of changes) {
    const value = entries.get(name);
    if (value === undefined || (start >= own.start && start < own.end)) continue;
    if (value.kind === 'list') havocGiven(value, run);
    else if (value.kind !== 'object') entries.set(name, perhaps(value));
  }
  run.state.cells.set(object.id, { ...cell, entries });
}
