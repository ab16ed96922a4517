/** Comments of a Python file, and what they may stand above: statements, and elements of lists that have their own lines. */
import type { Span } from '../../text/span.ts';
import { type Comments, type CommentTarget, joinComments, marginStart } from '../comments.ts';
import type { Body, Expression, PythonFile } from './tree.ts';
import { visitExpressions, visitStatements } from './walk.ts';

/** The comments that hold a marker. */
export function readPythonComments(text: string, file: PythonFile, marker: string): Comments {
  const comments = file.comments.map((at) => ({
    at,
    textAt: { start: at.start + 1, end: at.end },
  }));
  const targets: CommentTarget[] = [];
  visitStatements(file.body, (body) => {
    for (const at of linesOf(text, body)) targets.push({ at });
  });
  visitExpressions(file.body, (expression) => {
    for (const at of elementsOf(text, expression)) targets.push({ at });
  });
  const joined = joinComments(text, marker, { comments, targets: distinct(targets) });
  return { ...joined, isWhole: file.isWhole };
}

function distinct(targets: readonly CommentTarget[]): readonly CommentTarget[] {
  const known = new Map(targets.map((target) => [`${target.at.start} ${target.at.end}`, target]));
  return [...known.values()];
}

/** The statements of a body; what begins on the same line belongs to the one in front. */
function linesOf(text: string, body: Body): readonly Span[] {
  const spans: Span[] = [];
  for (const { at } of body) {
    const last = spans.at(-1);
    if (last && !text.slice(last.end, at.start).includes('\n')) {
      spans[spans.length - 1] = { start: last.start, end: at.end };
    } else spans.push(at);
  }
  return spans;
}

/** Elements and arguments that begin a line, an option with its value. */
function elementsOf(text: string, expression: Expression): readonly Span[] {
  const elements =
    expression.kind === 'call'
      ? expression.args.map(({ at, value }) => ({ at, value }))
      : expression.kind === 'list' || expression.kind === 'tuple'
        ? expression.elements.map((value) => ({ at: value.at, value }))
        : [];
  return elements.flatMap(({ at, value }, index) => {
    if (marginStart(text, at.start) === undefined) return [];
    const next = elements[index + 1];
    const hasValue = isOption(value) && next !== undefined && !isOption(next.value);
    return [hasValue ? { start: at.start, end: next.at.end } : at];
  });
}

function isOption(expression: Expression): boolean {
  if (expression.kind !== 'text') return false;
  const [first] = expression.parts;
  return first?.kind === 'text' && first.text.decoded.startsWith('-');
}
