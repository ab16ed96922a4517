/** What a text tells without running it: included files, whether it may start QEMU. */

import type { Makefile, MakeNode } from '../../syntax/make/tree.ts';
import { mayBeQemuConfig } from '../../syntax/readconfig/detect.ts';
import { valuesOf, visitNodes } from '../../syntax/shell/inside.ts';
import type { ShellNode, ShellScript, SimpleCommand } from '../../syntax/shell/tree.ts';
import { addTo, addToSet, once } from '../../text/lookup.ts';
import { nameOf } from '../../text/paths.ts';
import type { Span } from '../../text/span.ts';
import { wordSet } from '../../text/split-words.ts';
import { handsAddress } from '../monitor-options.ts';
import {
  broughtInBy,
  composesOptions,
  holdsQemuOptions,
  mayHoldQemu,
  namesOpeningOption,
  namesQemu,
  namesSystemQemu,
  programOfName,
  writesOpeningOption,
} from '../program.ts';
import { programAt } from './programs/table.ts';
import { onlyTalks } from './programs/talking.ts';

/** The written end of a path: `lib/vm.sh` of `"$(pwd)/lib/vm.sh"`, `$LIB`, `#LIB` of `${LIB#*-}`; empty for no file. */
type FileName = string;

/** `"$HERE/$1.sh"` */
const COMPUTED = '?';
/** The script's own name, or its end behind a `-`: `$(basename "$0")`. */
export const OWN_END = '#';
/** The folder of the script that runs: `$(readlink -f "$(dirname "$0")")`. */
const FOLDER = '.';

interface CodeFacts {
  readonly bringsIn: ReadonlySet<FileName>;
  /** Whether it alone may start a QEMU or open a monitor. */
  readonly isSeed: boolean;
  readonly namesQemu: boolean;
  readonly holdsOptions: boolean;
  /** Names an option that opens something; may compose an option of a name. */
  readonly namesOption: boolean;
  readonly composesOptions: boolean;
  /** Variables such as `vm` for `vm=qemu-system-arm`. */
  readonly holders: ReadonlySet<string>;
  readonly uses: ReadonlySet<string>;
  readonly mentions: () => Mentions;
}

/** Facts of a file. */
export interface ScriptFacts {
  readonly outside: CodeFacts;
  readonly functions: ReadonlyMap<string, readonly CodeFacts[]>;
  readonly assigned: ReadonlyMap<string, ReadonlySet<FileName>>;
}

interface Reach {
  readonly concernsMonitors: boolean;
  /** Files that the script brings in, `./vm.sh` if in its folder; undefined if unknown. */
  readonly bringsIn: ReadonlySet<FileName> | undefined;
}

/** Follows a document into included files. */
export function reachOf(document: ScriptFacts, others: readonly ScriptFacts[] = []): Reach {
  const reached = [document, ...others].map(({ outside }) => outside);
  reached.push(...[...document.functions.values()].flat());
  const left = new Map<string, readonly CodeFacts[]>();
  for (const { functions } of others) {
    for (const [name, bodies] of functions) left.set(name, [...(left.get(name) ?? []), ...bodies]);
  }
  const words = new Set<string>();
  // `reached` grows.
  for (let from = 0; from < reached.length && left.size > 0; ) {
    const parts = new Set<string>();
    for (const { mentions } of reached.slice(from)) {
      for (const word of mentions().words) words.add(word);
      for (const part of mentions().parts) parts.add(part);
    }
    from = reached.length;
    for (const [name, bodies] of left) {
      if (!mayName(name, words, parts)) continue;
      left.delete(name);
      reached.push(...bodies);
    }
  }
  return {
    concernsMonitors: concernMonitors(reached),
    bringsIn: broughtInAmong(reached, [document, ...others]),
  };
}

function concernMonitors(code: readonly CodeFacts[]): boolean {
  if (code.some(({ isSeed }) => isSeed)) return true;
  if (code.some((one) => one.namesQemu) && code.some((one) => one.holdsOptions)) return true;
  if (code.some((one) => one.namesOption) && code.some((one) => one.composesOptions)) return true;
  const uses = new Set(code.flatMap((one) => [...one.uses]));
  return code.some(({ holders }) => [...holders].some((name) => uses.has(name)));
}

