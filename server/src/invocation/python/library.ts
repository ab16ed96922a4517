import { PYTHON, UNQUOTED } from '../../syntax/python/encodings.ts';
import { readAgainAs } from '../../text/again.ts';
import { isKnown, type MappedText } from '../../text/mapped-text.ts';
import { trimmed } from '../../text/operations.ts';
import type { Span } from '../../text/span.ts';
import type { Word } from '../invocation.ts';
import {
  type Given,
  handArguments,
  handEntries,
  itemOf,
  type LibraryCall,
  nameOf,
} from './given.ts';
import { hand } from './handed.ts';
import {
  extendList,
  havocEntries,
  havocGiven,
  havocItems,
  havocNames,
  joinedList,
  keyOf,
  madeOf,
  removeEntry,
  setEntry,
  setItems,
  shlexList,
  spreadItems,
  textItems,
} from './lists.ts';
import { attributesOf } from './names.ts';
import { conditionalBranch, held, itemsIn, listOf, payForMany, type Run } from './run.ts';
import { asShown, asText, divided, dividedByShlex, fillFormat } from './texts.ts';
import {
  either,
  type Item,
  isSure,
  mapOptions,
  NAMESPACE,
  optionsOf,
  perhaps,
  present,
  UNKNOWN_VALUE,
  type Value,
} from './values.ts';
import { itemsThrough, linesOf, wordsAt } from './words.ts';

/** Evaluates calls of Python's and other libraries. */
export function callLibrary(call: LibraryCall, run: Run): Value {
  const { callee, expression, given } = call;
  if (callee.self) return callMethod(call, run);
  const [first, ...others] = given;
  const value = first?.stars === 0 && first.name === undefined ? first.value : undefined;
  const method = /^(?:list|dict)(\.\w+)$/.exec(callee.path)?.[1];
  if (method && value) {
    // `list.append(args, "-S")`
    const own = { ...callee, path: method, self: value };
    return callMethod({ ...call, callee: own, given: others }, run);
  }
  const change = CHANGES.get(callee.path);
  if (change) return value ? change(value, expression.at, run) : UNKNOWN_VALUE;
  switch (callee.path) {
    case 'list':
    case 'tuple':
    case 'collections.deque':
    case 'copy.deepcopy':
      if (value === undefined) return listOf(run, [], callee.path === 'tuple');
      return mapOptions(value, (own) => {
        const items = itemsThrough(run, own);
        return items ? listOf(run, items, callee.path === 'tuple') : madeOf([own], run);
      });
    case 'dict': {
      const named = given.filter(({ name }) => name !== undefined);
      const base = named.length < given.length ? value : held(run, NO_ENTRIES);
      if (base?.kind !== 'dictionary') break;
      const made = copied(base, run);
      for (const one of named) setEntry(made, one.name ?? '', one.value, run);
      return made;
    }
    case 'types.SimpleNamespace':
    case 'argparse.Namespace': {
      const made = held(run, NAMESPACE);
      for (const { name, value: own } of given) if (name) setEntry(made, name, own, run);
      return made;
    }
    case 'copy.copy':
      return copied(value ?? UNKNOWN_VALUE, run);
    case 'exec':
    case 'globals.update':
    case 'locals.update':
      havocNames(run);
      return UNKNOWN_VALUE;
    case 'globals':
    case 'locals':
      return { kind: 'library', path: callee.path };
    case 'vars':
      if (value === undefined) return { kind: 'library', path: 'globals' };
      return mapOptions(value, attributesOf);
    case 'setattr':
      setAttribute(value ?? UNKNOWN_VALUE, given, run);
      return UNKNOWN_VALUE;
    case 'map': {
      const [how, what] = given;
      const isText = how?.value.kind === 'library' && how.value.path === 'str';
      if (isText && what) return mapOptions(what.value, (own) => withItems(own, shown, run));
      break;
    }
    case 'os.getenv':
      return callMethod(
        { ...call, callee: { ...callee, path: '.get', self: run.environment } },
        run,
      );
    case 'getattr':
      // `getattr(args, "append")(…)`
      if (value && optionsOf(value).some(({ kind }) => kind === 'list')) havocGiven(value, run);
      return (value?.kind !== 'object' && given[2]?.value) || UNKNOWN_VALUE;
    default:
  }
  const parsed = parserCall(call, run);
  if (parsed) return parsed;
  if (launchBy(call, run)) return UNKNOWN_VALUE;
  return handArguments(nameOf(expression.callee), given, run);
}

