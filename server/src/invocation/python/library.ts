import type { MappedText } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { Word } from '../invocation.ts';
import { type Given, handArguments, itemOf, type LibraryCall, nameOf } from './given.ts';
import { joinedList, shlexList, spreadItems } from './lists.ts';
import { callMethod } from './methods.ts';
import { conditionalArm, held, listOf, type Run, step } from './run.ts';
import { asText, dividedByShlex } from './texts.ts';
import { type Item, mapOptions, optionsOf, UNKNOWN_VALUE, type Value } from './values.ts';
import { itemsThrough, linesOf, wordsAt } from './words.ts';

/** Calls a function of Python's library, or of another one. */
export function callLibrary(call: LibraryCall, run: Run): Value {
  const { callee, expression, given } = call;
  if (callee.self) return callMethod(call, run);
  const [first] = given;
  const value = first?.stars === 0 && first.name === undefined ? first.value : undefined;
  switch (callee.path) {
    case 'str':
      if (value) return mapOptions(value, (own) => (asText(own) ? asShown(own) : UNKNOWN_VALUE));
      return UNKNOWN_VALUE;
    case 'list':
    case 'tuple':
    case 'copy.copy':
    case 'copy.deepcopy':
      if (value === undefined) return listOf(run, [], callee.path === 'tuple');
      return mapOptions(value, (own) => {
        const items = itemsThrough(run, own);
        return items ? listOf(run, items, callee.path === 'tuple') : UNKNOWN_VALUE;
      });
    case 'map': {
      const [how, what] = given;
      const isText = how?.value.kind === 'library' && how.value.path === 'str';
      return isText && what ? mapOptions(what.value, (own) => textsOf(own, run)) : UNKNOWN_VALUE;
    }
    case 'dict': {
      const named = given.flatMap(({ name, value: own }) => {
        return name === undefined ? [] : [[`text ${name}`, own] as const];
      });
      const isOpen = named.length < given.length;
      return held(run, { kind: 'dictionary', entries: new Map(named), isOpen });
    }
    case 'shlex.split':
      if (value === undefined) return UNKNOWN_VALUE;
      return mapOptions(value, (own) => {
        return own.kind === 'text' ? shlexList(own.text, expression.at, run) : UNKNOWN_VALUE;
      });
    case 'shlex.join':
    case 'subprocess.list2cmdline':
      return value
        ? mapOptions(value, (own) => joinedList(own, ' ', expression.at, run))
        : UNKNOWN_VALUE;
    case 'shlex.quote':
    case 'pipes.quote':
    case 'os.path.expanduser':
    case 'os.fspath':
      return value ?? UNKNOWN_VALUE;
    case 'os.environ.get':
    case 'os.getenv':
    case 'os.environ.setdefault':
      return given[1]?.value ?? UNKNOWN_VALUE;
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
  }
  if (launchBy(call, run)) return UNKNOWN_VALUE;
  handArguments(nameOf(expression.callee), given, run);
  return UNKNOWN_VALUE;
}

/** A number as the text that `str` makes of it. */
function asShown(value: Value): Value {
  return value.kind === 'number' ? { kind: 'text', text: value.text } : value;
}

function textsOf(value: Value, run: Run): Value {
  const items = itemsThrough(run, value);
  if (items === undefined) return UNKNOWN_VALUE;
  return listOf(
    run,
    items.map((item) => ({ ...item, value: mapOptions(item.value, asShown) })),
  );
}

/** Takes note of the default of an option of the program. */
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

/** How a function is given what it starts. */
type Way =
  /** A list, or a text for a shell where `shell=True` says so; a text alone is divided at its blanks. */
  | { readonly kind: 'popen' }
  /** A text for a shell. */
  | { readonly kind: 'shell' }
  /** A list behind so many other arguments, whose first item is the name that the program sees. */
  | { readonly kind: 'list'; readonly behind: number }
  /** One argument for each word behind so many others, with the name that the program sees and perhaps an environment. */
  | {
      readonly kind: 'words';
      readonly behind: number;
      readonly hasName: boolean;
      readonly hasEnd: boolean;
    }
  /** A command as a text, or a program and a list of its arguments. */
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

