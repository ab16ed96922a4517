/** Finds shell and QEMU commands in workflows, pipelines, containers and Ansible tasks, by the keys of the YAML. */
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
import { fuelFor } from '../../text/fuel.ts';
import { LIMITS } from '../../text/limits.ts';
import { once } from '../../text/lookup.ts';
import { type MappedText, slice, spanOf, UNKNOWN, withMarks } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { Block } from '../domain/blocks.ts';
import { lowerEmbeddedShell } from '../from-shell.ts';
import type { ArgvInvocation, ConfigInvocation, Invocation } from '../invocation.ts';
import { programOfName } from '../program.ts';
import {
  type EmbeddedCommand,
  type EmbeddedScript,
  type HostValue,
  leftInFile,
} from '../shell/embedded.ts';
import {
  heldWords,
  optionsAmong,
  unfollowedAmong,
  unusedAmong,
} from '../shell/launch/orphan-options.ts';
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

export function lowerYaml(text: string): readonly Invocation[] {
  const file = readYaml(text);
  const { runs, held, handed, configs, cut } = carriedIn(file);
  const started = lowerEmbeddedShell(runs, { length: text.length });
  const found = [...started, ...unusedAmong(held, started), ...configs];
  const { stopped = cut } = file;
  if (stopped === undefined) return [...found, ...unfollowedAmong(handed, found)];
  return [...found, { kind: 'unfollowed', at: { start: stopped, end: stopped } }];
}

/** Block scripts, for their comments. */
export function scriptsIn(file: YamlFile): readonly EmbeddedScript[] {
  return carriedIn(file).runs.filter((run) => 'text' in run);
}

interface Carried {
  readonly runs: (EmbeddedScript | EmbeddedCommand)[];
  readonly held: ArgvInvocation[];
  /** Values of variables. */
  readonly handed: MappedText[];
  readonly configs: ConfigInvocation[];
  /** Characters of `before` scripts so far. */
  characters: number;
  /** Steps run for their exports so far. */
  steps: number;
  /** Where aliases exceeded the limit. */
  cut: number | undefined;
}

interface Around extends Reading {
  readonly kind: FileKind;
  /** Undefined if the shell is not supported. */
  readonly dialect: Dialect | undefined;
  /** Scripts that run before each job's. */
  readonly before: readonly MappedText[];
  readonly block: Block | undefined;
}

const NO_ENVIRONMENT: Environment = new Map();

const CHARACTERS_PER_ITEM = 128;

const carriedIn = once((whole: YamlFile): Carried => {
  const carried: Carried = {
    runs: [],
    held: [],
    handed: [],
    configs: [],
    characters: 0,
    steps: 0,
    cut: undefined,
  };
  let left = LIMITS.pieces;
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
      fuel: fuelFor(0),
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

function visitSteps(carried: Carried, steps: YamlNode | undefined, around: Around): void {
  let { environment } = around;
  for (const { value: step } of steps?.kind === 'list' ? steps.items : []) {
    visit(carried, step, { ...around, environment });
    if (step?.kind === 'map') environment = behindStep(carried, step, { ...around, environment });
  }
}

function behindStep(carried: Carried, step: YamlMap, before: Around): Environment {
  const script = resolved(before.file, valueAt(step, 'run'));
  if (script?.kind !== 'scalar') return before.environment;
  const { decoded } = script.text();
  if (!/GITHUB_ENV|github\.env\b/.test(decoded)) return before.environment;
  const own = within(step, before);
  const { dialect, environment } = own;
  const isFollowed = dialect !== undefined && carried.steps++ < LIMITS.definitions;
  const run = isFollowed && { text: textOf(script, own), dialect, environment };
  const left = run ? leftInFile('GITHUB_ENV', run, { length: decoded.length }) : [undefined];
  return environmentBehind(before.environment, left, own.block === before.block);
}

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
      ? new Map([...named, ...given.map((name) => [name, UNKNOWN_ALONE] as const)])
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
  for (const [name, text] of variables.slice(0, LIMITS.group)) all.set(name, [text]);
  return all.size > LIMITS.group || variables.length > LIMITS.group ? NO_ENVIRONMENT : all;
}

/** Variables that a task passes to others override the file's values. */
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

/** The shell of `shell:` or `defaults:`, or of a Windows runner. */
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
  const { file, environment, block } = around;
  const dialect = /^(?:powershell|pwsh)$/.test(entry.key) ? undefined : around.dialect;
  const value = resolved(file, entry.value);
  // Aliased nodes are visited at their anchor; only texts depend on the context.
  if (entry.value?.kind === 'alias' && (value?.kind === 'map' || hasNodes(value))) return;
  if (value?.kind === 'map') {
    // A Taskfile task may be named `run`, a GitLab job `install`.
    const isName = ['cmds', 'script'].some((key) => valueAt(value, key) !== undefined);
    if (isName) visit(carried, value, around);
    else visitNamedScript(carried, value, around);
    return;
  }
  // A common action whose script is JavaScript.
  if (isJavaScript(map)) return;
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
  const before =
    entry.key === 'script' && carried.characters < LIMITS.yamlBefore ? around.before : [];
  for (const text of before) carried.characters += text.decoded.length;
  carried.runs.push({ text: linesAsScript([...before, ...own]), dialect, environment, block });
}