/** Functions of one value. */
const CHANGES: ReadonlyMap<string, (value: Value, at: Span, run: Run) => Value> = new Map([
  ['str', (value) => mapOptions(value, shown)],
  ['shlex.split', splitWords],
  ['shlex.join', joinWords],
  ['subprocess.list2cmdline', joinWords],
  ['shlex.quote', (value) => mapOptions(value, quoted)],
  ['pipes.quote', (value) => mapOptions(value, quoted)],
  ['os.path.expanduser', (value) => value],
  ['os.fspath', (value) => value],
]);

function splitWords(value: Value, at: Span, run: Run): Value {
  return mapOptions(value, (own) => {
    return own.kind === 'text' ? shlexList(own.text, at, run) : UNKNOWN_VALUE;
  });
}

function joinWords(value: Value, at: Span, run: Run): Value {
  return mapOptions(value, (own) => joinedList(withItems(own, quoted, run), ' ', at, run));
}

const NO_ENTRIES = { kind: 'dictionary', entries: new Map(), isOpen: false } as const;

function copied(value: Value, run: Run): Value {
  return mapOptions(value, (own) => {
    const items = itemsThrough(run, own);
    if (items) return listOf(run, items);
    const cell = 'id' in own ? run.state.cells.get(own.id) : undefined;
    return cell ? held(run, { ...cell }) : madeOf([own], run);
  });
}

/** `setattr(o, name, x)`; an unknown name may be any attribute. */
function setAttribute(objects: Value, [, attribute, own]: LibraryCall['given'], run: Run): void {
  const name = attribute && plainText(attribute.value);
  for (const object of optionsOf(objects)) {
    if (object.kind !== 'object') havocNames(run);
    else if (name === undefined) havocEntries(object, own?.value ?? UNKNOWN_VALUE, run);
    else setEntry(object, name, own?.value ?? UNKNOWN_VALUE, run);
  }
}

function parserCall({ callee, expression, given }: LibraryCall, run: Run): Value | undefined {
  const [, module = '', method] =
    /^(argparse|optparse|configparser)\.(\w+)$/.exec(callee.path) ?? [];
  switch (method) {
    case 'ArgumentParser':
    case 'OptionParser':
    case 'OptionGroup':
    case 'add_argument_group':
    case 'add_mutually_exclusive_group':
    case 'ConfigParser':
    case 'RawConfigParser':
      return { kind: 'library', path: module };
    case 'parse_args':
    case 'parse_known_args': {
      if (given.some((one) => one.value.kind === 'list')) {
        havocEntries(run.options, UNKNOWN_VALUE, run);
      }
      if (module === 'argparse' && method === 'parse_args') return run.options;
      const { at } = expression;
      const items = [run.options, UNKNOWN_VALUE].map((one) => ({ value: one, at, many: false }));
      return listOf(run, items, true);
    }
    case 'add_argument':
    case 'add_option': {
      const option = optionOf(given, run);
      if (option) setEntry(run.options, option.name, option.value, run);
      return UNKNOWN_VALUE;
    }
    case 'get':
      return given.find(({ name }) => name === 'fallback')?.value ?? UNKNOWN_VALUE;
    case 'set_defaults':
      for (const { name, value: own } of given) if (name) setEntry(run.options, name, own, run);
      return UNKNOWN_VALUE;
    default:
      return undefined;
  }
}

function shown(value: Value): Value {
  const text = asShown(value);
  return text ? { kind: 'text', text } : UNKNOWN_VALUE;
}

