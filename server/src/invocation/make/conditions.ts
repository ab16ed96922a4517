/**
 * Which arms of `ifeq` and its kin are run: both, unless nobody can say otherwise. Where the same is asked again of the
 * same variables, the same arm is run.
 */
import type { MakeCondition } from '../../syntax/make/tree.ts';
import type { MappedText } from '../../text/mapped-text.ts';
import { type Block, choiceOf } from '../shell/domain/blocks.ts';
import { expand, type Scope } from './expand.ts';
import type { MakeValues } from './values.ts';
import { valuesOf } from './variables.ts';
import { isSure } from './words.ts';

/** What was decided before, by what was asked. */
export type Conditions = Map<string, Decided[]>;

interface Decided {
  /** What the variables were that were asked for. */
  readonly seen: ReadonlyMap<string, MakeValues>;
  readonly around: Block | undefined;
  readonly yes: Block | undefined;
  readonly no: Block | undefined;
}

/** An arm, and the branch that it is. */
export interface DecidedArm {
  readonly isRun: boolean;
  readonly block: Block | undefined;
}

/** The arms of conditions, and behind them what is run where none of them holds. */
export function decide(
  known: Conditions,
  conditions: readonly MakeCondition[],
  hasOtherwise: boolean,
  scope: Scope,
): readonly DecidedArm[] {
  const [first] = conditions;
  const fixed = conditions.map((condition) => holds(condition, scope));
  const chosen = fixed.indexOf(true);
  if (fixed.every((one) => one !== undefined)) {
    const arms = conditions.map((_, index) => ({ isRun: index === chosen, block: scope.block }));
    return [...arms, { isRun: chosen === -1, block: scope.block }];
  }
  const earlier = first && conditions.length === 1 ? again(known, first, scope) : undefined;
  if (earlier) {
    return [
      { isRun: true, block: earlier.yes },
      { isRun: hasOtherwise, block: earlier.no },
    ];
  }
  const spans = [...conditions.map(({ at }) => at), undefined];
  // Also without an `else`, there is a way that goes none of the arms.
  const blocks = choiceOf({ inFunction: undefined, block: scope.block }, spans, true);
  if (first && conditions.length === 1) remember(known, first, scope, blocks);
  return blocks.map((block, index) => ({
    isRun: index < conditions.length ? fixed[index] !== false : hasOtherwise,
    block,
  }));
}

/** Whether a condition holds, in which nothing can be said otherwise; undefined for any other. */
function holds({ kind, sides }: MakeCondition, scope: Scope): boolean | undefined {
  const [left, right] = sides;
  if (right === undefined) return undefined;
  const [one, other] = [left, right].map((side) => constant(side, scope));
  if (one === undefined || other === undefined) return undefined;
  return (one === other) === (kind === 'equal');
}

/** The text of a side that depends on no variable. */
function constant(side: MappedText, scope: Scope): string | undefined {
  const depends = { variable: false };
  const [text, ...others] = expand(side, { ...scope, depends });
  if (depends.variable || others.length > 0 || !text || !isSure(text.value)) return undefined;
  return text.value.text;
}

/** What is asked, however it is written: `ifneq` is the other way round. */
function keyOf({ kind, sides: [left, right] }: MakeCondition): string {
  const family = kind === 'equal' || kind === 'unequal' ? 'equal' : 'defined';
  return JSON.stringify([family, left.text, right?.text]);
}

function isOpposite({ kind }: MakeCondition): boolean {
  return kind === 'unequal' || kind === 'undefined';
}

/** The variables that a condition asks for, with what they are. */
function seenBy(
  { sides: [left, right], kind }: MakeCondition,
  scope: Scope,
): Map<string, MakeValues> {
  const used = new Set<string>();
  const expander = { ...scope.expander, used };
  for (const side of right ? [left, right] : [left]) expand(side, { ...scope, expander });
  if (kind === 'defined' || kind === 'undefined') used.add(left.text);
  return new Map([...used].map((name) => [name, valuesOf(scope.variables, name)]));
}

function again(known: Conditions, condition: MakeCondition, scope: Scope) {
  const seen = seenBy(condition, scope);
  const found = known.get(keyOf(condition))?.find((one) => {
    if (one.around !== scope.block || one.seen.size !== seen.size) return false;
    return [...seen].every(([name, values]) => one.seen.get(name) === values);
  });
  return found && isOpposite(condition) ? { yes: found.no, no: found.yes } : found;
}

function remember(
  known: Conditions,
  condition: MakeCondition,
  scope: Scope,
  [first, second]: readonly Block[],
): void {
  const [yes, no] = isOpposite(condition) ? [second, first] : [first, second];
  const decided = { seen: seenBy(condition, scope), around: scope.block, yes, no };
  const key = keyOf(condition);
  known.set(key, [...(known.get(key) ?? []), decided]);
}
