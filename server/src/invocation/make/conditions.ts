/**
 * Which arms of `ifeq` and its kin are run: both, unless nobody can say otherwise. Where the same is asked again of the
 * same variables, the same arm is run.
 */
import type { MakeCondition } from '../../syntax/make/tree.ts';
import type { MappedText } from '../../text/mapped-text.ts';
import { type Block, choiceOf } from '../shell/domain/blocks.ts';
import { decided } from './decided.ts';
import { expand, type Scope } from './expand.ts';
import { isSure } from './words.ts';

/** An arm, and the branch that it is. */
interface DecidedArm {
  readonly isRun: boolean;
  readonly block: Block | undefined;
}

/** The arms of conditions, and behind them what is run where none of them holds. */
export function decide(
  conditions: readonly MakeCondition[],
  hasOtherwise: boolean,
  scope: Scope,
): readonly DecidedArm[] {
  const asked = conditions.map((condition) => ask(condition, scope));
  const chosen = asked.findIndex(({ holds }) => holds);
  if (asked.every(({ holds }) => holds !== undefined)) {
    const arms = conditions.map((_, index) => ({ isRun: index === chosen, block: scope.block }));
    return [...arms, { isRun: chosen === -1, block: scope.block }];
  }
  const spans = [...conditions.map(({ at }) => at), undefined];
  // Also without an `else`, there is a way that goes none of the arms.
  const choose = () => choiceOf({ inFunction: undefined, block: scope.block }, spans, true);
  const [alone] = conditions.length === 1 ? asked : [];
  const blocks = alone ? armsOf(alone, choose, scope) : choose();
  return blocks.map((block, index) => ({
    isRun: index < conditions.length ? asked[index]?.holds !== false : hasOtherwise,
    block,
  }));
}

/** Both arms of one condition, which was asked before perhaps, also the other way round. */
function armsOf(
  { condition, used }: Asked,
  choose: () => readonly Block[],
  { expander, variables, block }: Scope,
): readonly (Block | undefined)[] {
  const { kind, sides } = condition;
  const isOpposite = kind === 'unequal' || kind === 'undefined';
  const family = kind === 'equal' || kind === 'unequal' ? 'equal' : 'defined';
  const text = JSON.stringify([family, ...sides.map((side) => side?.decoded)]);
  const { yes, no } = decided(expander.decisions, { text, used, variables, around: block }, () => {
    const [first, second] = choose();
    return isOpposite ? { yes: second, no: first } : { yes: first, no: second };
  });
  return isOpposite ? [no, yes] : [yes, no];
}

/** A condition with what its sides are. */
interface Asked {
  readonly condition: MakeCondition;
  /** Whether it holds, where nothing in it can be said otherwise; undefined for any other. */
  readonly holds: boolean | undefined;
  /** The variables that it asks for. */
  readonly used: ReadonlySet<string>;
}

function ask(condition: MakeCondition, scope: Scope): Asked {
  const { kind, sides } = condition;
  const [left, right] = sides;
  const used = new Set<string>();
  const inner = { ...scope, expander: { ...scope.expander, used } };
  const one = constant(left, inner);
  const other = right && constant(right, inner);
  const isFixed = one !== undefined && other !== undefined;
  if (kind === 'defined' || kind === 'undefined') used.add(left.decoded);
  return {
    condition,
    holds: isFixed ? (one === other) === (kind === 'equal') : undefined,
    used,
  };
}

/** The text of a side that depends on no variable. */
function constant(side: MappedText, scope: Scope): string | undefined {
  const depends = { variable: false };
  const [text, ...others] = expand(side, { ...scope, depends });
  if (depends.variable || others.length > 0 || !text || !isSure(text.value)) return undefined;
  return text.value.decoded;
}
