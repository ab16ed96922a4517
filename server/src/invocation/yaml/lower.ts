/**
 * Finds what a YAML file gives to shells and to QEMU: steps of workflows, scripts of pipelines, commands of containers,
 * tasks of Ansible, and options that it holds for others. What they are is decided by keys and by what kind of file it
 * is, and not by its name.
 */
import { type Dialect, dialectOfFirstLine, shellNamed } from '../../syntax/shell/dialect.ts';
import { shlexWords } from '../../syntax/shlex/reader.ts';
import { readYaml } from '../../syntax/yaml/reader.ts';
import {
  valueAt,
  type YamlEntry,
  type YamlFile,
  type YamlList,
  type YamlMap,
  type YamlNode,
  type YamlScalar,
} from '../../syntax/yaml/tree.ts';
import { newAllowance } from '../../text/allowance.ts';
import { oncePer } from '../../text/lookup.ts';
import { type MappedText, slice, spanOf, UNKNOWN, withMarks } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import { lowerEmbeddedShell } from '../from-shell.ts';
import type { ArgvInvocation, ConfigInvocation, Invocation } from '../invocation.ts';
import { programOfName } from '../program.ts';
import type { Block } from '../shell/domain/blocks.ts';
import {
  type EmbeddedCommand,
  type EmbeddedScript,
  type HostValue,
  leftInFile,
} from '../shell/embedded.ts';
import { heldWords, optionsAmong, unusedAmong } from '../shell/launch/orphan-options.ts';
import { unwritable } from '../unknown-words.ts';
import {
  type FileKind,
  isBootKey,
  isCommandKey,
  isContentKey,
  isEnvironmentKey,
  isFileKey,
  isProseKey,
  isScriptKey,
  isVariablesKey,
  kindOf,
} from './kinds.ts';
import {
  type Environment,
  linesAsScript,
  type Reading,
  resolved,
  scalarsOf,
  textOf,
  variablesOf,
  wordsOf,
} from './values.ts';
import { writtenIn } from './written-files.ts';

/** The command lines in the order of the file, and after them what it holds for others. */
export function lowerYaml(text: string): readonly Invocation[] {
  const file = readYaml(text);
  const { runs, held, configs, cut } = carriedIn(file);
  const started = lowerEmbeddedShell(runs, { length: text.length });
  const found = [...started, ...unusedAmong(held, started), ...configs];
  const { stopped = cut } = file;
  if (stopped === undefined) return found;
  return [...found, { kind: 'unfollowed', at: { start: stopped, end: stopped } }];
}

/** The scripts of a file that stand in it as blocks of lines, for the comments in them. */
export function scriptsIn(file: YamlFile): readonly EmbeddedScript[] {
  return carriedIn(file).runs.filter((run) => 'text' in run);
}

interface Carried {
  readonly runs: (EmbeddedScript | EmbeddedCommand)[];
  readonly held: ArgvInvocation[];
  readonly configs: ConfigInvocation[];
  /** How many were put in front of scripts. */
  characters: number;
  /** How many steps were run for what they leave to others. */
  steps: number;
  /** Where aliases stood for too much. */
  cut: number | undefined;
}

/** What is known of what stands around a node. */
interface Around extends Reading {
  readonly kind: FileKind;
  /** The shell of scripts; undefined where it is none that we read. */
  readonly dialect: Dialect | undefined;
  /** What runs before the script of each job. */
  readonly before: readonly MappedText[];
  readonly block: Block | undefined;
}

const NO_ENVIRONMENT: Environment = new Map();

/**
 * How many items and entries aliases stand for in all, or so many times that many characters of what others stand for as
 * well: a few could make millions.
 */
const MAX_ANCHORED = 2_000;
const CHARACTERS_PER_ITEM = 128;

/** Asked of a file for what it starts, and then for the comments in its scripts. */
const carriedIn = oncePer((whole: YamlFile): Carried => {
  const carried: Carried = {
    runs: [],
    held: [],
    configs: [],
    characters: 0,
    steps: 0,
    cut: undefined,
  };
  let left = MAX_ANCHORED;
  const used = new Set<YamlNode>();
  const file: YamlFile = {
    ...whole,
    anchored: (alias) => {
      const node = whole.anchored(alias);
      if (node === undefined) return undefined;
      left -=
        node.kind === 'map' ? node.entries.length : node.kind === 'list' ? node.items.length : 1;
      if (used.has(node)) left -= Math.floor((node.at.end - node.at.start) / CHARACTERS_PER_ITEM);
      used.add(node);
      if (left < 0) carried.cut ??= alias.at.start;
      return left < 0 ? undefined : node;
    },
  };
  for (const document of file.documents) {
    const kind = kindOf(document);
    const { templates } = kind;
    const dialect = templates === 'github' ? 'bash' : 'posix';
    visit(carried, document, {
      file,
      kind,
      templates,
      dialect,
      environment: NO_ENVIRONMENT,
      variables: NO_ENVIRONMENT,
      allowance: newAllowance(),
      before: [],
      block: undefined,
    });
  }
  return carried;
});

