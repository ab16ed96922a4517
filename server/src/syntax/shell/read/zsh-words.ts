/**
 * What zsh expands that other shells do not: `$x[1]`, `$x:h`, `$#x`, `$=x`, `${(s: :)x}` (zshexpn(1)). The parser
 * knows none of it. Of what is not followed here it is said that it may be any number of words.
 */
import type { DoubleQuotedChild, ParameterExpansionPart, WordPart } from 'unbash';
import type { ParameterPart, ShellWord } from '../tree.ts';
import { type ReadContext, spanOfNode } from './read-context.ts';

/** How a part of the parser stands in its word. */
export interface Standing {
  readonly context: ReadContext;
  /** A parameter without a name, at a span, quoted as what stands there. */
  readonly plain: (from: number, to: number) => ParameterPart;
  /** A part of the source as a word. */
  readonly word: (from: number, to: number) => ShellWord;
}

/** What follows a colon where `$x:h` changes its value, and not all that is written behind a host is a port. */
const MODIFIER = /^:[aAcehlpPqQrstuwWfFgx&]/;

/** `$x` and its like with what zsh counts to it up to the end of the word; undefined where that is nothing. */
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
    // The length of `$-`, and its like.
    if (/^[-@*?$!#\d]/.test(behind)) return openPart(plain(at.start, at.end + 1));
    if (counted !== undefined) {
      return { ...plain(at.start, at.end + counted.length), name: counted, prefix: 'length' };
    }
  }
  const subscript = /^\[(-?\d+|[A-Za-z_]\w*|[@*])\]/.exec(behind);
  const open = subscript === null ? behind : behind.slice(subscript[0].length);
  // Which element that is, or what is made of it, is not followed.
  if (open.startsWith('[') || MODIFIER.test(open)) {
    return openPart(plain(at.start, end));
  }
  if (subscript === null) return undefined;
  const [whole, key = ''] = subscript;
  const index = word(at.end + 1, at.end + 1 + key.length);
  return { ...plain(at.start, at.end + whole.length), name, subscript: key, index };
}

/** `$=x` and its like, which the parser takes for text; undefined for text that is none of them. */
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

/** `${(f)x}`, `${=x}`, `${x:h}` and what else of zsh's stands in braces; undefined for what all shells read alike. */
export function zshBraces(
  part: ParameterExpansionPart,
  plain: ParameterPart,
): ParameterPart | undefined {
  const { text, operation } = part;
  const divided = /^\$\{=([A-Za-z_]\w*)\}$/.exec(text)?.[1];
  if (divided !== undefined && !plain.quoted) return { ...plain, name: divided, divided: true };
  const quotedPattern = plain.quoted && operation !== undefined && /['\\]/.test(text);
  const unread =
    part.parameter === '' ||
    part.prefix === '!' ||
    quotedPattern ||
    /[(,]/.test(part.index?.text ?? '') ||
    operation?.type === 'Transform' ||
    operation?.type === 'CaseModification' ||
    (operation?.type === 'Slice' && /^\s*[A-Za-z&]/.test(operation.offset.text));
  return unread ? openPart(plain) : undefined;
}

/** An expansion that may be any number of words. */
function openPart(plain: ParameterPart): ParameterPart {
  return { ...plain, subscript: '@', operator: 'other' };
}
