import { PYTHON, UNQUOTED } from '../../syntax/python/encodings.ts';
import { readAgainAs } from '../../text/again.ts';
import { isKnown, type MappedText, slice } from '../../text/mapped-text.ts';
import { trimmed } from '../../text/operations.ts';
import type { Span } from '../../text/span.ts';
import type { Word } from '../invocation.ts';
import { type Given, handArguments, itemOf, type LibraryCall, nameOf } from './given.ts';
import { hand } from './handed.ts';
import {
  extendList,
  havocEntries,
  havocGiven,
  havocItems,
  havocNames,
  joinedList,
  keyOf,
  removeEntry,
  setEntry,
  setItems,
  shlexList,
  spreadItems,
  textItems,
} from './lists.ts';
import { attributesOf } from './names.ts';
import { conditionalBranch, held, itemsIn, listOf, payForMany, type Run } from './run.ts';
import { asText, divided, dividedByShlex, fillFormat, joinedTexts, shownAt } from './texts.ts';
import {
  type Item,
  isSure,
  mapOptions,
  optionsOf,
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
  switch (callee.path) {
    case 'str':
      if (value) return mapOptions(value, (own) => (asText(own) ? asShown(own) : UNKNOWN_VALUE));
      return UNKNOWN_VALUE;
    case 'list':
    case 'tuple':
    case 'collections.deque':
    case 'copy.copy':
    case 'copy.deepcopy':
      if (value === undefined) return listOf(run, [], callee.path === 'tuple');
      return mapOptions(value, (own) => {
        const items = itemsThrough(run, own);
        return items ? listOf(run, items, callee.path === 'tuple') : UNKNOWN_VALUE;
      });
    case 'exec':
    case 'globals.update':
    case 'locals.update':
      havocNames(undefined, run);
      return UNKNOWN_VALUE;
    case 'globals':
    case 'locals':
      return { kind: 'library', path: callee.path };
    case 'vars':
      if (value === undefined) return { kind: 'library', path: 'globals' };
      return mapOptions(value, (own) => {
        return own.kind === 'object' ? attributesOf(own) : UNKNOWN_VALUE;
      });
    case 'setattr':
      setAttribute(value ?? UNKNOWN_VALUE, given, run);
      return UNKNOWN_VALUE;
    case 'map': {
      const [how, what] = given;
      const isText = how?.value.kind === 'library' && how.value.path === 'str';
      if (isText && what) return mapOptions(what.value, (own) => withItems(own, asShown, run));
      break;
    }
    case 'shlex.split':
      if (value === undefined) return UNKNOWN_VALUE;
      return mapOptions(value, (own) => {
        return own.kind === 'text' ? shlexList(own.text, expression.at, run) : UNKNOWN_VALUE;
      });
    case 'shlex.join':
    case 'subprocess.list2cmdline':
      return value
        ? mapOptions(value, (own) =>
            joinedList(withItems(own, quoted, run), ' ', expression.at, run),
          )
        : UNKNOWN_VALUE;
    case 'shlex.quote':
    case 'pipes.quote':
      return value ? mapOptions(value, quoted) : UNKNOWN_VALUE;
    case 'os.path.expanduser':
    case 'os.fspath':
      return value ?? UNKNOWN_VALUE;
    case 'os.environ.get':
    case 'os.getenv':
    case 'os.environ.setdefault':
      return given[1]?.value ?? UNKNOWN_VALUE;
    case 'getattr':
      // `getattr(args, "append")(…)`
      if (value && optionsOf(value).some(({ kind }) => kind === 'list')) havocGiven(value, run);
      return (value?.kind !== 'object' && given[2]?.value) || UNKNOWN_VALUE;
    default:
  }
  const parsed = parserCall(call, run);
  if (parsed) return parsed;
  if (launchBy(call, run)) return UNKNOWN_VALUE;
  handArguments(nameOf(expression.callee), given, run);
  return UNKNOWN_VALUE;
}

