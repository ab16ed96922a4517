/**
 * The blocks of a script as they are run: what may be skipped, and what keeps its changes to itself.
 * Why: docs/decisions/unknown-values.md
 */

import type { ShellWord, SimpleCommand } from '../../../syntax/shell/tree.ts';
import { UNKNOWN } from '../../../text/mapped-text.ts';
import type { Span } from '../../../text/span.ts';

/** A part of a script that keeps something to itself, or may be skipped. */
export interface Block {
  /**
   * Settings of the shell, such as its umask, are lost at the end of a subshell and kept by a branch. A
   * `function` is one that nobody calls where it is run: it may be called whenever.
   */
  readonly kind: 'function' | 'subshell' | 'branch';
  readonly parent: Block | undefined;
  /** The `if` or `case` of which it is one of the arms. */
  readonly choice: Choice | undefined;
  /** Whether it is in a loop, and may be run again after what stands behind it. */
  readonly looped: boolean;
  /** The commands of the file that decide whether it is run: the `[ "$1" = debug ]` of an `if`. */
  readonly condition?: Span | undefined;
}

interface Choice {
  readonly arms: readonly Block[];
  /** Whether one of them is surely run: an `if` with `else`. */
  readonly exhaustive: boolean;
  /** Whether it is in a loop, so that one run of the script may go through several of its blocks. */
  readonly repeats: boolean;
}

/** Where in the script something stands, as far as the order of execution is concerned. */
export interface Scope {
  /** The function around it, by the offset where its definition begins; undefined at the top level. */
  readonly inFunction: number | undefined;
  /** The innermost block around it; undefined at the top level. */
  readonly block: Block | undefined;
  /** The blocks of the last time that the same was run; undefined where nobody knows of any. */
  readonly known?: KnownBlocks;
}

/** Gives for blocks that begin at one place those of the last time, or these where there were none like them. */
type KnownBlocks = (blocks: readonly Block[]) => readonly Block[];

/** The blocks of the last run of something that is run again whenever somebody has typed in it, in their order. */
export interface BlockMemory {
  blocks: readonly (readonly Block[])[];
}

/** How many blocks are passed over that there were the last time. */
const MAX_PASSED = 16;

/**
 * Has the next run of something use the blocks of the last one where it makes the same, so that what it leaves is the
 * same for whoever depends on it. Two blocks of one run are never one.
 */
export function blocksAgain(memory: BlockMemory): KnownBlocks {
  const before = memory.blocks;
  const now: (readonly Block[])[] = [];
  memory.blocks = now;
  let next = 0;
  return (blocks) => {
    const ahead = before.slice(next, next + MAX_PASSED);
    const index = ahead.findIndex((others) => beginAlike(blocks, others));
    const known = ahead[index] ?? blocks;
    next += index + 1;
    now.push(known);
    return known;
  };
}

function beginAlike(some: readonly Block[], others: readonly Block[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ kind, parent, looped, condition, choice }, index) => {
      const other = others[index];
      return (
        other?.kind === kind &&
        other.parent === parent &&
        other.looped === looped &&
        other.choice?.exhaustive === choice?.exhaustive &&
        other.condition?.start === condition?.start &&
        other.condition?.end === condition?.end
      );
    })
  );
}

/** A command and where it stands. */
export interface FoundCommand {
  readonly command: SimpleCommand;
  readonly name: string | undefined;
  readonly scope: Scope;
}

/** The top level of a script. */
export const TOP: Scope = { inFunction: undefined, block: undefined };

/** The scope of a subshell inside another. */
export function subshellOf(scope: Scope): Scope {
  return { ...scope, block: blockIn(scope, 'subshell') };
}

/** A block inside a scope that may be skipped; `looped` if it may also be run again and again. */
export function branchOf(scope: Scope, looped = false, condition?: Span): Block {
  return blockIn(scope, 'branch', looped, condition);
}

function blockIn(
  { block: parent, known }: Scope,
  kind: Block['kind'],
  isLoop = false,
  condition?: Span,
): Block {
  const looped = isLoop || parent?.looped === true;
  const block: Block = { condition, kind, parent, choice: undefined, looped };
  return known?.([block])[0] ?? block;
}

/**
 * Blocks inside a scope of which no more than one is run, one for each condition (undefined for one that has
 * none); with `exhaustive` surely one of them.
 */
export function choiceOf(
  { block: parent, known }: Scope,
  conditions: readonly (Span | undefined)[],
  exhaustive: boolean,
): readonly Block[] {
  const arms: Block[] = [];
  const looped = parent?.looped === true;
  const choice: Choice = { arms, exhaustive, repeats: looped };
  for (const condition of conditions) {
    arms.push({ kind: 'branch', parent, choice, looped, condition });
  }
  return known?.(arms) ?? arms;
}

/** The condition of the innermost block around something that has one. */
export function conditionOf({ block }: Scope): Span | undefined {
  for (let place = block; place; place = place.parent) {
    if (place.condition) return place.condition;
  }
  return undefined;
}

/** The plain text of a word without expansions and quotes, or undefined; also inside of a string. */
export function literalText(word: ShellWord | undefined): string | undefined {
  if (word?.plain !== undefined) return word.plain;
  const only = word?.parts[0];
  if (only?.kind !== 'text' || word?.parts.length !== 1) return undefined;
  // In a script that stands in a string, what the outer script expands is not known here.
  return only.text.decoded.includes(UNKNOWN) ? undefined : only.text.decoded;
}

/** `nc` of `/usr/bin/nc`. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The name of a variable. */
export const NAME = /^[A-Za-z_]\w*$/;