/** Resolves variables: `vm.sh` of `. "$LIB"` after `LIB=$HERE/vm.sh`, `./vm.sh` of `. $HERE/vm.sh`. */
function broughtInAmong(
  code: readonly CodeFacts[],
  files: readonly ScriptFacts[],
): ReadonlySet<FileName> | undefined {
  const names = new Set(code.flatMap(({ bringsIn }) => [...bringsIn]));
  // `names` grows.
  for (const name of names) {
    if (name === COMPUTED) return undefined;
    if (!/^[$#]\w/.test(name)) continue;
    const [variable = '', ...path] = name.slice(1).split('/');
    const values = files.flatMap(({ assigned }) => [...(assigned.get(variable) ?? [])]);
    if (name.startsWith('#'))
      for (const value of values) names.add(value.startsWith('#') ? value : COMPUTED);
    else if (path.length === 0) for (const value of values) names.add(value);
    else {
      names.delete(name);
      const isHere = values.length > 0 && values.every((value) => value === FOLDER);
      names.add([...(isHere ? [FOLDER] : []), ...path].join('/'));
    }
  }
  return names;
}

/** `start_` of `start_$x` is a part. */
interface Mentions {
  readonly words: ReadonlySet<string>;
  readonly parts: ReadonlySet<string>;
}

const WORD = /\w+/g;
const PART = /(?<![\w$])\w+(?=["']?[$`{])|[})`]["']?\w+|\$\w+["']\w+/g;

function mentionsIn(code: string): Mentions {
  const parts = (code.match(PART) ?? []).map((part) => part.slice(part.search(/(?<!\w)\w+$/)));
  return { words: new Set(code.match(WORD)), parts: new Set(parts) };
}

function mayName(name: string, words: ReadonlySet<string>, parts: ReadonlySet<string>): boolean {
  if (words.has(name)) return true;
  if (!/^\w+$/.test(name) && (name.match(WORD) ?? []).every((word) => words.has(word))) return true;
  for (const part of parts) {
    const isPart = name.startsWith(part) || name.endsWith(part);
    if (isPart && (part.length >= MIN_PART || name.length <= part.length + MAX_BESIDE)) return true;
  }
  return false;
}

/** A shorter part, such as `v` of `"v$version"`, makes only names like `t12`. */
const MIN_PART = 3;
const MAX_BESIDE = 3;

const NO_NAMES: ReadonlySet<string> = new Set();

/** A settings file's facts, by its characters. */
export function textFacts(text: string): ScriptFacts {
  const outside: CodeFacts = {
    bringsIn: new Set(broughtInBy(text.replace(WHOLE_COMMENTS, '')).map(fileName)),
    isSeed: [mayHoldQemu, handsAddress, mayBeQemuConfig, isJudged].some((asks) => asks(text)),
    namesQemu: false,
    holdsOptions: false,
    namesOption: namesOpeningOption(text),
    composesOptions: composesOptions(text),
    holders: NO_NAMES,
    uses: NO_NAMES,
    mentions: once(() => mentionsIn(text)),
  };
  return { outside, functions: new Map(), assigned: new Map() };
}

/** Facts of a Makefile and its recipes. */
export function makeFacts(text: string, { nodes }: Makefile): ScriptFacts {
  const facts = textFacts(text);
  const bringsIn = new Set(facts.outside.bringsIn);
  const visit = (node: MakeNode): void => {
    if (node.kind === 'conditional') {
      for (const { body } of node.arms) body.forEach(visit);
      node.otherwise?.forEach(visit);
    }
    if (node.kind === 'expression' && node.text.decoded.includes('include')) bringsIn.add(COMPUTED);
    if (node.kind !== 'include') return;
    for (const name of node.names.decoded.split(/\s+/)) {
      if (!IS_DEPENDENCIES.test(name)) bringsIn.add(fileName(name));
    }
  };
  nodes.forEach(visit);
  return { ...facts, outside: { ...facts.outside, bringsIn } };
}

/** A compiler's list of headers has rules only: `$(OBJECTS:.o=.d)`, `main.d`. */
const IS_DEPENDENCIES = /\.d\)*$/;

function isJudged(text: string): boolean {
  return text.includes('qemu-monitor-guard');
}

const WHOLE_COMMENTS = /^[ \t]*#.*$/gm;
const USED_NAMES = /\$\{?[!#]?([A-Za-z_]\w*)/g;
const COMMAND_NAMES = /(?:^|[;&|(`])[ \t]*(?:\w+[ \t]+)?["']?\$\{?([A-Za-z_]\w*)/gm;

/** Facts of a shell script. */
export function shellFacts({ nodes, source }: ShellScript): ScriptFacts {
  const assigned = new Map<string, Set<FileName>>();
  const functions = new Map<string, CodeFacts[]>();
  let text = '';
  let end = 0;
  for (const node of nodes) {
    if (node.kind !== 'function') continue;
    const { start } = node.at;
    text += source.slice(end, start);
    end = node.at.end;
    addTo(functions, node.name, codeFacts(node.body, source.slice(start, end), source, assigned));
  }
  text += source.slice(end);
  const own = nodes.filter(({ kind }) => kind !== 'function');
  const facts = codeFacts(own, text, source, assigned);
  const isSeed = facts.isSeed || mayBeQemuConfig(source) || isJudged(source);
  return { outside: { ...facts, isSeed }, functions, assigned };
}

/** Adds to `assigned`. */
function codeFacts(
  nodes: readonly ShellNode[],
  own: string,
  source: string,
  assigned: Map<string, Set<FileName>>,
): CodeFacts {
  const bringsIn = new Set<FileName>();
  const code = own.replace(WHOLE_COMMENTS, '');
  const known = wordsOfCode(code);
  const isNamed = known.namesQemu;
  const holders = new Set<string>();
  const uses = new Set<string>();
  let isSeed = writesOpeningOption(code);
  let around = source;
  const written = ({ start, end }: Span): string => around.slice(start, end);
  const bringInAll = (text: string): void => {
    for (const operand of broughtInBy(text)) {
      if (LOOKS_LIKE_PATH.test(operand)) bringsIn.add(fileName(operand));
    }
  };
  const use = (text: string, names = USED_NAMES): void => {
    for (const [, name = ''] of text.matchAll(names)) uses.add(name);
  };
  const assignNames = (variable: string, value: string): void => {
    for (const name of fileNames(value)) addToSet(assigned, variable, name);
  };
  for (const [, name = '', value = ''] of code.matchAll(ASSIGNED_DEFAULT)) assignNames(name, value);
  const assign = (variable: string, value: string): void => {
    assignNames(variable, value);
    if (isNamed && namesSystemQemu(value)) holders.add(variable);
    use(value);
  };
  const visitDocuments = (documents: readonly Span[]): void => {
    for (const text of documents.map(written)) {
      bringInAll(text);
      use(text, COMMAND_NAMES);
      isSeed ||= isNamed && namesSystemQemu(text);
    }
  };
  const visitCommand = (command: SimpleCommand): void => {
    const { assignments, documents, redirections, sourceHint, words } = command;
    for (const assignment of assignments) {
      for (const { at } of valuesOf(assignment)) {
        assign(assignment.name, written(at));
        bringInAll(written(at));
      }
      if (assignment.append) addToSet(assigned, assignment.name, COMPUTED);
    }
    const operand = sourceOperand(command);
    for (const name of operand ? fileNames(written(operand.at)) : []) bringsIn.add(name);
    if (sourceHint !== undefined) bringsIn.add(fileName(sourceHint));
    if (namesSource(command, written)) bringsIn.add(COMPUTED);
    const name = words[0]?.plain;
    if (READERS.has(name ?? '')) {
      for (const { plain } of words) if (plain) addToSet(assigned, plain, COMPUTED);
    }
    const writes = redirections.length > 0 && WRITERS.has(name ?? '');
    if (name !== undefined && onlyTalks(name) && !writes) return;
    visitDocuments(documents);
    for (const text of words.map(({ at }) => written(at))) {
      if (!operand) bringInAll(text);
      use(text);
      isSeed ||= isNamed && namesSystemQemu(text);
    }
    isSeed ||= isNamed && startsByName(command, written);
  };
  visitNodes(nodes, (node, hosts) => {
    around = hosts.at(-1)?.().decoded ?? source;
    if (node.kind === 'command') visitCommand(node);
    if (node.kind === 'group') visitDocuments(node.documents);
    if (node.kind !== 'loop') return;
    const { variable, words } = node;
    if (variable === undefined) return;
    for (const { at } of words) assign(variable, written(at));
    if (words.length === 0) addToSet(assigned, variable, COMPUTED);
  });
  return { ...known, bringsIn, isSeed, holders, uses };
}

function wordsOfCode(code: string) {
  return {
    namesQemu: namesQemu(code),
    holdsOptions: holdsQemuOptions(code),
    namesOption: namesOpeningOption(code),
    composesOptions: composesOptions(code),
    mentions: once(() => mentionsIn(code)),
  };
}

/** `alias use=source` */
function namesSource(
  { assignments, words }: SimpleCommand,
  written: (at: Span) => string,
): boolean {
  return words[0]?.plain === 'alias' && assignments.some(({ at }) => IS_SOURCE.test(written(at)));
}

const IS_SOURCE = /=["']?(?:source|\.)["']?$/;
const WRITERS = wordSet('cat echo printf tee');
const READERS = wordSet('getopts mapfile printf read readarray');
/** A dot after other text ends a sentence. */
const LOOKS_LIKE_PATH = /^["']?(?:[\w./~{}$"'@+-]|\$\()+$/;

function sourceOperand({ words }: SimpleCommand): SimpleCommand['words'][number] | undefined {
  const [first] = words;
  const isRunner = first?.plain === 'builtin' || first?.plain === 'command';
  const [name, ...operands] = isRunner ? words.slice(1) : words;
  if (name?.plain !== '.' && name?.plain !== 'source') return undefined;
  return operands.find(({ plain }) => !plain?.startsWith('-'));
}

/** `kvm …`, `sudo kvm …`, `$RUN kvm …` */
function startsByName(
  { words: [first, ...others] }: SimpleCommand,
  written: (at: Span) => string,
): boolean {
  if (first === undefined) return false;
  const { plain } = first;
  if (plain !== undefined && programOfName(plain)) return true;
  const runsOthers =
    plain === undefined
      ? written(first.at).includes('$')
      : programAt(plain)?.lastWords !== undefined;
  return runsOthers && others.some((word) => word.plain && programOfName(word.plain));
}

const VARIABLE = /^\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))$/;

const IN_FOLDER = /^\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))\/((?:(?!\.\.?\/)[\w.+-]+\/)*[\w.+-]+)$/;
const IS_FOLDER =
  /^\$\((?:(?:readlink -f|realpath) \$\(dirname \$0\)|dirname \$0|cd \$\(dirname \$0\) && pwd)\)$/;
/** `$(basename $0)` */
const IS_OWN_NAME =
  /^\$(?:\(basename (?:\$0|\$\{?BASH_SOURCE(?:\[\d+\]\})?)\)|\{(?:0|BASH_SOURCE(?:\[\d+\])?)##\*\/\})$/;
/** `${LIB:-$HERE/vm.sh}` */
const DEFAULTED = /^\$\{([A-Za-z_]\w*):?[-=](.*)\}$/;
/** `: ${LIB:=${HERE}/vm.sh}` */
const ASSIGNED_DEFAULT = /\$\{([A-Za-z_]\w*):?=((?:[^{}]|\{[^{}]*\})*)/g;
/** `${name#$1-}` */
const SHORTENED = /^\$\{([A-Za-z_]\w*)#[^}]*-\}$/;

/** The names of a file and of its default. */
function fileNames(operand: string): readonly FileName[] {
  const [, variable, otherwise] = DEFAULTED.exec(operand.replaceAll('"', '')) ?? [];
  return otherwise === undefined ? [fileName(operand)] : [`$${variable}`, ...fileNames(otherwise)];
}

function fileName(operand: string): FileName {
  const path = operand.replace(/["'\\]/g, '');
  if (path.startsWith('<(')) return '';
  const name = nameOf(path);
  const [, braced, bare] = VARIABLE.exec(name) ?? [];
  const variable = braced ?? bare;
  if (variable !== undefined) return `$${variable}`;
  if (IS_FOLDER.test(path)) return FOLDER;
  const [, inBraces, plain, rest] = IN_FOLDER.exec(path) ?? [];
  if (rest !== undefined) return `$${inBraces ?? plain}/${rest}`;
  if (IS_OWN_NAME.test(path)) return OWN_END;
  const [, shortened] = SHORTENED.exec(path) ?? [];
  if (shortened !== undefined) return `#${shortened}`;
  if (/[$`{}()%]/.test(name)) return COMPUTED;
  if (name === '' || /[*?[\]]/.test(name)) return '';
  const folders = path.split('/').slice(0, -1);
  const unwritten = folders.findLastIndex(
    (folder) => !/^[\w.+-]+$/.test(folder) || /^\.+$/.test(folder),
  );
  return [...folders.slice(unwritten + 1), name].join('/');
}
