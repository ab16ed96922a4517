/** zsh's `$x[1]`, `$x:h`, `$#x`, `$=x`, `${(s: :)x}` (zshexpn(1)). Others may be any number of words. */
import type { DoubleQuotedChild, ParameterExpansionPart, WordPart } from 'unbash';
import type { OpaquePart, ParameterPart, ShellWord } from '../tree.ts';
import { type ReadContext, spanOfNode } from './read-context.ts';

/** A part and its word. */
export interface Standing {
  readonly context: ReadContext;
  readonly plain: (from: number, to: number) => ParameterPart;
  readonly word: (from: number, to: number) => ShellWord;
}

/** `$x:h`; anything else after a colon may be a port. */
const MODIFIER = /^:[aAcehlpPqQrstuwWfFgx&]/;

/** `$x` with its suffix; undefined without one. */
export function zshExpansion(
  part: WordPart | DoubleQuotedChild,
  end: number,
  standing: Standing,
): ParameterPart | undefined {
  const { context, plain, word } = standing;
  const at = spanOfNode(context, part);
  const behind = context.source.slice(at.end, end);
  const name = part.text.slice(1);
  if (name === '#') {
    const counted = /^[A-Za-z_]\w*/.exec(behind)?.[0];
    // `$#-`
    if (/^[-@*?$!#\d]/.test(behind)) return openPart(plain(at.start, at.end + 1));
    if (counted !== undefined) {
      return { ...plain(at.start, at.end + counted.length), name: counted, prefix: 'length' };
    }
  }
  const subscript = /^\[(-?\d+|[A-Za-z_]\w*|[@*])\]/.exec(behind);
  const open = subscript === null ? behind : behind.slice(subscript[0].length);
  if (open.startsWith('[') || MODIFIER.test(open)) {
    return openPart(plain(at.start, end));
  }
  if (subscript === null) return undefined;
  const [whole, key = ''] = subscript;
  const index = word(at.end + 1, at.end + 1 + key.length);
  return { ...plain(at.start, at.end + whole.length), name, subscript: key, index };
}

/** `$=x`; undefined for other text. */
export function zshText(
  part: WordPart | DoubleQuotedChild,
  { context, plain }: Standing,
): ParameterPart | undefined {
  if (!/(?<!\\)\$[=~^+]+[\w{]/.test(part.text)) return undefined;
  const { start, end } = spanOfNode(context, part);
  const name = /^\$=([A-Za-z_]\w*)$/.exec(part.text)?.[1];
  const whole = plain(start, end);
  return name === undefined || whole.quoted ? openPart(whole) : { ...whole, name, divided: true };
}

/** `${=x}`, and unknown words for `${(f)x}` and `${x:h}` of zsh; undefined for others. */
export function zshParameter(
  part: ParameterExpansionPart,
  plain: ParameterPart,
): ParameterPart | undefined {
  const { text, operation } = part;
  const divided = /^\$\{=([A-Za-z_]\w*)\}$/.exec(text)?.[1];
  if (divided !== undefined && !plain.quoted) return { ...plain, name: divided, divided: true };
  const isQuotedOperand = plain.quoted && operation !== undefined && /['\\]/.test(text);
  const isShared =
    SHARED_NAME.test(part.parameter) &&
    part.prefix !== '!' &&
    SHARED_INDEX.test(part.index?.text ?? '') &&
    !isQuotedOperand &&
    isSharedOperation(operation);
  return isShared ? undefined : openPart(plain);
}

const SHARED_NAME = /^(?:[A-Za-z_]\w*|\d+|[@*#?$!-])$/;
const SHARED_INDEX = /^(?:-?\d+|\$?[A-Za-z_]\w*|[@*])?$/;
const SHARED_PATTERN = /^[\w./:,@%+=?*-]*$/;

/** A default, or a change by a plain pattern, is read as in bash. */
function isSharedOperation(operation: ParameterExpansionPart['operation']): boolean {
  switch (operation?.type) {
    case undefined:
    case 'Default':
      return true;
    case 'Remove':
      return SHARED_PATTERN.test(operation.operand.text);
    case 'Replace':
      return SHARED_PATTERN.test(operation.pattern.text + operation.replacement.text);
    default:
      return false;
  }
}

/** Whether braces are read as in bash: plain words, a range without a step. */
export function isSharedBraces(text: string): boolean {
  return /^\{(?:-?\d+\.\.-?\d+|[\w./:=@%+-]*(?:,[\w./:=@%+-]*)+)\}$/.test(text);
}

function openPart(plain: ParameterPart): ParameterPart {
  return { ...plain, subscript: '@', operator: 'other' };
}

/** What the parser rejects may be a form of zsh. */
export function unreadBy(
  { dialect }: ReadContext,
  errors: readonly unknown[] = [],
): Pick<OpaquePart, 'unread'> | undefined {
  return dialect === 'zsh' && errors.length > 0 ? { unread: true } : undefined;
}
