/**
 * Aliases (bash manual 6.6). They apply to commands read later, so from the next line on; in bash only if
 * interactive or told to. A user may type unused ones.
 */

import { type Placement, placementIn } from '../../../syntax/shell/placement.ts';
import type { ShellNode, ShellScript, SimpleCommand } from '../../../syntax/shell/tree.ts';
import { stopAt } from '../../../text/fuel.ts';
import { LIMITS } from '../../../text/limits.ts';
import { isKnown, type MappedText, slice } from '../../../text/mapped-text.ts';
import { once } from '../../../text/once.ts';
import { nameOf } from '../../../text/paths.ts';
import { literalText } from '../../domain/blocks.ts';
import { State } from '../../domain/state.ts';
import type { Word } from '../../invocation.ts';
import { mayConcernQemu } from '../../program.ts';
import type { Context } from '../context.ts';
import { linesOf, textsOf } from '../expand/expand.ts';
import type { Interpreter } from '../interpreter.ts';
import { readText, runScript } from '../nested/nested.ts';
import { optionOf } from '../options.ts';
import { viewOf } from '../view.ts';
import { runBranch } from './flow.ts';

interface Alias {
  readonly text: MappedText;
  readonly readBefore: number;
  readonly context: Context;
  used: boolean;
}

/** Top-level commands of adjacent lines. */
export interface CommandList {
  readonly nodes: readonly ShellNode[];
  readonly source: string;
  readonly placement: Placement;
}

/** The aliases of a script. */
export interface Aliases {
  readonly named: Map<string, readonly Alias[]>;
  /** Aliases that stand for themselves meanwhile. */
  readonly expanding: Set<string>;
  /** Whether they apply without an option. */
  readonly expands: boolean;
  /** The running top-level command. */
  running: ShellNode | undefined;
  readonly top: () => number;
  readonly topAt: (offset: number) => number;
  /** Whether the second is read after the first ran: shells read lines. */
  readonly isReadAfter: (top: number, other: number) => boolean;
}

/** Shells that expand aliases in scripts. */
const EXPANDING = /^#!.*\b(?:sh|dash|ash|ksh|ksh93|mksh|zsh)\b/;
/** Read by an interactive shell. */
const INTERACTIVE =
  /^\.?(?:bashrc|bash_aliases|bash_profile|bash_login|aliases|profile|kshrc|zshrc|zprofile|zlogin|zshenv)$/;

/** Makes the aliases of a script. */
export function aliasesOf(
  {
    lists,
    source,
    dialect,
  }: Pick<ShellScript, 'source' | 'dialect'> & {
    readonly lists: readonly CommandList[];
  },
  path: string | undefined,
): Aliases {
  const tops = once(() =>
    lists.flatMap((list) => {
      return list.nodes.map(({ at }) => ({ at, list, start: list.placement.span(at).start }));
    }),
  );
  const numbers = once(() => {
    return new Map(lists.flatMap(({ nodes }) => nodes).map((node, index) => [node, index]));
  });
  const aliases: Aliases = {
    named: new Map(),
    expanding: new Set(),
    expands: dialect === 'zsh' || EXPANDING.test(source) || INTERACTIVE.test(nameOf(path ?? '')),
    running: undefined,
    top: () => (aliases.running && numbers().get(aliases.running)) ?? 0,
    topAt: (offset) => tops().findLastIndex(({ start }) => start <= offset),
    isReadAfter: (top, other) => {
      const [from, to] = [tops()[other], tops()[top]];
      if (from === undefined || to === undefined) return false;
      const { list } = from;
      return list !== to.list || list.source.slice(from.at.end, to.at.start).includes('\n');
    },
  };
  return aliases;
}

