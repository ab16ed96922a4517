/**
 * `case` (bash manual 3.2.5.2): all of its arms as alternatives, or the one that matches where the word is
 * written as it is or was given to a function.
 */
import type { ShellNode, ShellWord } from '../../syntax/shell/tree.ts';
import { isKnown } from '../../text/mapped-text.ts';
import type { Context } from './context.ts';
import { textsOf } from './expand.ts';
import { type Arm, runChoice } from './flow.ts';
import type { Interpreter } from './interpreter.ts';
import { runOpenCase } from './open-case.ts';
import { matches, matchesAll } from './pattern.ts';
import { patternOf } from './text-changes.ts';
import { viewOf } from './view.ts';

/** Runs a `case`. */
export function runCase(
  interpreter: Interpreter,
  { word, arms }: Extract<ShellNode, { kind: 'case' }>,
  context: Context,
): void {
  const view = viewOf(interpreter, context);
  const subjects = textsOf(word, view).map(({ value }) => value.text);
  const decided =
    !interpreter.every || subjects.every(isKnown)
      ? subjects.every((text) => isKnown(text) && (isLiteral(word) || isGiven(text)))
      : false;
  const runs: Arm[] = [];
  let whole = false;
  let open = decided ? subjects.map(({ text }) => text) : undefined;
  if (arms.some(({ end }) => end === ';;&')) {
    runOpenCase(interpreter, arms, open, context);
    return;
  }
  for (const [index, arm] of arms.entries()) {
    const patterns = arm.patterns.map((pattern) => patternOf(pattern, view));
    if (open) {
      const caught = open.filter((text) => {
        return patterns.some((pattern) => pattern && matches(pattern, text));
      });
      const unsure = patterns.includes(undefined);
      open = open.filter((text) => !caught.includes(text));
      if (caught.length === 0 && !unsure) continue;
      if (unsure) open = undefined;
    }
    const bodies = [arm.body];
    for (let next = index; arms[next]?.end === ';&'; next++) {
      bodies.push(arms[next + 1]?.body ?? []);
    }
    runs.push({
      run: (inner) => {
        for (const body of bodies) interpreter.run(body, inner);
      },
    });
    if (patterns.some((pattern) => pattern && matchesAll(pattern))) {
      whole = true;
      break;
    }
    if (open?.length === 0) break;
  }
  if (open?.length === 0) whole = true;
  if (runs.length > 0) runChoice(context, runs, whole);
}

/** Whether a word is written as it is. */
function isLiteral({ parts }: ShellWord): boolean {
  return parts.every(({ kind }) => kind === 'text');
}

/** Whether a text is what a function was called with: then other calls go other ways. */
function isGiven({ pieces }: Parameters<typeof isKnown>[0]): boolean {
  return (
    pieces.length > 0 &&
    pieces.every(({ through }) => through.some(({ source }) => /^\$\{?[1-9@*]/.test(source)))
  );
}