/** Takes note of what a call starts; false for one that starts nothing. */
function launchBy({ callee, given, expression }: LibraryCall, run: Run): boolean {
  const way = WAYS.get(callee.path);
  if (way === undefined) return false;
  const { at } = expression;
  const positional = given.filter(({ name }) => name === undefined);
  const named = (name: string) => given.find((one) => one.name === name);
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
        const rest = spreadItems(argv.value, argv.of.at, run).slice(1);
        startItems([itemOf(program), ...rest], run);
      }
      return true;
    }
    case 'words': {
      const items = positional.slice(way.behind).flatMap((one) => itemsOf(one, run));
      const words = way.hasName ? items.toSpliced(1, 1) : items;
      startItems(way.hasEnd ? words.slice(0, -1) : words, run);
      return true;
    }
    case 'expect': {
      const command = positional[0] ?? named('command');
      const more = positional[1] ?? named('args');
      const isList = more && optionsOf(more.value).some(({ value }) => value.kind === 'list');
      if (command && isList) {
        startItems([itemOf(command), ...spreadItems(more.value, more.of.at, run)], run);
      } else if (command) startDivided(command.value, at, run);
      return true;
    }
  }
}

function itemsOf(given: Given, run: Run): readonly Item[] {
  return given.stars === 0 ? [itemOf(given)] : spreadItems(given.value, given.of.at, run);
}

function startPopen({ value, of }: Given, shell: Value | undefined, run: Run): void {
  const isShell = shell !== undefined && !(shell.kind === 'constant' && shell.value !== true);
  for (const { value: own } of optionsOf(value)) {
    if (own.kind === 'list') {
      const items = itemsThrough(run, own) ?? [];
      const [first] = items;
      if (isShell && first) startText(first.value, run);
      else startItems(items, run);
    } else if (isShell) startText(own, run);
    else startDivided(own, of.at, run);
  }
}

/** A text for a shell. */
function startText(value: Value, run: Run): void {
  for (const { value: own, path } of optionsOf(value)) {
    const text = asText(own);
    const branch = path.at(-1) ?? conditionalArm(run);
    if (text) run.started.push({ kind: 'shell', text, branch });
  }
}

/** A text of which each word is one for the program. */
function startDivided(value: Value, at: Span, run: Run): void {
  for (const { value: own } of optionsOf(value)) {
    const text = asText(own);
    const words = text && dividedByShlex(text);
    if (words) start(wordsAt(words, at), run);
  }
}

/** Command lines of more words cost more: each is kept with its pieces, and looked at by all that builds the machine. */
const USUAL_WORDS = 64;
const STEPS_PER_WORD = 4;

function startItems(items: readonly Item[], run: Run): void {
  const [first] = items;
  if (first && items.length > USUAL_WORDS) step(run, first.at, STEPS_PER_WORD * items.length);
  for (const line of linesOf(run, items)) start(line, run);
}

/** Shells that are given a script in an argument. */
const SHELLS = /(?:^|\/)(?:ba|da|z|k)?sh$/;

function start(words: readonly Word[], run: Run): void {
  const script = scriptIn(words);
  if (script) {
    const branch = conditionalArm(run);
    run.started.push({ kind: 'shell', text: script, branch });
  } else run.started.push({ kind: 'words', words, condition: conditionalArm(run)?.condition });
}

/** The script of `sh -c SCRIPT`, also behind `sudo`. */
function scriptIn(words: readonly Word[]): MappedText | undefined {
  const shell = words.findIndex(({ value }) => SHELLS.test(value.decoded));
  if (shell === -1 || shell > 4) return undefined;
  const option = words.findIndex(
    ({ value }, index) => index > shell && /^-[a-z]*c$/.test(value.decoded),
  );
  if (option === -1 || option > shell + 3) return undefined;
  return words[option + 1]?.value;
}
