/** Finds monitor options in lists and strings of any language. Why: docs/decisions/string-lists.md */
import { decodeLiteral } from '../../syntax/literals/decode.ts';
import type { LiteralLanguage } from '../../syntax/literals/language.ts';
import { readLiterals } from '../../syntax/literals/reader.ts';
import { LIMITS } from '../../text/limits.ts';
import { addTo } from '../../text/lookup.ts';
import { type MappedText, spanOf, UNKNOWN } from '../../text/mapped-text.ts';
import { firstFrom } from '../../text/span.ts';
import { lowerEmbeddedShell } from '../from-shell.ts';
import type { ArgvInvocation, Invocation, Word } from '../invocation.ts';
import { DEVICE_MONITORS, GUEST_OPTIONS, MONITOR_OPTIONS } from '../monitor-options.ts';
import { mayHoldQemu, namesQemu } from '../program.ts';
import { argumentsIn } from '../shell/nested/embedded-documents.ts';
import {
  isAddress,
  isChardevList,
  isMonList,
  isPlainDevice,
  isUnknownDevice,
  saysServer,
  unwritableHere,
  withFormats,
} from './addresses.ts';
import { chardevsIn, commandLinesIn, lacksValue, MAY_BE_COMMAND } from './command-text.ts';
import { isDeadText } from './dead-text.ts';
import { defaultReplacedIn, isDisplay } from './displays.ts';
import { isFormatting } from './formats.ts';
import { mayHoldMonitor, monitorOutside } from './mentions.ts';
import { type OptionPair, pairsOf } from './pairs.ts';
import { type Program, readProgram } from './program.ts';
import { type ShellText, shellTextsIn } from './shells.ts';
import { isListOfWords, type Values, valuesOf } from './values.ts';

export function lowerLists(
  text: string,
  language: LiteralLanguage,
  programOf = (source: string): Program => readProgram(readLiterals(source, language), language),
): readonly Invocation[] {
  const mayMatter = mayHoldMonitor(text) || (language.shells !== undefined && mayHoldQemu(text));
  return mayMatter ? lowerProgram(programOf(text)) : [];
}

function lowerProgram(program: Program): readonly Invocation[] {
  const values = valuesOf(program);
  const shells = shellTextsIn(program, values);
  const found = new Map<string, ArgvInvocation>();
  const listed = [...fromPairs(program, values, shells), ...fromStrings(program, values, shells)];
  for (const one of listed) if (one.kind === 'argv') found.set(keyOf(one), one);
  if (found.size === 0 && shells.length === 0) return listed.length > 0 ? listed : unread(program);
  const lists = [...found.values()].toSorted(
    (one, other) => one.programAt.start - other.programAt.start,
  );
  if (shells.length === 0) return lists;
  const scriptsOf = (isPart: boolean) => {
    return shells.flatMap((shell) => (shell.isPart === isPart ? shell.scripts : []));
  };
  const { length } = program.file.source;
  const parts = scriptsOf(true);
  const started = [
    ...lowerEmbeddedShell(scriptsOf(false), { length }),
    // Parts of commands are no script of the file.
    ...(parts.length > 0 ? lowerEmbeddedShell([], { length, held: () => parts }) : []),
  ];
  const used = new Set(started.flatMap(handedOn));
  const others = lists.filter(({ words }) => {
    return !words.some(({ value }) => value.pieces.some(({ at }) => used.has(at.start)));
  });
  return [...others, ...started];
}

/** Where an unread text, such as a here-document of Ruby, has a monitor. */
function unread({ file, wordAt }: Program): readonly Invocation[] {
  const spans = [
    ...file.tokens.filter(({ kind }) => kind === 'literal'),
    ...file.comments.map(({ at }) => at),
  ];
  const inOrder = spans.toSorted((one, other) => one.start - other.start);
  // A function writes the dash of `add('monitor', 'tcp:…')` and `{ monitor: 'tcp:…' }`.
  const undashed = file.tokens.find((token, index) => {
    const value = file.tokens[index + 2];
    const option = token.kind === 'name' ? token.text : wordAt(index);
    if (value?.kind !== 'literal' || !DEVICE_MONITORS.has(option)) return false;
    const address = decodeLiteral(file.source, value);
    return isAddress(address) && saysServer(address);
  });
  const at = monitorOutside(file.source, inOrder) ?? undashed;
  return at ? [{ kind: 'unfollowed', at }] : [];
}

