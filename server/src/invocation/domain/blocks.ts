/** Blocks: code that may be skipped, or a subshell. Why: docs/decisions/unknown-values.md */

import type { ShellWord, SimpleCommand } from '../../syntax/shell/tree.ts';
import { UNKNOWN } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';

export interface Block {
  /** Only a subshell loses settings (umask). An uncalled `function` may run at any time. */
  readonly kind: 'function' | 'subshell' | 'branch';
  readonly parent: Block | undefined;
  readonly choice: Choice | undefined;
  readonly looped: boolean;
  /** `[ "$1" = debug ]` of an `if` */
  readonly condition?: Span | undefined;
}

interface Choice {
  readonly arms: readonly Block[];
  readonly exhaustive: boolean;
  /** In a loop several arms may run. */
  readonly repeats: boolean;
}

/** A place in the order of execution. */
export interface Scope {
  /** The function's offset. */
  readonly inFunction: number | undefined;
  readonly block: Block | undefined;
}

/** A command with its scope. */
export interface FoundCommand {
  readonly command: SimpleCommand;
  readonly name: string | undefined;
  readonly scope: Scope;
}

/** A script's top level. */
export const TOP: Scope = { inFunction: undefined, block: undefined };

/** The scope of a subshell. */
export function subshellOf(scope: Scope): Scope {
  return { ...scope, block: blockIn(scope, 'subshell') };
}

/** A block that may be skipped, and repeated if `looped`. */
export function branchOf(scope: Scope, looped = false, condition?: Span): Block {
  return blockIn(scope, 'branch', looped, condition);
}

function blockIn(
  { block: parent }: Scope,
  kind: Block['kind'],
  isLoop = false,
  condition?: Span,
): Block {
  const looped = isLoop || parent?.looped === true;
  return { condition, kind, parent, choice: undefined, looped };
}

/** Blocks of which one runs at most, exactly one if `exhaustive`. */
export function choiceOf(
  { block: parent }: Scope,
  conditions: readonly (Span | undefined)[],
  exhaustive: boolean,
): readonly Block[] {
  const arms: Block[] = [];
  const looped = parent?.looped === true;
  const choice: Choice = { arms, exhaustive, repeats: looped };
  for (const condition of conditions) {
    arms.push({ kind: 'branch', parent, choice, looped, condition });
  }
  return arms;
}

/** The innermost condition. */
export function conditionOf({ block }: Scope): Span | undefined {
  for (let place = block; place; place = place.parent) {
    if (place.condition) return place.condition;
  }
  return undefined;
}

/** A word's text; undefined with expansions. */
export function literalText(word: ShellWord | undefined): string | undefined {
  if (word?.plain !== undefined) return word.plain;
  const only = word?.parts[0];
  if (only?.kind !== 'text' || word?.parts.length !== 1) return undefined;
  return only.text.decoded.includes(UNKNOWN) ? undefined : only.text.decoded;
}

/** A variable's name. */
export const NAME = /^[A-Za-z_]\w*$/;
