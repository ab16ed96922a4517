/** `ifeq (a,b)`, `ifneq "a" 'b'`, `ifdef NAME` and `else` (`conditional_line` of GNU make's src/read.c). */
import { type MappedText, slice, spanOf } from '../../text/mapped-text.ts';
import { skipReference, trimmed } from './lines.ts';
import type { MakeCondition } from './tree.ts';

/** The condition that a line is; undefined for any other line. */
export function conditionIn(line: MappedText): MakeCondition | undefined {
  const [, word = ''] = /^(ifn?eq|ifn?def)(?=[\s("']|$)/.exec(line.decoded) ?? [];
  if (word === '') return undefined;
  const rest = trimmed(slice(line, word.length));
  const at = spanOf(line);
  if (word === 'ifdef' || word === 'ifndef') {
    return { at, kind: word === 'ifdef' ? 'defined' : 'undefined', sides: [rest, undefined] };
  }
  const kind = word === 'ifeq' ? 'equal' : 'unequal';
  return { at, kind, sides: sidesOf(rest) };
}

/** What an `else` line has behind it; undefined for any other line. */
export function elseIn(
  line: MappedText,
): { readonly condition: MakeCondition | undefined } | undefined {
  const [before] = /^else(?=\s|$)\s*/.exec(line.decoded) ?? [];
  return before === undefined ? undefined : { condition: conditionIn(slice(line, before.length)) };
}

/** Both sides of `(a,b)` and `"a" 'b'`; what is half-typed has an empty second one. */
function sidesOf(rest: MappedText): MakeCondition['sides'] {
  const { decoded } = rest;
  if (decoded.startsWith('(')) {
    const comma = endOf(decoded, 1, ',', '(', ')');
    const end = endOf(decoded, comma + 1, ')', '(', ')');
    return [trimmed(slice(rest, 1, comma)), trimmed(slice(rest, Math.min(comma + 1, end), end))];
  }
  const first = quotedEnd(decoded, 0);
  const [gap = ''] = /^\s*/.exec(decoded.slice(first + 1)) ?? [];
  const second = first + 1 + gap.length;
  return [slice(rest, 1, first), slice(rest, second + 1, quotedEnd(decoded, second))];
}

function quotedEnd(text: string, start: number): number {
  const end = text.indexOf(text.charAt(start) || '"', start + 1);
  return end === -1 ? text.length : end;
}

/** Where a character stands outside of references and of other parentheses. */
function endOf(text: string, from: number, wanted: string, open: string, close: string): number {
  let depth = 0;
  for (let index = from; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === '$') index = skipReference(text, index) - 1;
    else if (depth === 0 && character === wanted) return index;
    else if (character === open) depth++;
    else if (character === close) depth--;
  }
  return text.length;
}