/** `setattr(o, name, x)`; an unknown name may be any attribute. */
function setAttribute(objects: Value, [, attribute, own]: LibraryCall['given'], run: Run): void {
  const name = attribute && plainText(attribute.value);
  for (const object of optionsOf(objects)) {
    if (object.kind !== 'object') havocNames(object, run);
    else if (name === undefined) havocEntries(object, own?.value ?? UNKNOWN_VALUE, run);
    else setEntry(object, name, own?.value ?? UNKNOWN_VALUE, run);
  }
}

function parserCall({ callee, expression, given }: LibraryCall, run: Run): Value | undefined {
  switch (callee.path) {
    case 'argparse.ArgumentParser':
    case 'optparse.OptionParser':
      return { kind: 'library', path: 'argparse' };
    case 'argparse.parse_args':
    case 'argparse.parse_known_args': {
      const options: Value = { kind: 'library', path: 'argparse.Namespace' };
      const isPair = callee.path === 'argparse.parse_known_args';
      if (!isPair) return options;
      const { at } = expression;
      const items = [options, UNKNOWN_VALUE].map((one) => ({ value: one, at, many: false }));
      return listOf(run, items, true);
    }
    case 'argparse.add_argument':
    case 'argparse.add_option':
      addOption(given, run);
      return UNKNOWN_VALUE;
    case 'argparse.add_argument_group':
    case 'argparse.add_mutually_exclusive_group':
    case 'argparse.add_option_group':
      return { kind: 'library', path: 'argparse' };
    case 'argparse.set_defaults':
      for (const { name, value: own } of given) if (name) run.options.set(name, own);
      return UNKNOWN_VALUE;
    default:
      return undefined;
  }
}