/** Defines aliases: `alias vm='qemu-system-x86_64 …'`. */
export function alias(interpreter: Interpreter, command: SimpleCommand, context: Context): void {
  const view = viewOf(interpreter, context);
  for (const { name, value } of command.assignments) {
    const word = value.kind === 'scalar' ? value.word : undefined;
    if (word === undefined) continue;
    for (const [index, { value: held }] of textsOf(word, view).entries()) {
      define(interpreter, name, held.text, context, index > 0);
    }
  }
  for (const word of command.words.slice(1)) {
    for (const { value } of textsOf(word, view)) {
      const [whole, name] = /^([^\s=$`/]+)=/.exec(value.text.decoded) ?? [];
      if (whole === undefined || name === undefined) continue;
      define(interpreter, name, slice(value.text, whole.length), context);
    }
  }
}

function define(
  { aliases }: Interpreter,
  name: string,
  text: MappedText,
  context: Context,
  isOther = false,
): void {
  const { named } = aliases;
  const isBranch = isOther || context.scope.block?.kind === 'branch';
  const before = isBranch ? (named.get(name) ?? []).slice(-LIMITS.several) : [];
  named.set(name, [...before, { text, readBefore: aliases.top(), context, used: false }]);
}

/** `unalias vm`, `unalias -a` */
export function unalias({ aliases }: Interpreter, { words }: SimpleCommand): void {
  for (const word of words.slice(1)) {
    const name = literalText(word) ?? '';
    if (name === '-a') aliases.named.clear();
    else aliases.named.delete(name);
  }
}

/**
 * Runs an alias's text; its last command gets the further words, by `runWords`. False if the command is no
 * alias.
 */
export function runAlias(
  interpreter: Interpreter,
  command: SimpleCommand,
  context: Context,
  runWords: (words: readonly Word[], inner: Context) => void,
): boolean {
  const { aliases } = interpreter;
  const [first, ...others] = command.words;
  const name = first?.plain;
  if (name === undefined || aliases.expanding.has(name)) return false;
  if (!aliases.expands && optionOf('expand_aliases', context.state) === '') return false;
  const found = aliasesAt(interpreter, name, command, context);
  if (found.some(({ text }) => OPENS.test(text.decoded))) {
    stopAt(interpreter.budget, context.placement.span(command.at));
  }
  const read = found.map((one) => nodesOf(interpreter, one, context));
  if (found.length === 0 || read.some((nodes) => nodes === undefined)) return false;
  if (others.length > 0 && read.some((nodes) => nodes?.at(-1)?.kind !== 'command')) return false;
  aliases.expanding.add(name);
  for (const [index, one] of found.entries()) {
    one.used = true;
    const nodes = read[index] ?? [];
    const run = (around: Context): void => {
      const inner = inAlias(one, around);
      const last = nodes.at(-1);
      if (others.length === 0 || last?.kind !== 'command') {
        interpreter.run(nodes, inner);
        return;
      }
      interpreter.run(nodes.slice(0, -1), inner);
      const begun = wordsOf(interpreter, last.words, command, inner);
      const lines = linesBehind(interpreter, one, command, around);
      for (const behind of lines) {
        const words = [...begun, ...behind];
        if (lines.length === 1) runWords(words, around);
        else runBranch(around, (branch) => runWords(words, branch));
      }
    };
    if (found.length === 1) run(context);
    else runBranch(context, run);
  }
  aliases.expanding.delete(name);
  return true;
}

/** Text of an alias that leaves a statement open. */
const OPENS = /^\s*(?:if|while|until|for|case|\{|\()(?:\s|$)/;

/** The lines of words behind an alias. If its text ends with a blank, the next word may be an alias, too. */
function linesBehind(
  interpreter: Interpreter,
  { text }: Alias,
  command: SimpleCommand,
  context: Context,
): readonly (readonly Word[])[] {
  const behind = command.words.slice(1);
  if (/[ \t]$/.test(text.decoded)) return [wordsOf(interpreter, behind, command, context)];
  return linesOf(behind, viewOf(interpreter, context)).map(({ words }) => words);
}

function wordsOf(
  interpreter: Interpreter,
  words: SimpleCommand['words'],
  command: SimpleCommand,
  context: Context,
): readonly Word[] {
  const { expanding } = interpreter.aliases;
  const name = words[0]?.plain ?? '';
  const [one] = expanding.has(name) ? [] : aliasesAt(interpreter, name, command, context);
  const [node, ...others] = (one && nodesOf(interpreter, one, context)) ?? [];
  const view = viewOf(interpreter, context);
  if (one === undefined || node?.kind !== 'command' || others.length > 0) {
    return linesOf(words, view)[0]?.words ?? [];
  }
  one.used = true;
  expanding.add(name);
  const begun = wordsOf(interpreter, node.words, command, inAlias(one, context));
  expanding.delete(name);
  return [...begun, ...(linesOf(words.slice(1), view)[0]?.words ?? [])];
}

function nodesOf(
  interpreter: Interpreter,
  { text }: Alias,
  { nesting, dialect }: Context,
): readonly ShellNode[] | undefined {
  if (nesting >= LIMITS.few || !isKnown(text)) return undefined;
  return readText(interpreter, text, dialect);
}

function inAlias({ text }: Alias, context: Context): Context {
  return { ...context, placement: placementIn(text), nesting: context.nesting + 1 };
}

function aliasesAt(
  { aliases }: Interpreter,
  name: string | undefined,
  command: SimpleCommand,
  { placement, nesting, path, files }: Context,
): readonly Alias[] {
  const found = name === undefined ? undefined : aliases.named.get(name);
  if (found === undefined) return [];
  // A command of the script itself is read before it runs. One of another file or a string is read while the command
  // around it runs.
  const isHere = nesting === 0 && path === files[0];
  const top = isHere ? aliases.topAt(placement.span(command.at).start) : aliases.top();
  return found.filter((one) => {
    if (!isHere && one.readBefore === top)
      return one.context.nesting > 0 || one.context.path === path;
    return one.readBefore < top && aliases.isReadAfter(top, one.readBefore);
  });
}

/** Runs unused aliases after the script. */
export function runUnusedAliases(interpreter: Interpreter, end: () => State): void {
  for (const { text, used, context } of [...interpreter.aliases.named.values()].flat()) {
    if (used || !mayConcernQemu(text.decoded)) continue;
    const run = { kind: 'script', text, shell: 'same', positional: [], input: undefined } as const;
    const state = new State(end(), interpreter.budget);
    runScript(interpreter, run, { ...context, state, output: undefined, input: undefined });
  }
}
