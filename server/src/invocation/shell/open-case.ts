/** A `case` of which one run may go through several arms, since `;;&` goes on asking (bash manual 3.2.5.2). */
import type { ShellNode } from '../../syntax/shell/tree.ts';
import type { Context } from './context.ts';
import { runBranch } from './flow.ts';
import type { Interpreter } from './interpreter.ts';
import { matches } from './pattern.ts';
import { patternOf } from './text-changes.ts';
import { viewOf } from './view.ts';

type Arms = Extract<ShellNode, { kind: 'case' }>['arms'];

/**
 * Runs the arms one after the other, as one that may be skipped each. Of `texts`, where all are known, an arm
 * that catches each is run for sure, and one that catches none is not.
 */
export function runOpenCase(
  interpreter: Interpreter,
  arms: Arms,
  texts: readonly string[] | undefined,
  context: Context,
): void {
  for (let index = 0; index < arms.length && context.state.reachable; index++) {
    const caught = isCaught(interpreter, arms[index], texts, context);
    if (caught === false) continue;
    const bodies: (readonly ShellNode[])[] = [];
    let last = index;
    for (; last < arms.length; last++) {
      bodies.push(arms[last]?.body ?? []);
      if (arms[last]?.end !== ';&') break;
    }
    const run = (inner: Context): void => {
      for (const body of bodies) interpreter.run(body, inner);
    };
    if (caught === undefined) {
      runBranch(context, run);
      continue;
    }
    run(context);
    if (arms[last]?.end !== ';;&') return;
    index = last;
  }
}

/** Whether an arm catches all texts, or none; undefined where nobody knows. */
function isCaught(
  interpreter: Interpreter,
  arm: Arms[number] | undefined,
  texts: readonly string[] | undefined,
  context: Context,
): boolean | undefined {
  const patterns = (arm?.patterns ?? []).map((one) => patternOf(one, viewOf(interpreter, context)));
  if (texts === undefined || patterns.includes(undefined)) return undefined;
  const caught = texts.filter((text) => patterns.some((one) => one && matches(one, text)));
  if (caught.length === 0) return false;
  return caught.length === texts.length ? true : undefined;
}