/** AppVeyor lines: returns those for a shell (`sh: …` or without a name). */
function visitOfShells(carried: Carried, list: YamlList, around: Around): YamlList {
  const items = list.items.flatMap((item) => {
    const own = valueAt(item.value, 'sh');
    if (item.value?.kind === 'map' && !own) visit(carried, item.value, around);
    return item.value?.kind === 'map' ? (own ? [{ ...item, value: own }] : []) : [item];
  });
  return { ...list, items };
}

/** Visits items that are whole commands; returns the shell lines. */
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

const SHELL_COMMANDS: FileKind = { templates: 'any', hasShellCommands: true, isContainer: false };

/** `run:` with `command:`, `shell:` with `cmd:`. */
function visitNamedScript(carried: Carried, map: YamlMap, around: Around): void {
  const { file, dialect, environment, block } = around;
  for (const { key, value } of map.entries) {
    if (!/^(?:command|cmd|script|steps|_raw_params)$/.test(key)) {
      visit(carried, value, around);
      continue;
    }
    const texts = scalarsOf(file, value).map((scalar) => textOf(scalar, around));
    if (texts.length === 0) visit(carried, value, around);
    else carried.runs.push({ text: linesAsScript(texts), dialect, environment, block });
  }
}

function isJavaScript(map: YamlMap): boolean {
  return map.entries.some(({ key }) => key === 'github-token' || key === 'result-encoding');
}

/** `entrypoint:` with `command:`, or `command:` with `args:`: one command line. */
function visitCommand(carried: Carried, entries: readonly YamlEntry[], around: Around): void {
  const { file, environment, block } = around;
  const inOrder = ['entrypoint', 'command', 'cmd', 'args'].flatMap((key) => {
    return entries.filter((entry) => entry.key === key || entry.key.endsWith(`.${key}`));
  });
  const words = inOrder.flatMap(({ value }) => {
    const own = resolved(file, value);
    const inside = own?.kind === 'map' ? (valueAt(own, 'cmd') ?? valueAt(own, 'argv')) : own;
    const isDivided = around.kind.isContainer || inside?.kind === 'list';
    return isDivided ? wordsOf(inside, around) : unwritable(wordsOf(inside, around));
  });
  const [first] = entries;
  const last = entries.at(-1);
  for (const { value } of entries) {
    if (value?.kind === 'map' || hasNodes(value)) visit(carried, value, around);
  }
  if (words.length === 0 || first === undefined || last === undefined) return;
  const at = { start: first.at.start, end: last.at.end };
  carried.runs.push({ words, at, environment, block });
}

function hasNodes(node: YamlNode | undefined): boolean {
  return node?.kind === 'list' && node.items.some(({ value }) => value?.kind !== 'scalar');
}