function handedOn(found: Invocation): readonly number[] {
  if (found.kind !== 'argv') return [];
  return found.words.flatMap(({ value }) => {
    return value.pieces.filter(({ through }) => through.length > 0).map(({ at }) => at.start);
  });
}

/** Equal for the same words at the same places. */
function keyOf({ words }: ArgvInvocation): string {
  return words
    .map(({ value, at }) => {
      return `${at.start} ${value.decoded} ${value.pieces.map((piece) => piece.at.start)}`;
    })
    .join('\n');
}

interface Chosen {
  readonly pair: OptionPair;
  readonly value: MappedText;
}

function* fromPairs(
  program: Program,
  values: Values,
  shells: readonly ShellText[],
): Generator<Invocation> {
  const all = pairsOf(program, values)
    .filter(({ index }) => behindShell(shells, index) === undefined)
    .map(withMeaning);
  const isNamed = namesQemu(program.file.source);
  const lists = new Map<string, OptionPair[]>();
  const definers = new Definers<OptionPair>();
  for (const pair of all) {
    const ids = new Set(pair.values.flatMap((value) => idOf(pair, value) ?? []));
    for (const id of ids) definers.add(id, pair.scope, pair);
    addTo(lists, pair.list, pair);
  }
  const isReplaced = defaultReplacedIn(program);
  const isTelling = (pair: OptionPair): boolean =>
    isTellingMonitor(pair, isNamed) || (isNamed && isShown(pair));
  for (const pairs of lists.values()) {
    const alone = pairs.find(({ isAlone, dashes, name }) => {
      return isAlone && isNamed && dashes === 1 && MONITOR_OPTIONS.includes(name);
    });
    if (alone) yield { kind: 'unfollowed', at: alone.valueAt };
    if (!pairs.some(isTelling)) continue;
    const own = pairs.filter(({ values: some }) => some.length > 0);
    const others = chardevsFor(own, definers);
    const counted = [...own, ...others.flat()];
    const count = Math.min(
      LIMITS.kept,
      Math.max(1, others.length, ...counted.map(({ values: some }) => some.length)),
    );
    for (let turn = 0; turn < count; turn++) {
      const options = [...own, ...(others[Math.min(turn, others.length - 1)] ?? [])];
      const chosen = options.flatMap((pair) => {
        const value = pair.values[Math.min(turn, pair.values.length - 1)];
        return value === undefined ? [] : [{ pair, value }];
      });
      const invocation = invocationOf(program, chosen, isTelling);
      if (!invocation) continue;
      const hasNoDefault = own.some((pair) => isShown(pair) && isReplaced(pair));
      yield hasNoDefault ? { ...invocation, hasNoDefault } : invocation;
    }
  }
}

function withMeaning(pair: OptionPair): OptionPair {
  const values = pair.values
    .map((value) => withFormats(value))
    .filter((value) => isMeant(pair, value));
  return { ...pair, values };
}

function isMeant({ name, dashes }: OptionPair, value: MappedText): boolean {
  if (DEVICE_MONITORS.has(name)) {
    if (dashes === 1 && (isPlainDevice(value) || isUnknownDevice(value))) return true;
    return isAddress(value) && (dashes === 1 || saysServer(value));
  }
  if (GUEST_OPTIONS.includes(name)) {
    if (dashes === 1 && isUnknownDevice(value)) return true;
    return value.decoded.startsWith('mon:') && isAddress(value);
  }
  switch (name) {
    case 'chardev':
      return isChardevList(value) || (dashes === 1 && isUnknownDevice(value));
    case 'mon':
      return dashes === 1 && (isMonList(value) || isUnknownDevice(value));
    case 'object':
      return /^(?:tls-creds|authz|secret)/.test(value.decoded);
    case 'vnc':
    case 'spice':
    case 'display':
      return dashes === 1 && isDisplay(name, value);
    case 'gdb':
    case 'qtest':
      return isAddress(value);
    default:
      return true;
  }
}