/** Unknown if `shlex.quote` adds quotes. */
function quoted(value: Value): Value {
  if (value.kind !== 'text') return value;
  const { decoded, pieces } = value.text;
  const isSame = pieces.every((piece) => piece.kind === 'unknown' || UNQUOTED.test(piece.text));
  if (!isSame || decoded === '') return UNKNOWN_VALUE;
  return { kind: 'text', text: readAgainAs(value.text, PYTHON.unquoted) };
}

function withItems(value: Value, instead: (own: Value) => Value, run: Run): Value {
  const items = itemsThrough(run, value);
  if (items === undefined) return UNKNOWN_VALUE;
  return listOf(
    run,
    items.map((item) => ({ ...item, value: mapOptions(item.value, instead) })),
  );
}

/** An option's name in the program and its values, such as its default. */
export function optionOf(given: readonly Given[], run: Run) {
  const named = new Map(given.flatMap(({ name, value }) => (name ? [[name, value]] : [])));
  const flags = given.flatMap(({ name, value }) => {
    return name === undefined && value.kind === 'text' ? [value.text.decoded] : [];
  });
  const long = flags.find((flag) => flag.startsWith('--')) ?? flags[0];
  const dest = named.get('dest');
  const called =
    dest?.kind === 'text' ? dest.text.decoded : long?.replace(/^-+/, '').replaceAll('-', '_');
  const otherwise = named.get('default');
  if (called === undefined) return undefined;
  const choices = named.get('choices');
  const known = [otherwise, named.get('const')].flatMap((one) => one ?? []);
  const more = choices ? itemsIn(run, choices)?.map((one) => one.value) : undefined;
  const value = either(...known, ...(more ?? []));
  return { name: called, value: otherwise?.kind === 'list' ? perhaps(value) : value };
}

/** Functions that start a list, or a text: divided, or with `shell=True` by a shell. */
const POPEN =
  /^(?:[\w.]*subprocess\d*|psutil|anyio|trio)\.(?:run|call|check_call|check_output|Popen|run_process|open_process)$|^pexpect\.runu?$/;
/** Functions that start a text in a shell. */
const SHELL =
  /^(?:os|commands|asyncio|[\w.]*subprocess)\.(?:system|popen\d?|getoutput|getstatusoutput|create_subprocess_shell)$/;
const EXPECT = /^(?:pexpect|pty|ptyprocess)\..*[sS]pawnu?$/;
/** `os.execvp`, `os.spawnle`, `os.posix_spawn` */
const EXEC = /^os\.(?:exec|(spawn)|posix_spawn)(v|lp?e?$)?p?e?$/;

/** Records what a call starts; false for nothing. */
function launchBy({ callee, given }: LibraryCall, run: Run): boolean {
  const { path } = callee;
  const exec = EXEC.exec(path);
  const positional = given.filter((one) => one.name === undefined);
  const named = (by: string) => given.find((one) => one.name === by);
  const command = positional[0] ?? named('args') ?? named('cmd') ?? named('command');
  for (const by of ['env', 'input']) {
    const one = named(by);
    if (one) hand(run, one.value, one.of.at);
  }
  if (exec) startExec(exec, positional, run);
  else if (command === undefined) return false;
  else if (SHELL.test(path)) startText(command.value, run);
  else if (POPEN.test(path)) startPopen(command, named('shell')?.value, run);
  else if (path.endsWith('.create_subprocess_exec')) {
    startItems(
      positional.flatMap((one) => itemsOf(one, run)),
      run,
    );
  } else if (EXPECT.test(path)) {
    // A command as text, or a program and a list.
    const more = positional[1] ?? (command.name === 'args' ? undefined : named('args'));
    if (more && optionsOf(more.value).some(({ kind }) => kind === 'list')) {
      startItems([itemOf(command), ...spreadItems(more.value, more.of.at, run)], run);
    } else startPopen(command, undefined, run);
  } else return false;
  return true;
}