function visit(carried: Carried, node: YamlNode | undefined, around: Around): void {
  switch (node?.kind) {
    case 'map':
      visitMap(carried, node, around);
      break;
    case 'list':
      visitList(carried, node, around);
      break;
    case 'scalar':
      visitScalar(carried, node, around);
      break;
    default:
  }
}

function visitMap(carried: Carried, map: YamlMap, outer: Around): void {
  const around = within(map, outer);
  const isPart = ({ key }: YamlEntry) => isCommandKey(key) && !isScriptKey(key, around.kind);
  const command = map.entries.filter(isPart);
  for (const entry of map.entries) {
    const { key, value } = entry;
    if (isScriptKey(key, around.kind)) visitScript(carried, entry, map, around);
    else if (isPart(entry)) {
      if (entry === command[0]) visitCommand(carried, command, around);
    } else if (key === 'steps' && around.kind.templates === 'github') {
      visitSteps(carried, value, around);
    } else if (isEnvironmentKey(key, around.kind)) visitVariables(carried, value, around);
    else if (isContentKey(key)) {
      visitContent(carried, value, isFileKey(key) ? key : pathBeside(map), around);
    } else if (key === 'test' && around.kind.isContainer) visitCheck(carried, value, around);
    else if (!isProseKey(key) || value?.kind !== 'scalar') visit(carried, value, around);
  }
}

/** Steps of GitHub, of which each leaves variables to those behind it. */
function visitSteps(carried: Carried, steps: YamlNode | undefined, around: Around): void {
  let { environment } = around;
  for (const { value: step } of steps?.kind === 'list' ? steps.items : []) {
    visit(carried, step, { ...around, environment });
    if (step?.kind === 'map') environment = behindStep(carried, step, { ...around, environment });
  }
}

/** How many steps are run for what they leave to others; what more of them leave nobody knows. */
const MAX_STEPS = 100;

function behindStep(carried: Carried, step: YamlMap, before: Around): Environment {
  const script = resolved(before.file, valueAt(step, 'run'));
  if (script?.kind !== 'scalar') return before.environment;
  const { decoded } = script.text();
  if (!/GITHUB_ENV|github\.env\b/.test(decoded)) return before.environment;
  const own = within(step, before);
  const { dialect, environment } = own;
  const isFollowed = dialect !== undefined && carried.steps++ < MAX_STEPS;
  const run = isFollowed && { text: textOf(script, own), dialect, environment };
  const left = run ? leftInFile('GITHUB_ENV', run, { length: decoded.length }) : [undefined];
  return environmentBehind(before.environment, left, own.block === before.block);
}

/** What a mapping says of all that is in it. */
function within(map: YamlMap, around: Around): Around {
  const { file } = around;
  const { kind } = around;
  const environment = environmentIn(map, around.environment, around, (key) => {
    return isEnvironmentKey(key, kind) && !isVariablesKey(key, kind);
  });
  const named = environmentIn(map, around.variables, around, (key) => isVariablesKey(key, kind));
  const given = kind.isTaskfile ? [...givenToTasks(valueAt(map, 'tasks'))] : [];
  const variables =
    given.length > 0
      ? new Map([...named, ...given.map((name) => [name, NOBODY_KNOWS] as const)])
      : named;
  const own = valueAt(map, 'before_script') ?? valueAt(valueAt(map, 'default'), 'before_script');
  const condition = conditionOf(map);
  const before = own ? scalarsOf(file, own).map((one) => textOf(one, around)) : around.before;
  return {
    ...around,
    environment,
    variables,
    before,
    dialect: dialectIn(map, around),
    block: condition
      ? { kind: 'branch', parent: around.block, choice: undefined, looped: false, condition }
      : around.block,
  };
}

