/** What is an assignment for make, and what stands in front of it (`parse_variable_definition` of src/variable.c). */
import { type MappedText, slice, spanOf } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import { skipReference, trimmed, trimmedStart } from './lines.ts';
import type { MakeAssignment, MakeModifier, MakeOperator } from './tree.ts';

/** Where the name, the operator and the value are of `NAME := value`. */
interface Definition {
  readonly nameEnd: number;
  readonly operator: MakeOperator;
  readonly valueStart: number;
}

const OPERATOR = /:{0,3}=|[?+!]=/y;

/** The parts of an assignment that begins at an offset; undefined for anything else, such as a rule. */
export function definitionIn(text: string, start: number): Definition | undefined {
  let nameEnd: number | undefined;
  for (let index = start; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === ' ' || character === '\t') {
      nameEnd ??= index;
      continue;
    }
    OPERATOR.lastIndex = index;
    const [operator] = OPERATOR.exec(text) ?? [];
    if (operator !== undefined) {
      const end = nameEnd ?? index;
      return end === start
        ? undefined
        : { nameEnd: end, operator: operatorOf(operator), valueStart: index + operator.length };
    }
    // A rule, or several words.
    if (character === ':' || character === '#' || nameEnd !== undefined) return undefined;
    if (character === '$') index = skipReference(text, index) - 1;
  }
  return undefined;
}

function operatorOf(written: string): MakeOperator {
  switch (written) {
    case '+=':
    case '?=':
    case '!=':
    case ':::=':
    case '=':
      return written;
    default:
      return ':=';
  }
}

const MODIFIERS: ReadonlySet<string> = new Set(['export', 'override', 'private', 'unexport']);

function isModifier(word: string): word is MakeModifier {
  return MODIFIERS.has(word);
}

/** What a line begins with before its variable: `override define`, and where that variable is named. */
export interface Prefix {
  readonly modifiers: readonly MakeModifier[];
  readonly directive: 'define' | 'undefine' | undefined;
  /** Where what follows begins. */
  readonly rest: number;
}

/** The words in front of a variable. */
export function prefixOf(text: string, start = 0): Prefix {
  const modifiers: MakeModifier[] = [];
  let rest = start;
  for (;;) {
    const [whole, word = ''] = /^([a-z]+)[ \t]+(?=\S)/.exec(text.slice(rest)) ?? [];
    // `export = 1` gives a variable of that name its value.
    if (whole === undefined || definitionIn(text, rest)) {
      return { modifiers, directive: undefined, rest };
    }
    if (word === 'define' || word === 'undefine') {
      return { modifiers, directive: word, rest: rest + whole.length };
    }
    if (!isModifier(word)) return { modifiers, directive: undefined, rest };
    modifiers.push(word);
    rest += whole.length;
  }
}

/** An assignment in a line, behind its modifiers; undefined for anything else. */
export function assignmentIn(line: MappedText, at?: Span): MakeAssignment | undefined {
  const { modifiers, directive, rest } = prefixOf(line.decoded);
  const definition = directive === undefined ? definitionIn(line.decoded, rest) : undefined;
  if (definition === undefined) return undefined;
  const { nameEnd, operator, valueStart } = definition;
  return {
    kind: 'assignment',
    at: at ?? spanOf(line),
    name: trimmed(slice(line, rest, nameEnd)),
    operator,
    value: trimmedStart(slice(line, valueStart)),
    modifiers,
  };
}