/** A program, and a list or words for argv, the first being argv[0]. */
function startExec(
  [, spawn, form = 'v']: RegExpExecArray,
  given: readonly Given[],
  run: Run,
): void {
  const [program, ...others] = given.slice(spawn ? 1 : 0);
  if (program === undefined) return;
  const end = form.startsWith('l') ? (form.endsWith('e') ? -1 : undefined) : 1;
  const items = others.slice(0, end).flatMap((one) => {
    return form.startsWith('l') ? itemsOf(one, run) : spreadItems(one.value, one.of.at, run);
  });
  startItems([itemOf(program), ...(items[0]?.many ? items : items.slice(1))], run);
}

function itemsOf(given: Given, run: Run): readonly Item[] {
  return given.stars === 0 ? [itemOf(given)] : spreadItems(given.value, given.of.at, run);
}

function startPopen({ value, of }: Given, shell: Value | undefined, run: Run): void {
  const isShell = shell !== undefined && !(shell.kind === 'constant' && shell.value !== true);
  for (const own of optionsOf(value)) {
    if (own.kind === 'list') {
      const items = itemsThrough(run, own) ?? [];
      const [first] = items;
      if (isShell && first) startText(first.value, run);
      else startItems(items, run);
    } else if (isShell || own.kind === 'unknown') startText(own, run);
    else startDivided(own, of.at, run);
  }
}

function startText(value: Value, run: Run): void {
  for (const own of optionsOf(value)) {
    const text = asText(own);
    if (text) run.started.push({ kind: 'shell', text, branch: conditionalBranch(run) });
    else if (own.kind === 'unknown' && own.program) {
      startItems(spreadItems(own, own.program.at, run), run);
    }
  }
}

function startDivided(value: Value, at: Span, run: Run): void {
  for (const own of optionsOf(value)) {
    const text = asText(own);
    const words = text && dividedByShlex(text);
    if (words) start(wordsAt(words, at), run);
  }
}

function startItems(items: readonly Item[], run: Run): void {
  const [first] = items;
  payForMany(run, first?.at, items.length, 4);
  for (const line of linesOf(run, items)) start(line, run);
}

function start(words: readonly Word[], run: Run): void {
  run.started.push({ kind: 'words', words, condition: conditionalBranch(run)?.condition });
}

function callMethod(call: LibraryCall, run: Run): Value {
  const { self, path } = call.callee;
  // A name may hold a method: `add = args.append`.
  const name = path.slice(1);
  switch (self?.kind) {
    case 'text':
      return textMethod(name, self.text, call, run);
    case 'list':
      return listMethod(name, self, call, run);
    case 'dictionary':
      return dictionaryMethod(name, self, call, run);
    default:
      return UNKNOWN_VALUE;
  }
}

function textMethod(
  name: string,
  text: MappedText,
  { given, expression: { at } }: LibraryCall,
  run: Run,
): Value {
  const [first] = given;
  const other = madeOf([{ kind: 'text', text }], run);
  switch (name) {
    case 'format':
    case 'format_map':
      return fillFormat(text, (place) => argumentFor(place, given)) ?? other;
    case 'join':
      if (first === undefined) return other;
      return mapOptions(first.value, (own) => joinedList(own, text, at, run));
    case 'split':
      if (first && (given.length > 1 || plainText(first.value) !== ' ')) return other;
      return listOf(run, textItems(divided(text, first && / /g), at));
    case 'strip':
    case 'lstrip':
    case 'rstrip': {
      const side = name === 'strip' ? 'both' : name === 'lstrip' ? 'start' : 'end';
      return first === undefined ? { kind: 'text', text: trimmed(text, side) } : other;
    }
    case 'encode':
    case 'decode':
      return { kind: 'text', text };
    default:
      return other;
  }
}

function plainText(value: Value): string | undefined {
  return value.kind === 'text' && isKnown(value.text) ? value.text.decoded : undefined;
}