/** What is known behind the entries of a mapping that say something of variables. */
function environmentIn(
  map: YamlMap,
  outer: Environment,
  around: Around,
  isOne: (key: string) => boolean,
): Environment {
  const own = map.entries.filter(({ key }) => isOne(key));
  if (own.length === 0) return outer;
  const variables = own.flatMap(({ value }) => variablesOf(value, around));
  const all = new Map(outer);
  for (const [name, text] of variables.slice(0, MAX_VARIABLES)) all.set(name, [text]);
  return all.size > MAX_VARIABLES || variables.length > MAX_VARIABLES ? NO_ENVIRONMENT : all;
}

/** The variables that a task gives others which it calls, and that are no more what the file says of all. */
function* givenToTasks(node: YamlNode | undefined): Generator<string> {
  if (node?.kind === 'list') for (const { value } of node.items) yield* givenToTasks(value);
  if (node?.kind !== 'map') return;
  const given = valueAt(node, 'task') && valueAt(node, 'vars');
  if (given?.kind === 'map') for (const { key } of given.entries) yield key;
  for (const { value } of node.entries) yield* givenToTasks(value);
}

/** `if:` of a step or job, `when:` of a task. */
function conditionOf(map: YamlMap): Span | undefined {
  const isStep = map.entries.some(({ key }) =>
    /^(?:uses|run|steps|shell|command|block|name)$/.test(key),
  );
  const found = map.entries.find(({ key }) => key === 'if' || key === 'when');
  return isStep && found?.value?.kind === 'scalar' ? found.value.at : undefined;
}

/** The shell that `shell:` names, or `defaults:`, or that a machine for Windows has. */
function dialectIn(map: YamlMap, { kind, dialect }: Around): Dialect | undefined {
  if (kind.templates !== 'github') return dialect;
  const said = valueAt(map, 'shell') ?? valueAt(valueAt(valueAt(map, 'defaults'), 'run'), 'shell');
  if (said?.kind === 'scalar') {
    const [, name = ''] = /^\s*(?:\S*\/)?([\w.-]*)/.exec(said.text().decoded) ?? [];
    return name === 'wsl-bash' ? 'posix' : shellNamed(name);
  }
  const machine = valueAt(map, 'runs-on');
  return machine?.kind === 'scalar' && /^windows/i.test(machine.text().decoded)
    ? undefined
    : dialect;
}

function visitScript(carried: Carried, entry: YamlEntry, map: YamlMap, around: Around): void {
  const { file, dialect, environment, block } = around;
  const value = resolved(file, entry.value);
  // What an alias stands for is visited where it is written; only texts are something else here.
  if (entry.value?.kind === 'alias' && (value?.kind === 'map' || hasNodes(value))) return;
  if (value?.kind === 'map') {
    // A task of a Taskfile may be called `run`, and a job of GitLab `install`.
    const isName = ['cmds', 'script'].some((key) => valueAt(value, key) !== undefined);
    if (isName) visit(carried, value, around);
    else visitNamedScript(carried, value, around);
    return;
  }
  // The one action that everybody uses whose script is none of a shell.
  if (dialect === undefined || isJavaScript(map)) return;
  if (value?.kind === 'list' && entry.key === 'cmds') {
    for (const { value: item } of value.items) {
      if (item?.kind === 'map') visit(carried, item, { ...around, kind: SHELL_COMMANDS });
      else if (item?.kind === 'scalar') {
        carried.runs.push({ text: textOf(item, around), dialect, environment, block });
      }
    }
    return;
  }
  const isMixed =
    value?.kind === 'list' && value.items.some(({ value: item }) => item?.kind === 'map');
  if (isMixed && !value.items.some(({ value: item }) => valueAt(item, 'sh'))) {
    visit(carried, value, around);
    return;
  }
  const lines = isMixed
    ? visitOfShells(carried, value, around)
    : isBootKey(entry.key)
      ? visitCommands(carried, value, around)
      : value;
  const own = scalarsOf(file, lines).map((scalar) => textOf(scalar, around));
  if (own.length === 0) return;
  const before = entry.key === 'script' && carried.characters < MAX_BEFORE ? around.before : [];
  for (const text of before) carried.characters += text.decoded.length;
  carried.runs.push({ text: linesAsScript([...before, ...own]), dialect, environment, block });
}

/** Lines of AppVeyor, of which each may say whose it is: what is left of the list are those without a name, and `sh: …`. */
function visitOfShells(carried: Carried, list: YamlList, around: Around): YamlList {
  const items = list.items.flatMap((item) => {
    const own = valueAt(item.value, 'sh');
    if (item.value?.kind === 'map' && !own) visit(carried, item.value, around);
    return item.value?.kind === 'map' ? (own ? [{ ...item, value: own }] : []) : [item];
  });
  return { ...list, items };
}

