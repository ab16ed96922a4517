/** What was decided before: where the same is asked again of the same variables, the same arm is run. */
import type { Block } from '../shell/domain/blocks.ts';
import type { MakeValues } from './values.ts';
import { type Variables, valuesOf } from './variables.ts';

/** What was decided, by what was asked. */
export type Decisions = Map<string, Decided[]>;

/** What the variables were that were asked for, and the blocks of both arms. */
interface Decided {
  readonly seen: ReadonlyMap<string, MakeValues>;
  readonly around: Block | undefined;
  readonly yes: Block | undefined;
  readonly no: Block | undefined;
}

/** A question, and where it is asked. */
interface Question {
  readonly text: string;
  /** The variables that it asks for. */
  readonly used: ReadonlySet<string>;
  readonly variables: Variables;
  readonly around: Block | undefined;
}

/** The arms of a question, as they were before or as `choose` makes them. */
export function decided(
  known: Decisions,
  { text, used, variables, around }: Question,
  choose: () => Pick<Decided, 'yes' | 'no'>,
): Pick<Decided, 'yes' | 'no'> {
  const seen = new Map([...used].map((name) => [name, valuesOf(variables, name)]));
  const before = known.get(text) ?? [];
  const found = before.find((one) => {
    if (one.around !== around || one.seen.size !== seen.size) return false;
    return [...seen].every(([name, values]) => one.seen.get(name) === values);
  });
  if (found) return found;
  const own = { seen, around, ...choose() };
  known.set(text, [...before, own]);
  return own;
}
