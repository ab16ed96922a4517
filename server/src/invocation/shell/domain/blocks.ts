/**
 * Blocks of a run: parts that may be skipped, or keep changes to themselves. Why:
 * docs/decisions/unknown-values.md
 */

import type { ShellWord, SimpleCommand } from '../../../syntax/shell/tree.ts';
import { UNKNOWN } from '../../../text/mapped-text.ts';
import type { Span } from '../../../text/span.ts';

export interface Block {
  /**
   * A subshell loses settings such as the umask, a branch keeps them. An uncalled `function` may run at any
   * time.
   */
  readonly kind: 'function' | 'subshell' | 'branch';
  readonly parent: Block | undefined;
  /** Of which it is an arm: `if`, `case`. */
  readonly choice: Choice | undefined;
  /** In a loop, so it may run again later. */
  readonly looped: boolean;
  /** `[ "$1" = debug ]` of an `if` */
  readonly condition?: Span | undefined;
}

interface Choice {
  readonly arms: readonly Block[];
  /** One arm surely runs: `else`. */
  readonly exhaustive: boolean;
  /** In a loop, so a run may enter several arms. */
  readonly repeats: boolean;
}

/** A place in the order of execution. */
export interface Scope {
  /** Offset of the function; undefined at the top level. */
  readonly inFunction: number | undefined;
  /** Undefined at the top level. */
  readonly block: Block | undefined;
  /** Finds the previous run's blocks. */
  readonly known?: KnownBlocks;
}

type KnownBlocks = (blocks: readonly Block[]) => readonly Block[];

/** The previous run's blocks, in order, for code that runs after each edit. */
export interface BlockMemory {
  blocks: readonly (readonly Block[])[];
}

/** Skipped blocks of the previous run. */
const MAX_PASSED = 16;

/** Reuses equal blocks, so that results keyed by them stay valid. Never merges two blocks of a run. */
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

/** A command and its scope. */
export interface FoundCommand {
  readonly command: SimpleCommand;
  readonly name: string | undefined;
  readonly scope: Scope;
}

/** The top level. */
export const TOP: Scope = { inFunction: undefined, block: undefined };

/** Of a subshell. */
export function subshellOf(scope: Scope): Scope {
  return { ...scope, block: blockIn(scope, 'subshell') };
}

/** May be skipped, and repeat if `looped`. */
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

/** At most one runs, exactly one if `exhaustive`; one per condition (undefined for none). */
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

/** Of the innermost block that has one. */
export function conditionOf({ block }: Scope): Span | undefined {
  for (let place = block; place; place = place.parent) {
    if (place.condition) return place.condition;
  }
  return undefined;
}

/** Without expansions, quoted or not; undefined for other words. */
export function literalText(word: ShellWord | undefined): string | undefined {
  if (word?.plain !== undefined) return word.plain;
  const only = word?.parts[0];
  if (only?.kind !== 'text' || word?.parts.length !== 1) return undefined;
  // In a string, the outer script's expansions are unknown.
  return only.text.decoded.includes(UNKNOWN) ? undefined : only.text.decoded;
}

/** Of a variable. */
export const NAME = /^[A-Za-z_]\w*$/;
