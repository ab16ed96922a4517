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
interface DecidedArm {
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
  const asked = conditions.map((condition) => ask(condition, scope));
  const chosen = asked.findIndex(({ holds }) => holds);
  if (asked.every(({ holds }) => holds !== undefined)) {
    const arms = conditions.map((_, index) => ({ isRun: index === chosen, block: scope.block }));
    return [...arms, { isRun: chosen === -1, block: scope.block }];
  }
  const [alone] = conditions.length === 1 ? asked : [];
  const earlier = alone && again(known, alone, scope);
  if (earlier) {
    return [
      { isRun: true, block: earlier.yes },
      { isRun: hasOtherwise, block: earlier.no },
    ];
  }
  const spans = [...conditions.map(({ at }) => at), undefined];
  // Also without an `else`, there is a way that goes none of the arms.
  const blocks = choiceOf({ inFunction: undefined, block: scope.block }, spans, true);
  if (alone) remember(known, alone, scope, blocks);
  return blocks.map((block, index) => ({
    isRun: index < conditions.length ? asked[index]?.holds !== false : hasOtherwise,
    block,
  }));
}

/** A condition with what its sides are. */
interface Asked {
  readonly condition: MakeCondition;
  /** Whether it holds, where nothing in it can be said otherwise; undefined for any other. */
  readonly holds: boolean | undefined;
  /** The variables that it asks for, with what they are. */
  readonly seen: ReadonlyMap<string, MakeValues>;
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
    seen: new Map([...used].map((name) => [name, valuesOf(scope.variables, name)])),
  };
}

/** The text of a side that depends on no variable. */
function constant(side: MappedText, scope: Scope): string | undefined {
  const depends = { variable: false };
  const [text, ...others] = expand(side, { ...scope, depends });
  if (depends.variable || others.length > 0 || !text || !isSure(text.value)) return undefined;
  return text.value.decoded;
}

/** What is asked, however it is written: `ifneq` is the other way round. */
function keyOf({ kind, sides: [left, right] }: MakeCondition): string {
  const family = kind === 'equal' || kind === 'unequal' ? 'equal' : 'defined';
  return JSON.stringify([family, left.decoded, right?.decoded]);
}

function isOpposite({ kind }: MakeCondition): boolean {
  return kind === 'unequal' || kind === 'undefined';
}

function again(known: Conditions, { condition, seen }: Asked, scope: Scope) {
  const found = known.get(keyOf(condition))?.find((one) => {
    if (one.around !== scope.block || one.seen.size !== seen.size) return false;
    return [...seen].every(([name, values]) => one.seen.get(name) === values);
  });
  return found && isOpposite(condition) ? { yes: found.no, no: found.yes } : found;
}

function remember(
  known: Conditions,
  { condition, seen }: Asked,
  scope: Scope,
  [first, second]: readonly Block[],
): void {
  const [yes, no] = isOpposite(condition) ? [second, first] : [first, second];
  const decided = { seen, around: scope.block, yes, no };
  const key = keyOf(condition);
  const before = known.get(key);
  if (before) before.push(decided);
  else known.set(key, [decided]);
}
