/** What conditions decide: equal questions have the same arms. */
import type { Block } from '../domain/blocks.ts';
import type { MakeValues } from './values.ts';
import { type Variables, valuesOf } from './variables.ts';

export type Decisions = Map<string, Decided[]>;

interface Decided {
  readonly seen: ReadonlyMap<string, MakeValues>;
  readonly around: Block | undefined;
  readonly yes: Block | undefined;
  readonly no: Block | undefined;
}

interface Question {
  readonly text: string;
  readonly used: ReadonlySet<string>;
  readonly variables: Variables;
  readonly around: Block | undefined;
}

/** The arms of a question, reused or made by `choose`. */
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