function asShown(value: Value): Value {
  return value.kind === 'number' ? { kind: 'text', text: value.text } : value;
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

function addOption(given: readonly Given[], run: Run): void {
  const named = new Map(given.flatMap(({ name, value }) => (name ? [[name, value]] : [])));
  const flags = given.flatMap(({ name, value }) => {
    return name === undefined && value.kind === 'text' ? [value.text.decoded] : [];
  });
  const long = flags.find((flag) => flag.startsWith('--')) ?? flags[0];
  const dest = named.get('dest');
  const called =
    dest?.kind === 'text' ? dest.text.decoded : long?.replace(/^-+/, '').replaceAll('-', '_');
  const otherwise = named.get('default');
  if (called === undefined) return;
  if (otherwise) run.options.set(called, otherwise);
  else run.options.delete(called);
}

type Way =
  /** A list, or a text with `shell=True`; other texts are split at blanks. */
  | { readonly kind: 'popen' }
  | { readonly kind: 'shell' }
  /** A list after `behind` arguments; its first item is argv[0]. */
  | { readonly kind: 'list'; readonly behind: number }
  /** Words after `behind` arguments, the first being argv[0], perhaps with an environment. */
  | {
      readonly kind: 'words';
      readonly behind: number;
      readonly hasName: boolean;
      readonly hasEnd: boolean;
    }
  /** A command as text, or a program and a list. */
  | { readonly kind: 'expect' };

const POPEN: Way = { kind: 'popen' };
const SHELL: Way = { kind: 'shell' };

const WAYS: ReadonlyMap<string, Way> = new Map<string, Way>([
  ...['run', 'call', 'check_call', 'check_output', 'Popen'].flatMap((name) => {
    return ['subprocess', 'subprocess32', 'gevent.subprocess', 'eventlet.green.subprocess'].map(
      (library) => [`${library}.${name}`, POPEN] as const,
    );
  }),
  ['psutil.Popen', POPEN],
  ['pty.spawn', POPEN],
  ['ptyprocess.PtyProcess.spawn', POPEN],
  ['ptyprocess.PtyProcessUnicode.spawn', POPEN],
  ['anyio.run_process', POPEN],
  ['anyio.open_process', POPEN],
  ['trio.run_process', POPEN],
  ['trio.open_process', POPEN],
  ...[
    ...['subprocess.getoutput', 'subprocess.getstatusoutput', 'os.system', 'os.popen'],
    ...['asyncio.create_subprocess_shell', 'asyncio.subprocess.create_subprocess_shell'],
    ...['commands.getoutput', 'commands.getstatusoutput', 'os.popen2', 'os.popen3'],
  ].map((name) => [name, SHELL] as const),
  ...['v', 've', 'vp', 'vpe'].flatMap((letters) => [
    [`os.exec${letters}`, { kind: 'list', behind: 0 }] as const,
    [`os.spawn${letters}`, { kind: 'list', behind: 1 }] as const,
  ]),
  ...['l', 'lp', 'le', 'lpe'].flatMap((letters) => {
    const hasEnd = letters.endsWith('e');
    return [
      [`os.exec${letters}`, { kind: 'words', behind: 0, hasName: true, hasEnd }] as const,
      [`os.spawn${letters}`, { kind: 'words', behind: 1, hasName: true, hasEnd }] as const,
    ];
  }),
  ['os.posix_spawn', { kind: 'list', behind: 0 }],
  ['os.posix_spawnp', { kind: 'list', behind: 0 }],
  ...['asyncio.create_subprocess_exec', 'asyncio.subprocess.create_subprocess_exec'].map(
    (name) => [name, { kind: 'words', behind: 0, hasName: false, hasEnd: false }] as const,
  ),
  ...['spawn', 'spawnu', 'run', 'runu', 'popen_spawn.PopenSpawn'].map(
    (name) => [`pexpect.${name}`, { kind: 'expect' }] as const,
  ),
]);

/** Records what a call starts; false for nothing. */
function launchBy({ callee, given, expression }: LibraryCall, run: Run): boolean {
  const way = WAYS.get(callee.path);
  if (way === undefined) return false;
  const { at } = expression;
  const positional = given.filter(({ name }) => name === undefined);
  const named = (name: string) => given.find((one) => one.name === name);
  const environment = named('env');
  if (environment) hand(run, environment.value, environment.of.at);
  switch (way.kind) {
    case 'shell': {
      const command = positional[0] ?? named('cmd') ?? named('command');
      if (command) startText(command.value, run);
      return true;
    }
    case 'popen': {
      const command = positional[0] ?? named('args');
      if (command) startPopen(command, named('shell')?.value, run);
      return true;
    }
    case 'list': {
      const [program, argv] = positional.slice(way.behind);
      if (program && argv) {
        const items = spreadItems(argv.value, argv.of.at, run);
        startItems([itemOf(program), ...(items[0]?.many ? items : items.slice(1))], run);
      }
      return true;
    }
    case 'words': {
      const items = positional.slice(way.behind).flatMap((one) => {
        return one.stars === 0 ? [itemOf(one)] : spreadItems(one.value, one.of.at, run);
      });
      const words = way.hasName ? items.toSpliced(1, 1) : items;
      startItems(way.hasEnd ? words.slice(0, -1) : words, run);
      return true;
    }
    case 'expect': {
      const command = positional[0] ?? named('command');
      const more = positional[1] ?? named('args');
      const isList = more && optionsOf(more.value).some(({ kind }) => kind === 'list');
      if (command && isList) {
        startItems([itemOf(command), ...spreadItems(more.value, more.of.at, run)], run);
      } else if (command) startDivided(command.value, at, run);
      return true;
    }
  }
}

function startPopen({ value, of }: Given, shell: Value | undefined, run: Run): void {
  const isShell = shell !== undefined && !(shell.kind === 'constant' && shell.value !== true);
  for (const own of optionsOf(value)) {
    if (own.kind === 'list') {
      const items = itemsThrough(run, own) ?? [];
      const [first] = items;
      if (isShell && first) startText(first.value, run);
      else startItems(items, run);
    } else if (isShell) startText(own, run);
    else startDivided(own, of.at, run);
  }
}

function startText(value: Value, run: Run): void {
  for (const own of optionsOf(value)) {
    const text = asText(own);
    if (text) run.started.push({ kind: 'shell', text, branch: conditionalBranch(run) });
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
    case 'object':
      if (!/\.(?:copy|get|items|keys|values)$/.test(name)) havocNames(self, run);
      return UNKNOWN_VALUE;
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
  switch (name) {
    case 'format':
      return fillFormat(text, (place) => argumentFor(place, given)) ?? UNKNOWN_VALUE;
    case 'format_map':
      return fillFormat(text, () => UNKNOWN_VALUE) ?? UNKNOWN_VALUE;
    case 'join':
      if (first === undefined) return UNKNOWN_VALUE;
      return mapOptions(first.value, (own) => joinedList(own, text, at, run));
    case 'split':
      return first === undefined ? listOf(run, textItems(divided(text), at)) : UNKNOWN_VALUE;
    case 'strip':
    case 'lstrip':
    case 'rstrip': {
      const side = name === 'strip' ? 'both' : name === 'lstrip' ? 'start' : 'end';
      return first === undefined ? { kind: 'text', text: trimmed(text, side) } : UNKNOWN_VALUE;
    }
    case 'encode':
    case 'decode':
      return { kind: 'text', text };
    case 'replace': {
      const [needle, value, ...others] = given;
      const sought = needle && plainText(needle.value);
      if (!sought || !value || others.length > 0) return UNKNOWN_VALUE;
      return replaced(text, sought, value, run);
    }
    default:
      return UNKNOWN_VALUE;
  }
}

function plainText(value: Value): string | undefined {
  return value.kind === 'text' && isKnown(value.text) ? value.text.decoded : undefined;
}

function replaced(text: MappedText, sought: string, { value }: Given, run: Run): Value {
  const parts: (readonly MappedText[])[] = [];
  let position = 0;
  for (;;) {
    const found = text.decoded.indexOf(sought, position);
    const end = found === -1 ? text.decoded.length : found;
    parts.push([slice(text, position, end)]);
    if (found === -1) break;
    const under = slice(text, found, found + sought.length);
    const [place] = under.pieces;
    if (place === undefined) return UNKNOWN_VALUE;
    const { at, encodings } = place;
    const use = { at, source: run.source.slice(at.start, at.end), encodings };
    parts.push(shownAt(value, use, true));
    position = found + sought.length;
  }
  return joinedTexts(parts);
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
      return listOf(run, itemsThrough(run, self) ?? []);
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
    case 'sort':
      hand(run, self, at);
      setItems(self, [{ value: UNKNOWN_VALUE, at, many: true }], run);
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
  if (cell?.kind !== 'dictionary') return UNKNOWN_VALUE;
  const [first, second] = given;
  const key = first && keyOf(first.value);
  const set = (entries: ReadonlyMap<string, Value>, isOpen = cell.isOpen) => {
    run.state.cells.set(self.id, { ...cell, entries, isOpen });
  };
  switch (name) {
    case 'get':
    case 'setdefault':
    case 'pop': {
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
      for (const one of named) setEntry(self, `text ${one.name}`, one.value, run);
      return UNKNOWN_VALUE;
    }
    case '__setitem__':
    case '__delitem__':
      havocEntries(self, second?.value ?? UNKNOWN_VALUE, run);
      return UNKNOWN_VALUE;
    case 'copy':
      return held(run, { ...cell });
    case 'values': {
      const items = [...cell.entries.values()].map((value) => ({ value, at, many: false }));
      const rest = { value: UNKNOWN_VALUE, at, many: true };
      return listOf(run, cell.isOpen ? [...items, rest] : items);
    }
    default:
      hand(run, self, at);
      return UNKNOWN_VALUE;
  }
}