/** Whether a pair makes a monitor and is surely QEMU's, unlike other programs' `-monitor none`. */
function isTellingMonitor({ name, values }: OptionPair, isNamed: boolean): boolean {
  if (!MONITOR_OPTIONS.includes(name) && !GUEST_OPTIONS.includes(name)) return false;
  if (isNamed && values.some(isUnknownDevice)) return true;
  return values.some(name === 'mon' ? isMonList : isAddress);
}

function isShown({ name, values }: OptionPair): boolean {
  return values.some((value) => isDisplay(name, value));
}

/** Chardevs elsewhere that a list's monitors name, as alternatives. */
function chardevsFor(
  own: readonly OptionPair[],
  definers: Definers<OptionPair>,
): readonly (readonly OptionPair[])[] {
  const [first] = own;
  const ids = missingIn(own);
  if (first === undefined || ids.size === 0) return [];
  const near = definers.of(ids, first.scope);
  return (near.length > 0 ? near : definers.of(ids)).map((pair) => [pair]);
}

/** Items by the ids of chardevs that they define, in order. */
class Definers<T> {
  readonly #found: { readonly id: string; readonly scope: number; readonly item: T }[] = [];

  add(id: string, scope: number, item: T): void {
    if (this.#found.length < LIMITS.pieces) this.#found.push({ id, scope, item });
  }

  of(ids: ReadonlySet<string>, scope?: number): readonly T[] {
    if (ids.size === 0) return [];
    const own = this.#found.filter((one) => {
      return ids.has(one.id) && (scope === undefined || one.scope === scope);
    });
    return [...new Set(own.map(({ item }) => item))].slice(0, LIMITS.kept);
  }
}

type Named = Pick<OptionPair, 'name'>;

function missingIn(options: readonly Pick<OptionPair, 'name' | 'values'>[]): ReadonlySet<string> {
  const named = options.flatMap((one) => one.values.flatMap((value) => namedBy(one, value)));
  const ids = new Set(named);
  for (const one of options) for (const value of one.values) ids.delete(idOf(one, value) ?? '');
  return ids;
}

function namedBy({ name }: Named, { decoded }: MappedText): readonly string[] {
  const id =
    name === 'mon'
      ? /(?:^|,)chardev=([^,]+)/.exec(decoded)?.[1]
      : /^(?:mon:)?chardev:(.+)/.exec(decoded)?.[1];
  const bare = name === 'mon' && id === undefined ? /^[^,=]+/.exec(decoded)?.[0] : id;
  return bare === undefined || bare.includes(UNKNOWN) ? [] : [bare];
}

function idOf({ name }: Named, { decoded }: MappedText): string | undefined {
  return name === 'chardev' ? /,id=([^,]+)/.exec(decoded)?.[1] : undefined;
}

function invocationOf(
  program: Program,
  chosen: readonly Chosen[],
  isTelling: (pair: OptionPair) => boolean,
): ArgvInvocation | undefined {
  const inOrder = chosen.toSorted((one, other) => one.pair.index - other.pair.index);
  // A monitor without its chardev is dropped, unless the chardev is unknown.
  const ids = new Set(inOrder.map(({ pair, value }) => idOf(pair, value)));
  const mayDefine = inOrder.some(({ pair, value }) => {
    return pair.name === 'chardev' && isUnknownDevice(value);
  });
  const kept = inOrder.filter(({ pair, value }) => {
    return mayDefine || namedBy(pair, value).every((id) => ids.has(id));
  });
  if (!kept.some(({ pair, value }) => isTelling({ ...pair, values: [value] }))) return undefined;
  const words = kept.flatMap(({ pair, value }) => [
    optionWord(program, pair),
    { value: asOneWord(value), at: pair.valueAt, many: false },
  ]);
  return partOf(words);
}

function optionWord({ file }: Program, { token }: OptionPair): Word {
  const { start, end } = token;
  return { value: decodeLiteral(file.source, token), at: { start, end }, many: false };
}

/** An edit would lose the value of an unknown host. */
function asOneWord(value: MappedText): MappedText {
  const host =
    /^(?:mon:)?\w+:([^:,]*)/.exec(value.decoded)?.[1] ??
    /(?:^|,)host=([^,]*)/.exec(value.decoded)?.[1];
  if (!host?.includes(UNKNOWN)) return value;
  return unwritableHere(value);
}

