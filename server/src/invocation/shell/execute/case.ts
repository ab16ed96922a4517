/** `case` (bash manual 3.2.5.2): the matching arm for a literal or an argument, else all arms. */

import type { ShellNode, ShellWord } from '../../../syntax/shell/tree.ts';
import { LIMITS } from '../../../text/limits.ts';
import { isKnown } from '../../../text/mapped-text.ts';
import type { Context } from '../context.ts';
import { textsOf } from '../expand/expand.ts';
import { matches, matchesAll } from '../expand/pattern.ts';
import { comparedPattern } from '../expand/text-changes.ts';
import type { Interpreter } from '../interpreter.ts';
import { viewOf } from '../view.ts';
import { type Arm, runBranch, runChoice } from './flow.ts';

type Case = Extract<ShellNode, { kind: 'case' }>;
type Arms = Case['arms'];

export function runCase(interpreter: Interpreter, { word, arms }: Case, context: Context): void {
  const view = viewOf(interpreter, context);
  const subjects = textsOf(word, view).map(({ value }) => value.text);
  const decided =
    !interpreter.every || subjects.every(isKnown)
      ? subjects.every((text) => isKnown(text) && (isLiteral(word) || isGiven(text)))
      : false;
  const runs: Arm[] = [];
  let whole = false;
  const isShort = subjects.every(({ decoded }) => decoded.length <= LIMITS.definitions);
  let open = decided && isShort ? subjects.map(({ decoded }) => decoded) : undefined;
  // Several arms may run.
  if (arms.some(({ end }) => end === ';;&')) {
    for (const index of arms.keys()) {
      runBranch(context, (inner) => runBodies(interpreter, bodiesFrom(arms, index), inner));
    }
    return;
  }
  for (const [index, arm] of arms.entries()) {
    const asked = open ? arm.patterns : arm.patterns.filter(({ plain }) => plain === undefined);
    const patterns = asked.map((pattern) => comparedPattern(pattern, view));
    if (open) {
      const caught = open.filter((text) =>
        patterns.some((pattern) => pattern && matches(pattern, text)),
      );
      const unsure = patterns.includes(undefined);
      open = open.filter((text) => !caught.includes(text));
      if (caught.length === 0 && !unsure) continue;
      if (unsure) open = undefined;
    }
    const bodies = bodiesFrom(arms, index);
    runs.push({ run: (inner) => runBodies(interpreter, bodies, inner) });
    if (patterns.some((pattern) => pattern && matchesAll(pattern))) {
      whole = true;
      break;
    }
    if (open?.length === 0) break;
  }
  if (open?.length === 0) whole = true;
  if (runs.length > 0) runChoice(context, runs, whole);
}

function bodiesFrom(arms: Arms, index: number): readonly (readonly ShellNode[])[] {
  const bodies = [arms[index]?.body ?? []];
  for (let next = index; arms[next]?.end === ';&'; next++) bodies.push(arms[next + 1]?.body ?? []);
  return bodies;
}

function runBodies(
  interpreter: Interpreter,
  bodies: readonly (readonly ShellNode[])[],
  context: Context,
): void {
  for (const body of bodies) interpreter.run(body, context);
}

function isLiteral(word: ShellWord): boolean {
  return word.plain !== undefined || word.parts.every(({ kind }) => kind === 'text');
}

function isGiven({ pieces }: Parameters<typeof isKnown>[0]): boolean {
  return (
    pieces.length > 0 &&
    pieces.every(({ through }) => through.some(({ source }) => /^\$\{?[1-9@*]/.test(source)))
  );
}