/** A container's image splits options in variables at blanks, as with `ENV`. */
function visitVariables(carried: Carried, node: YamlNode | undefined, around: Around): void {
  for (const [, text] of variablesOf(node, around)) {
    hold(carried, text, around.kind.isContainer);
    carried.handed.push(text);
  }
}

/** A list of words for a command line, or another list. */
function visitList(carried: Carried, list: YamlList, around: Around): void {
  const { file } = around;
  const items = list.items.map(({ value }) => resolved(file, value));
  const isWords = items.length > 1 && items.every((item) => item?.kind === 'scalar');
  if (!isWords) {
    for (const { value } of list.items) visit(carried, value, around);
    return;
  }
  const options = optionsAmong(wordsOf(list, around));
  carried.held.push(...options);
  if (options.length > 0) return;
  for (const { value } of list.items) visit(carried, value, around);
}

function visitCheck(carried: Carried, node: YamlNode | undefined, around: Around): void {
  const { file, dialect, environment, block } = around;
  const [first, ...others] = scalarsOf(file, node).map((scalar) => textOf(scalar, around));
  const isShell = first?.decoded === 'CMD-SHELL';
  const text = isShell ? others[0] : first;
  if (text === undefined || first?.decoded === 'CMD') return;
  carried.runs.push({ text, dialect, environment, block });
}

/** The file name beside a content: `path:` (cloud-init), `dest:` (Ansible), `name:` (Butane). */
function pathBeside(map: YamlMap): string {
  const name = ['path', 'dest', 'name'].map((key) => valueAt(map, key)).find((own) => own);
  return name?.kind === 'scalar' ? name.text().decoded : '';
}

/** The first line or path tells a content's kind. */
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
  // A file written elsewhere, as by cloud-init or a ConfigMap.
  const dialect = dialectOfFirstLine(raw.decoded);
  if (dialect) {
    carried.runs.push({ text: textOf(scalar, around), dialect });
  } else if (raw.decoded.length < LIMITS.many) hold(carried, textOf(scalar, around));
}

/** Options or a command in a text; `isDivided` if its reader splits at blanks. */
function hold(carried: Carried, text: MappedText, isDivided = false): void {
  const [first = ''] = /^\s*\S+/.exec(text.decoded) ?? [];
  if (!first.trim().startsWith('-') && programOfName(first.trim()) === undefined) return;
  const words = shlexWords(text);
  carried.held.push(...heldWords(isDivided ? words : unwritable(words)));
}

/** The environment after a step's exports; `isSure` if it always runs. */
function environmentBehind(
  before: Environment,
  left: readonly HostValue[],
  isSure: boolean,
): Environment {
  const ways = left.map((text) => text && assigned(text, before));
  if (ways.some((way) => way === undefined)) {
    return new Map([...before.keys()].map((name) => [name, UNKNOWN_ALONE]));
  }
  const all = isSure ? ways : [before, ...ways];
  const names = new Set(all.flatMap((way) => [...(way?.keys() ?? [])]));
  if (names.size > LIMITS.group) return new Map();
  return new Map(
    [...names].map((name) => {
      const values = new Set(all.flatMap((way) => way?.get(name) ?? UNKNOWN_ALONE));
      return [name, values.size > LIMITS.kept ? UNKNOWN_ALONE : [...values]];
    }),
  );
}

const UNKNOWN_ALONE: readonly HostValue[] = [undefined];

/** Variables of `NAME=value` and `NAME<<END`; undefined if unknown text may add others. */
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
    found.set(name, mayBeLeftOut ? [...(found.get(name) ?? UNKNOWN_ALONE), own] : [own]);
  }
  return found;
}

function lineEnd(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end === -1 ? text.length : end;
}

function closing(text: string, delimiter: string, from: number): number | undefined {
  for (let start = from; start < text.length; start = lineEnd(text, start) + 1) {
    if (text.slice(start, lineEnd(text, start)) === delimiter) return start;
  }
  return undefined;
}
