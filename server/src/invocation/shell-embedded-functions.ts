/**
 * Functions of a script that run what they are given: `run() { echo "$@"; "$@"; }`, also behind runners
 * (`sudo "$@"`) and as a string (`eval "$*"`, `bash -c "$1"`).
 */
import type { ShellNode, ShellScript, ShellWord, SimpleCommand } from '../syntax/shell/tree.ts';
import type { Word } from './invocation.ts';
import { isRunner } from './runners.ts';
import type { Carried } from './shell-embedded-carried.ts';
import { mayCarry } from './shell-embedded-programs.ts';
import { joinedWords } from './shell-embedded-text.ts';
import { literalText, type ShellScan } from './shell-scan.ts';

/** How a function passes its arguments on. */
export interface Forwarder {
  /** How many arguments it keeps to itself. */
  readonly skip: number;
  /** Whether a shell reads them as a script. */
  readonly script: boolean;
}

/** The functions of a script that run their arguments, by name. */
export function forwardersOf(script: ShellScript, scan: ShellScan): ReadonlyMap<string, Forwarder> {
  const names = new Map<number, string>();
  collectNames(script.nodes, names);
  const forwarders = new Map<string, Forwarder>();
  if (names.size === 0) return forwarders;
  const shifted = new Map<string, number>();
  for (const { command, name, scope } of scan.commands) {
    const owner = scope.inFunction === undefined ? undefined : names.get(scope.inFunction);
    if (owner === undefined) continue;
    if (name === 'shift') {
      const by = Number(literalText(command.words[1]) ?? 1);
      shifted.set(owner, (shifted.get(owner) ?? 0) + (by || 0));
    } else if (!forwarders.has(owner)) {
      const script = passesOn(command, name);
      if (script !== undefined) forwarders.set(owner, { skip: shifted.get(owner) ?? 0, script });
    }
  }
  return forwarders;
}

/** What a call of a forwarding function runs; `words` from its name on. */
export function forwarded(words: readonly Word[], { skip, script }: Forwarder): readonly Carried[] {
  const args = words.slice(1 + skip);
  if (args.length === 0) return [];
  if (!script) return [{ kind: 'words', words: args, foreign: false }];
  const text = joinedWords(args);
  return [{ kind: 'script', text, shell: 'same', positional: [], input: undefined }];
}

/** Whether a command runs the arguments of its function, and if so whether as a script. */
function passesOn({ words }: SimpleCommand, name: string | undefined): boolean | undefined {
  const [first, ...others] = words;
  if (first === undefined) return undefined;
  if (isArguments(first)) return false;
  if (name === 'eval')
    return others[0] && (isArguments(others[0]) || isFirst(others[0])) ? true : undefined;
  const index = words.findIndex((word) => isArguments(word) || isFirst(word));
  const word = words[index];
  if (word === undefined || name === undefined) return undefined;
  const before = words.slice(1, index).map(literalText);
  if (mayCarry(name) && before.at(-1)?.endsWith('c') && before.at(-1)?.startsWith('-')) return true;
  // `command -v "$@"` only asks where a program is.
  const asks = name === 'command' && before.some((option) => /^-[vV]/.test(option ?? ''));
  return isRunner(name) && isArguments(word) && !asks ? false : undefined;
}

function isArguments(word: ShellWord): boolean {
  return isParameter(word, '@') || isParameter(word, '*');
}

function isFirst(word: ShellWord): boolean {
  return isParameter(word, '1');
}

function isParameter({ parts }: ShellWord, name: string): boolean {
  const [only] = parts;
  return (
    parts.length === 1 &&
    only?.kind === 'parameter' &&
    only.name === name &&
    only.operator === undefined
  );
}

function collectNames(nodes: readonly ShellNode[], names: Map<number, string>): void {
  for (const node of nodes) {
    switch (node.kind) {
      case 'function':
        names.set(node.at.start, node.name);
        collectNames(node.body, names);
        break;
      case 'group':
      case 'loop':
        collectNames(node.body, names);
        break;
      case 'if':
        for (const { body } of node.clauses) collectNames(body, names);
        collectNames(node.otherwise ?? [], names);
        break;
      case 'pipeline':
      case 'and-or':
        collectNames(node.nodes, names);
        break;
      case 'case':
        for (const { body } of node.arms) collectNames(body, names);
        break;
      case 'command':
      case 'expression':
        break;
    }
  }
}
