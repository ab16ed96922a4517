/** The line of a rule: targets, what they need, a variable of theirs, and a recipe that begins on the same line. */
import {
  concat,
  decodedPiece,
  type MappedText,
  mappedText,
  slice,
  spanOf,
} from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import { assignmentIn } from './assignments.ts';
import { findOutside, skipReference, trimmed, trimmedStart, withoutComment } from './lines.ts';
import type { MakeRule } from './tree.ts';

/** The rule that a line is, with what stands behind its semicolon; undefined for a line without a colon. */
export function ruleIn(
  line: MappedText,
  at: Span,
  inRecipe: (text: MappedText) => MappedText,
):
  | { readonly rule: MakeRule; readonly recipe: MappedText | undefined; readonly recipeAt: Span }
  | undefined {
  const colon = findOutside(line.decoded, ':#');
  if (colon === -1 || line.decoded[colon] === '#') return undefined;
  const [operator = ':'] = /^::?/.exec(line.decoded.slice(colon)) ?? [];
  // `a b &: c` makes both at once.
  const targetsEnd = line.decoded[colon - 1] === '&' ? colon - 1 : colon;
  const behind = slice(line, colon + operator.length);
  const base: Omit<MakeRule, 'prerequisites' | 'variable'> = {
    kind: 'rule',
    at,
    whole: at,
    targets: trimmed(slice(line, 0, targetsEnd)),
    pattern: undefined,
  };
  const variable = assignmentIn(trimmedStart(withoutComment(behind)), at);
  if (variable) {
    const prerequisites = slice(behind, behind.decoded.length);
    return { rule: { ...base, prerequisites, variable }, recipe: undefined, recipeAt: at };
  }
  const end = findOutside(behind.decoded, ';#');
  const hasRecipe = end !== -1 && behind.decoded[end] === ';';
  const names = withoutComment(end === -1 ? behind : slice(behind, 0, end));
  const middle = findOutside(names.decoded, ':');
  const recipe = hasRecipe ? inRecipe(slice(behind, end + 1)) : undefined;
  return {
    rule: {
      ...base,
      pattern: middle === -1 ? undefined : trimmed(slice(names, 0, middle)),
      prerequisites: trimmed(slice(names, middle + 1)),
      variable: undefined,
    },
    recipe,
    recipeAt: recipe ? spanOf(recipe) : at,
  };
}

/** A continued line, and what begins the next one where that is the blank of recipes. */
const NEXT_LINE = /(\\+)\r?\n(.?)/g;

/**
 * The lines of a recipe as the shell gets them: it is the shell that joins them, but for those inside of a reference,
 * and the blank that begins the next line is gone.
 */
export function joinedLines(text: MappedText, prefix: string): MappedText {
  if (!text.decoded.includes('\n')) return text;
  const references = referencesIn(text.decoded);
  const parts: MappedText[] = [];
  let from = 0;
  for (const { 0: own, 1: backslashes = '', 2: first = '', index } of text.decoded.matchAll(
    NEXT_LINE,
  )) {
    const newline = index + backslashes.length;
    const inside = references.some(({ start, end }) => start < index && index < end);
    const end = index + own.length - (first === prefix ? 0 : first.length);
    if (inside && backslashes.length % 2 === 1) {
      const margin = /^[ \t]*/.exec(text.decoded.slice(end))?.[0].length ?? 0;
      parts.push(slice(text, from, index));
      const blank = decodedPiece(text, index, end + margin, ' ');
      if (blank) parts.push(mappedText([blank]));
      from = end + margin;
      continue;
    }
    parts.push(slice(text, from, newline));
    const ending = decodedPiece(text, newline, end, '\n');
    if (ending) parts.push(mappedText([ending]));
    from = end;
  }
  return concat([...parts, slice(text, from)]);
}

function referencesIn(text: string): readonly Span[] {
  const found: Span[] = [];
  for (let index = text.indexOf('$'); index !== -1; index = text.indexOf('$', index)) {
    const end = skipReference(text, index);
    found.push({ start: index, end });
    index = end;
  }
  return found;
}