/** The items that are words of one command each; what is left of the list is lines for a shell. */
function visitCommands(carried: Carried, list: YamlNode | undefined, around: Around) {
  if (list?.kind !== 'list') return list;
  const { environment, block } = around;
  for (const { value } of list.items) {
    if (value?.kind !== 'list') continue;
    const words = wordsOf(value, around);
    if (words.length > 0) carried.runs.push({ words, at: value.at, environment, block });
  }
  return { ...list, items: list.items.filter((item) => item.value?.kind !== 'list') };
}

/** How much is put in front of the scripts of jobs in all. */
const MAX_BEFORE = 60_000;

const SHELL_COMMANDS: FileKind = { templates: 'any', hasShellCommands: true, isContainer: false };

/** `run:` with a `command:` in it, `shell:` with a `cmd:`. */
function visitNamedScript(carried: Carried, map: YamlMap, around: Around): void {
  const { file, dialect, environment, block } = around;
  for (const { key, value } of map.entries) {
    if (!/^(?:command|cmd|script|steps|_raw_params)$/.test(key)) {
      visit(carried, value, around);
      continue;
    }
    const texts = scalarsOf(file, value).map((scalar) => textOf(scalar, around));
    if (texts.length === 0 || dialect === undefined) visit(carried, value, around);
    else carried.runs.push({ text: linesAsScript(texts), dialect, environment, block });
  }
}

function isJavaScript(map: YamlMap): boolean {
  return map.entries.some(({ key }) => key === 'github-token' || key === 'result-encoding');
}

/** `entrypoint:` and `command:`, or `command:` and `args:`, which are one command line. */
function visitCommand(carried: Carried, entries: readonly YamlEntry[], around: Around): void {
  const { file, environment, block } = around;
  const inOrder = ['entrypoint', 'command', 'cmd', 'args'].flatMap((key) => {
    return entries.filter((entry) => entry.key === key || entry.key.endsWith(`.${key}`));
  });
  const words = inOrder.flatMap(({ value }) => {
    const own = resolved(file, value);
    const inside = own?.kind === 'map' ? (valueAt(own, 'cmd') ?? valueAt(own, 'argv')) : own;
    return wordsOf(inside, around);
  });
  const [first] = entries;
  const last = entries.at(-1);
  for (const { value } of entries) {
    if (value?.kind === 'map' || hasNodes(value)) visit(carried, value, around);
  }
  if (words.length === 0 || first === undefined || last === undefined) return;
  const at = { start: first.at.start, end: last.at.end };
  const known = around.kind.isContainer ? words : unwritable(words);
  carried.runs.push({ words: known, at, environment, block });
}

function hasNodes(node: YamlNode | undefined): boolean {
  return node?.kind === 'list' && node.items.some(({ value }) => value?.kind !== 'scalar');
}

/** Options in the values of variables. Those of a container are divided at blanks by what its image starts, as of `ENV`. */
function visitVariables(carried: Carried, node: YamlNode | undefined, around: Around): void {
  for (const [, text] of variablesOf(node, around)) hold(carried, text, around.kind.isContainer);
}

/** A list of words that somebody puts into a command line, or a list of anything else. */
function visitList(carried: Carried, list: YamlList, around: Around): void {
  const { file } = around;
  const items = list.items.map(({ value }) => resolved(file, value));
  const isWords = items.length > 1 && items.every((item) => item?.kind === 'scalar');
  if (!isWords) {
    for (const { value } of list.items) visit(carried, value, around);
    return;
  }
  const options = optionsAmong(unwritable(wordsOf(list, around)));
  carried.held.push(...options);
  if (options.length > 0) return;
  for (const { value } of list.items) visit(carried, value, around);
}

/** How Compose looks whether a service is well: a line for a shell, which may say so in front, or words. */
function visitCheck(carried: Carried, node: YamlNode | undefined, around: Around): void {
  const { file, dialect, environment, block } = around;
  const [first, ...others] = scalarsOf(file, node).map((scalar) => textOf(scalar, around));
  const isShell = first?.decoded === 'CMD-SHELL';
  const text = isShell ? others[0] : first;
  if (text === undefined || dialect === undefined || first?.decoded === 'CMD') return;
  carried.runs.push({ text, dialect, environment, block });
}

/** What a file is called whose text stands beside: `path:` of cloud-init, `dest:` of Ansible, `name:` of a unit of Butane. */
function pathBeside(map: YamlMap): string {
  const name = ['path', 'dest', 'name'].map((key) => valueAt(map, key)).find((own) => own);
  return name?.kind === 'scalar' ? name.text().decoded : '';
}