function partOf(words: readonly Word[]): ArgvInvocation | undefined {
  const [first] = words;
  if (first === undefined) return undefined;
  return {
    kind: 'argv',
    program: 'system',
    programAt: spanOf(first.value),
    words,
    partial: 'list',
    name: undefined,
  };
}

function* fromStrings(
  program: Program,
  values: Values,
  shells: readonly ShellText[],
): Generator<Invocation> {
  const { file } = program;
  const commands: TextWords[] = [];
  const chardevs = new Definers<readonly Word[]>();
  let covered = 0;
  for (let index = 0; index < file.tokens.length; index++) {
    const token = file.tokens[index];
    if (token?.kind !== 'literal' || index < covered) continue;
    const { start, end } = token.inner;
    if (end - start < 5 || !MAY_BE_COMMAND.test(file.source.slice(start, end))) continue;
    covered = behindShell(shells, index) ?? covered;
    if (index < covered) continue;
    const first = Math.max(covered, beginningOf(program, index));
    if (isDeadText(program, first)) continue;
    const read = values.whole(first);
    covered = Math.max(read.end, index + 1);
    const scope = program.scopeOf(first);
    const own = decodeLiteral(file.source, token);
    if (!read.alternatives.some(({ decoded }) => MAY_BE_COMMAND.test(decoded))) {
      // A method changed the text.
      if (commandLinesIn(own).length > 0) yield { kind: 'unfollowed', at: token.inner };
      continue;
    }
    for (const text of read.alternatives) {
      yield* argumentsIn(text);
      if (lacksValue(text, isListOfWords(token))) yield { kind: 'unfollowed', at: token.inner };
      commands.push(...commandLinesIn(text).map((words) => ({ words, scope })));
      for (const [option, value] of chardevsIn(text)) {
        const id = value && idOf({ name: 'chardev' }, value.value);
        if (option && id !== undefined) chardevs.add(id, scope, [option, value]);
      }
    }
  }
  for (const { words, scope } of commands) {
    const others = chardevs.of(missingIn(optionsIn(words)), scope);
    for (const other of others.length > 0 ? others : [[]]) {
      const invocation = partOf([...other, ...words]);
      if (invocation) yield invocation;
    }
  }
}

interface TextWords {
  readonly words: readonly Word[];
  readonly scope: number;
}

function optionsIn(words: readonly Word[]) {
  return words.map(({ value }, index) => ({
    name: value.decoded.replace(/^--?/, ''),
    values: words.slice(index + 1, index + 2).map((next) => next.value),
  }));
}

function behindShell(shells: readonly ShellText[], index: number): number | undefined {
  const shell = shells[firstFrom(shells, index + 1, ({ start }) => start) - 1];
  return shell && index < shell.end ? shell.end : undefined;
}

function beginningOf(program: Program, index: number): number {
  const { textAt, plainAt, tokenAt, joinsAt, language } = program;
  let at = index;
  for (let steps = 0; steps < 64; steps++) {
    const isJoined = joinsAt(at - 1);
    const isNext = language.neighbours === 'one' && tokenAt(at - 1)?.kind === 'literal';
    if ((!isJoined && !isNext) || isListOfWords(tokenAt(at))) return formatAround(program, at);
    let before = isJoined ? at - 2 : at - 1;
    const bracket = plainAt(before);
    if (bracket && bracket.match !== -1 && bracket.match < before) {
      before = bracket.match;
      while (plainAt(before - 1)?.kind === 'name' || /^(?:\.|::|->)$/.test(textAt(before - 1)))
        before--;
    } else {
      while (/^(?:\.|::|->)$/.test(textAt(before - 1))) before -= 2;
    }
    if (before < 0 || tokenAt(before) === undefined) return at;
    at = before;
  }
  return at;
}

/** The call that fills a format: `sprintf(cmd, "qemu … tcp:%s:%d", host, port)`. */
function formatAround({ tokenAt, textAt, joinsAt }: Program, format: number): number {
  let at = (tokenAt(format)?.parent ?? -1) - 1;
  if (textAt(at) === '!') at--;
  if (!isFormatting(textAt(at))) return format;
  while (/^(?:\.|::|->)$/.test(textAt(at - 1)) && !joinsAt(at - 1)) at -= 2;
  return at;
}
