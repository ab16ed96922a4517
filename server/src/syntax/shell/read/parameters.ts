/** `${…}` with subscripts, operators and changes (bash manual 3.5.3). */

import type { ParameterExpansionPart, ParameterOperation, Word } from 'unbash';
import type { ParameterChange, ParameterPart, ShellContext } from '../tree.ts';
import { parseArithmetic } from './arithmetic.ts';
import type { plainParameter } from './literals.ts';
import type { ReadContext } from './read-context.ts';
import { DOUBLE_OPERAND, DOUBLE_PATTERN, OPERAND, PATTERN, PLAIN } from './word-modes.ts';

const QUOTED_BRACE = /^[^']*'(?:[^}\\]|\\[\s\S])*\}[^']*'/;

/** Converts `${x:-d}`, `${x[i]}`, `${x%.img}`; `plain` is its place. */
export function readParameter(
  context: ReadContext,
  part: ParameterExpansionPart,
  plain: ReturnType<typeof plainParameter>,
): ParameterPart {
  const { operation } = part;
  const subscript = part.index?.text;
  const index = part.index && context.readWord(context, part.index, PLAIN);
  const prefix = prefixOf(part);
  const named = { ...plain, name: part.parameter, subscript, index, prefix };
  if (operation === undefined) {
    return prefix === undefined ? named : { ...named, operator: 'other' };
  }
  if (operation.type === 'Default') {
    const mode = plain.quoted ? DOUBLE_OPERAND : OPERAND;
    const operand = context.readWord(context, operation.operand, mode);
    // Only bash and ksh end it behind the quotes.
    const isQuotedBrace = plain.quoted && QUOTED_BRACE.test(operation.operand.text);
    if (isQuotedBrace && context.dialect !== 'bash' && context.dialect !== 'ksh') {
      return { ...named, operator: 'other' };
    }
    return { ...named, operator: operation.operator, operand };
  }
  return { ...named, operator: 'other', change: readChange(context, operation, plain.context) };
}

function prefixOf({ prefix, index, operation }: ParameterExpansionPart): ParameterPart['prefix'] {
  if (prefix === undefined) return undefined;
  if (prefix === '#') return 'length';
  const all = index?.text === '@' || index?.text === '*';
  return operation?.type === 'Names' || (all && operation === undefined) ? 'names' : 'indirect';
}

function readChange(
  context: ReadContext,
  operation: Exclude<ParameterOperation, { readonly type: 'Default' }>,
  here: ShellContext,
): ParameterChange | undefined {
  const pattern = (word: Word) => {
    return context.readWord(context, word, here === 'bare' ? PATTERN : DOUBLE_PATTERN);
  };
  switch (operation.type) {
    case 'Remove':
      return { kind: 'remove', operator: operation.operator, pattern: pattern(operation.operand) };
    case 'Replace': {
      const { operator, replacement } = operation;
      return {
        kind: 'replace',
        operator,
        pattern: pattern(operation.pattern),
        // `&` may mean the match.
        replacement: replacement.text === '' ? undefined : pattern(replacement),
      };
    }
    case 'Slice': {
      const offset = parseArithmetic(context, operation.offset);
      const length = operation.length && parseArithmetic(context, operation.length);
      return { kind: 'slice', offset, length: operation.length ? length : 'rest' };
    }
    case 'CaseModification': {
      const { operator, operand } = operation;
      return { kind: 'case', operator, pattern: operand && pattern(operand) };
    }
    case 'Transform':
      return { kind: 'transform', letter: operation.operand.text };
    case 'Names':
    case 'Unknown':
      return undefined;
  }
}