/** The text of a file that is written somewhere, which its first line or its path tells what it is. */
function visitContent(
  carried: Carried,
  node: YamlNode | undefined,
  path: string,
  around: Around,
): void {
  const scalar = node?.kind === 'map' ? valueAt(node, 'inline') : node;
  if (scalar?.kind !== 'scalar') {
    visit(carried, node, around);
    return;
  }
  const { runs, held, config } = writtenIn(textOf(scalar, around), path);
  carried.runs.push(...runs);
  carried.held.push(...held);
  if (config) carried.configs.push(config);
  else if (runs.length + held.length === 0) visitScalar(carried, scalar, around);
}

function visitScalar(carried: Carried, scalar: YamlScalar, around: Around): void {
  const raw = scalar.text();
  // A file that is written elsewhere, such as one of cloud-init or of a ConfigMap.
  const dialect = dialectOfFirstLine(raw.decoded);
  if (dialect) {
    carried.runs.push({ text: textOf(scalar, around), dialect });
  } else if (raw.decoded.length < MAX_HELD) hold(carried, textOf(scalar, around));
}

/** Longer texts are no options. */
const MAX_HELD = 10_000;

/** Options, or a whole command, in a text whose reader nobody knows, or which is known to divide it at blanks. */
function hold(carried: Carried, text: MappedText, isDivided = false): void {
  const [first = ''] = /^\s*\S+/.exec(text.decoded) ?? [];
  if (!first.trim().startsWith('-') && programOfName(first.trim()) === undefined) return;
  const words = shlexWords(text);
  carried.held.push(...heldWords(isDivided ? words : unwritable(words)));
}

/** With more variables than anybody has nothing is known of any. */
const MAX_VARIABLES = 500;
/** With more values of one variable than anybody writes none is known. */
const MAX_VALUES = 8;

/** The environment behind a step that leaves one of these in the file; `isSure` where it is run always. */
function environmentBehind(
  before: Environment,
  left: readonly HostValue[],
  isSure: boolean,
): Environment {
  const ways = left.map((text) => text && assigned(text, before));
  if (ways.some((way) => way === undefined)) {
    return new Map([...before.keys()].map((name) => [name, NOBODY_KNOWS]));
  }
  const all = isSure ? ways : [before, ...ways];
  const names = new Set(all.flatMap((way) => [...(way?.keys() ?? [])]));
  if (names.size > MAX_VARIABLES) return new Map();
  return new Map(
    [...names].map((name) => {
      const values = new Set(all.flatMap((way) => way?.get(name) ?? NOBODY_KNOWS));
      return [name, values.size > MAX_VALUES ? NOBODY_KNOWS : [...values]];
    }),
  );
}

const NOBODY_KNOWS: readonly HostValue[] = [undefined];

/** The variables behind `NAME=value` and `NAME<<END` in a file; undefined where somebody else may say which. */
function assigned(text: MappedText, before: Environment): Environment | undefined {
  const { decoded } = text;
  const found = new Map(before);
  for (let start = 0; start < decoded.length; ) {
    const end = lineEnd(decoded, start);
    const line = decoded.slice(start, end);
    const { 0: operator, index: length } = /=|<</.exec(line) ?? { index: line.length };
    const name = line.slice(0, length);
    if (name.includes(UNKNOWN)) return undefined;
    let value = slice(text, start + length + 1, end);
    start = end + 1;
    if (operator === '<<') {
      const close = closing(decoded, line.slice(length + operator.length), start);
      if (close === undefined) return undefined;
      value = slice(text, start, Math.max(start, close - 1));
      start = lineEnd(decoded, close) + 1;
    }
    if (operator === undefined) continue;
    const at = spanOf(value);
    const own = withMarks(value, (piece) => ({ ...piece, definition: at }));
    const mayBeLeftOut = value.pieces.some(({ branch }) => branch);
    found.set(name, mayBeLeftOut ? [...(found.get(name) ?? NOBODY_KNOWS), own] : [own]);
  }
  return found;
}

function lineEnd(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end === -1 ? text.length : end;
}

/** Where the line begins that ends a value of several. */
function closing(text: string, delimiter: string, from: number): number | undefined {
  for (let start = from; start < text.length; start = lineEnd(text, start) + 1) {
    if (text.slice(start, lineEnd(text, start)) === delimiter) return start;
  }
  return undefined;
}
