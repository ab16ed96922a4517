/**
 * What the text of a script or a Makefile says without being run: which files it brings in, and whether it may start a
 * QEMU. A graph of files is run only if its facts together allow a QEMU or an option for one. True for too many graphs.
 */
import type { Makefile, MakeNode } from '../../syntax/make/tree.ts';
import { mayBeQemuConfig } from '../../syntax/readconfig/detect.ts';
import { valuesOf, visitNodes } from '../../syntax/shell/inside.ts';
import type { ShellNode, ShellScript, SimpleCommand } from '../../syntax/shell/tree.ts';
import { addToSet } from '../../text/lookup.ts';
import type { Span } from '../../text/span.ts';
import { wordSet } from '../../text/split-words.ts';
import {
  broughtInBy,
  holdsQemuOptions,
  mayHoldQemu,
  namesQemu,
  namesSystemQemu,
  opensOutsideOfComments,
  programOfName,
} from '../program.ts';
import { programAt } from './programs/table.ts';
import { onlyTalks } from './programs/talking.ts';

/**
 * What is written of a file's name: `vm.sh` for `"$HERE/lib/vm.sh"`, `$LIB` for a variable alone, empty for none, such as
 * a folder, and `COMPUTED` for what only a run knows.
 */
type FileName = string;

/** A name of which only a run knows the last component: `"$HERE/$1.sh"`. */
const COMPUTED = '?';

/** The facts of one file. */
export interface ScriptFacts {
  /** The files that it brings in. */
  readonly bringsIn: ReadonlySet<FileName>;
  /** What its variables are assigned, as names of files. */
  readonly assigned: ReadonlyMap<string, ReadonlySet<FileName>>;
  /** True if the file by itself may start a QEMU, open a monitor or hold a comment of ours. */
  readonly isSeed: boolean;
  /** True if it speaks of QEMU. */
  readonly namesQemu: boolean;
  /** True if it has options that QEMU has. */
  readonly holdsOptions: boolean;
  /** Variables that are assigned a QEMU binary: `vm` for `vm=qemu-system-arm`. */
  readonly holders: ReadonlySet<string>;
  /** Variables that commands and assignments use. */
  readonly uses: ReadonlySet<string>;
}

/** Whether files that bring in each other may start a QEMU or hold an option for one. */
export function mayConcernMonitors(graph: readonly ScriptFacts[]): boolean {
  if (graph.some(({ isSeed }) => isSeed)) return true;
  if (graph.some((one) => one.namesQemu) && graph.some((one) => one.holdsOptions)) return true;
  return graph.some(({ holders }) =>
    [...holders].some((name) => graph.some(({ uses }) => uses.has(name))),
  );
}

/**
 * The last components of the names of files that one of a graph brings in: `vm.sh` for `. "$LIB"` where a file of it has
 * `LIB=$HERE/vm.sh`. Undefined if only a run knows one of them.
 */
export function broughtInAmong(graph: readonly ScriptFacts[]): ReadonlySet<string> | undefined {
  const names = new Set(graph.flatMap(({ bringsIn }) => [...bringsIn]));
  // What is added meanwhile is gone through as well.
  for (const name of names) {
    if (name === COMPUTED) return undefined;
    if (!name.startsWith('$')) continue;
    for (const { assigned } of graph) {
      for (const value of assigned.get(name.slice(1)) ?? []) names.add(value);
    }
  }
  return names;
}

const NO_NAMES: ReadonlySet<string> = new Set();

/** The facts of a file without a tree, for which its characters decide: settings that a script brings in. */
export function textFacts(text: string): ScriptFacts {
  return {
    bringsIn: new Set(broughtInBy(text).map(fileName)),
    assigned: new Map(),
    isSeed: mayHoldQemu(text) || mayBeQemuConfig(text) || isJudged(text),
    namesQemu: false,
    holdsOptions: false,
    holders: NO_NAMES,
    uses: NO_NAMES,
  };
}

/** The facts of a Makefile. Its recipes may bring in scripts. */
export function makeFacts(text: string, { nodes }: Makefile): ScriptFacts {
  const facts = textFacts(text);
  const bringsIn = new Set(facts.bringsIn);
  const visit = (node: MakeNode): void => {
    if (node.kind === 'conditional') {
      for (const { body } of node.arms) body.forEach(visit);
      node.otherwise?.forEach(visit);
    }
    if (node.kind === 'expression' && node.text.decoded.includes('include')) bringsIn.add(COMPUTED);
    if (node.kind !== 'include') return;
    for (const name of node.names.decoded.split(/\s+/)) bringsIn.add(fileName(name));
  };
  nodes.forEach(visit);
  return { ...facts, bringsIn };
}