function argumentFor(place: string, given: readonly Given[]): Value {
  if (/^\d+$/.test(place)) {
    const isPlain = given.every(({ stars }) => stars !== 1);
    const positional = given.filter(({ name, stars }) => name === undefined && stars === 0);
    return (isPlain ? positional[Number(place)]?.value : undefined) ?? UNKNOWN_VALUE;
  }
  return given.find(({ name }) => name === place)?.value ?? UNKNOWN_VALUE;
}

function listMethod(
  name: string,
  self: Extract<Value, { kind: 'list' }>,
  { given, expression: { at } }: LibraryCall,
  run: Run,
): Value {
  const items = itemsIn(run, self) ?? [];
  const [first, second] = given;
  const last = items.at(-1);
  switch (name) {
    case 'append':
      if (first) extendList(self, [itemOf(first)], run);
      return UNKNOWN_VALUE;
    case 'extend':
      if (first) extendList(self, spreadItems(first.value, first.of.at, run), run);
      return UNKNOWN_VALUE;
    case 'insert': {
      const position =
        first?.value.kind === 'number' ? Number(first.value.text.decoded) : undefined;
      if (second === undefined) return UNKNOWN_VALUE;
      if (position !== undefined && items.slice(0, position).every(isSure)) {
        setItems(self, items.toSpliced(position, 0, itemOf(second)), run);
      } else {
        hand(run, second.value, at);
        havocItems(self, at, run);
      }
      return UNKNOWN_VALUE;
    }
    case 'copy':
      return copied(self, run);
    case 'clear':
      setItems(self, [], run);
      return UNKNOWN_VALUE;
    case 'pop':
      if (first === undefined && last && isSure(last)) {
        setItems(self, items.slice(0, -1), run);
        return last.value;
      }
      havocItems(self, at, run);
      return UNKNOWN_VALUE;
    case 'reverse':
      setItems(self, items.toReversed(), run);
      return UNKNOWN_VALUE;
    case 'index':
    case 'count':
      return UNKNOWN_VALUE;
    default:
      havocItems(self, at, run);
      return UNKNOWN_VALUE;
  }
}

function dictionaryMethod(
  name: string,
  self: Extract<Value, { kind: 'dictionary' }>,
  { given, expression: { at } }: LibraryCall,
  run: Run,
): Value {
  const cell = run.state.cells.get(self.id);
  if (cell === undefined || cell.kind === 'list') return UNKNOWN_VALUE;
  const [first, second] = given;
  const key = first && keyOf(first.value);
  const set = (entries: ReadonlyMap<string, Value>, isOpen = cell.isOpen) => {
    run.state.cells.set(self.id, { ...cell, entries, isOpen });
  };
  switch (name) {
    case 'get':
    case 'setdefault':
    case 'pop': {
      if (key === undefined) handEntries(self, at, run);
      const own = key === undefined ? UNKNOWN_VALUE : present(cell.entries.get(key), second?.value);
      if (name === 'pop') removeEntry(self, key, run);
      if (name === 'setdefault' && key !== undefined) set(new Map(cell.entries).set(key, own));
      return own;
    }
    case 'popitem':
      removeEntry(self, undefined, run);
      return UNKNOWN_VALUE;
    case 'clear':
      set(new Map(), false);
      return UNKNOWN_VALUE;
    case 'update': {
      const named = given.filter(({ name: by }) => by !== undefined);
      for (const one of given) if (one.name === undefined) hand(run, one.value, at);
      if (named.length < given.length) havocEntries(self, UNKNOWN_VALUE, run);
      for (const one of named) setEntry(self, one.name ?? '', one.value, run);
      return UNKNOWN_VALUE;
    }
    case '__setitem__':
    case '__delitem__':
      havocEntries(self, second?.value ?? UNKNOWN_VALUE, run);
      return UNKNOWN_VALUE;
    case 'copy':
      return copied(self, run);
    case 'values': {
      const items = [...cell.entries.values()].map((value) => ({ value, at, many: false }));
      const rest = { value: UNKNOWN_VALUE, at, many: true };
      return listOf(run, cell.isOpen ? [...items, rest] : items);
    }
    default:
      handEntries(self, at, run);
      return UNKNOWN_VALUE;
  }
}