/** Comments that are instructions for us are judged, whatever else is there. */
function isJudged(text: string): boolean {
  return text.includes('qemu-monitor-guard');
}

const WHOLE_COMMENTS = /^[ \t]*#.*$/gm;
/** The variables that a text uses, and those of them that a line of a here-document begins a command with. */
const USED_NAMES = /\$\{?[!#]?([A-Za-z_]\w*)/g;
const COMMAND_NAMES = /(?:^|[;&|(`])[ \t]*(?:\w+[ \t]+)?["']?\$\{?([A-Za-z_]\w*)/gm;

/** The facts of a shell script. */
export function shellFacts({ nodes, source }: ShellScript): ScriptFacts {
  const code = source.replace(WHOLE_COMMENTS, '');
  const isNamed = namesQemu(code);
  const bringsIn = new Set<FileName>();
  const assigned = new Map<string, Set<FileName>>();
  const holders = new Set<string>();
  const uses = new Set<string>();
  let isSeed = opensOutsideOfComments(source) || mayBeQemuConfig(source) || isJudged(source);
  const written = ({ start, end }: Span): string => source.slice(start, end);
  const bringInAll = (text: string): void => {
    for (const operand of broughtInBy(text)) {
      if (LOOKS_LIKE_PATH.test(operand)) bringsIn.add(fileName(operand));
    }
  };
  const use = (text: string, names = USED_NAMES): void => {
    for (const [, name = ''] of text.matchAll(names)) uses.add(name);
  };
  const assign = (variable: string, value: string): void => {
    addToSet(assigned, variable, fileName(value));
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
    }
    // It may be used wherever an alias is.
    if (words[0]?.plain === 'alias' && assignments.some(({ at }) => IS_SOURCE.test(written(at)))) {
      bringsIn.add(COMPUTED);
    }
    const operand = sourced(command);
    if (operand) bringsIn.add(fileName(written(operand.at)));
    if (sourceHint !== undefined) bringsIn.add(fileName(sourceHint));
    const name = words[0]?.plain;
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
  visitNodes(nodes, (node: ShellNode) => {
    if (node.kind === 'command') visitCommand(node);
    if (node.kind === 'group') visitDocuments(node.documents);
    if (node.kind !== 'loop') return;
    for (const { at } of node.words) {
      if (node.variable !== undefined) assign(node.variable, written(at));
    }
  });
  const holdsOptions = holdsQemuOptions(code);
  return { bringsIn, assigned, isSeed, namesQemu: isNamed, holdsOptions, holders, uses };
}

const IS_SOURCE = /=["']?(?:source|\.)["']?$/;
/** Those that only talk, but may write a script into a file. */
const WRITERS = wordSet('cat echo printf tee');
/** What a string has behind a dot that is no end of a sentence. */
const LOOKS_LIKE_PATH = /^["']?(?:[\w./~{}$"'@+-]|\$\()+$/;

/** The operand of `source FILE` and `. FILE`. */
function sourced({ words }: SimpleCommand): SimpleCommand['words'][number] | undefined {
  const [first] = words;
  const isRunner = first?.plain === 'builtin' || first?.plain === 'command';
  const [name, ...operands] = isRunner ? words.slice(1) : words;
  if (name?.plain !== '.' && name?.plain !== 'source') return undefined;
  return operands.find(({ plain }) => !plain?.startsWith('-'));
}

/** Whether a command runs `qemu` or `kvm`, itself or through what runs others: `sudo kvm …`, `$RUN kvm …`. */
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

/** What is written of a file's name. A pattern of names and the output of a command stand for no file. */
function fileName(operand: string): FileName {
  const path = operand.replace(/["'\\]/g, '');
  if (path.startsWith('<(')) return '';
  const [, braced, bare] = VARIABLE.exec(path) ?? [];
  const variable = braced ?? bare;
  if (variable !== undefined) return `$${variable}`;
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/[$`{}()%]/.test(name)) return COMPUTED;
  return /[*?[\]]/.test(name) ? '' : name;
}
