/** What zsh reads as bash does (zshexpn(1)). Other forms are any number of unknown words. */
import type { DoubleQuotedChild, ParameterExpansionPart, WordPart } from 'unbash';
import type { OpaquePart } from '../tree.ts';
import type { ReadContext } from './read-context.ts';

/** A part that may be any number of words. */
export interface OpenPart {
  readonly type: 'Open';
  readonly text: string;
  readonly pos: number;
  readonly end: number;
}

type Part = WordPart | DoubleQuotedChild;

/** Opens the parts that zsh reads in another way: `$x[1]` of `$x[1],server`, all of `$x:h,server`. */
export function partsInZsh(
  { source, offset }: ReadContext,
  parts: readonly Part[],
  quoted: boolean,
): readonly (Part | OpenPart)[] {
  const read: (Part | OpenPart)[] = [];
  const last = parts.at(-1)?.end ?? 0;
  const areTexts = parts.every(({ type }) => type === 'BraceExpansion' || UNDIVIDED.has(type));
  let taken = 0;
  for (const part of parts) {
    if (part.end <= taken) continue;
    const pos = Math.max(part.pos, taken);
    const suffix = suffixIn(part, source.slice(part.end + offset, last + offset));
    let end = part.end + suffix.length;
    if (part.type === 'BraceExpansion' && !(areTexts && SHARED_BRACES.test(part.text))) end = last;
    const text = source.slice(pos + offset, end + offset);
    if (pos > part.pos) read.push({ type: 'Literal', text, value: text, pos, end });
    else if (end === part.end && isShared(part, quoted)) read.push(part);
    else read.push({ type: 'Open', text, pos, end });
    taken = end;
  }
  return read;
}

/** Parts that are never split. */
export const UNDIVIDED: ReadonlySet<WordPart['type']> = new Set<WordPart['type']>([
  'Literal',
  'SingleQuoted',
  'AnsiCQuoted',
  'DoubleQuoted',
  'LocaleString',
]);

/** Plain words, or a range without a step. */
const SHARED_BRACES = /^\{(?:-?\d+\.\.-?\d+|[\w./:=@%+-]*(?:,[\w./:=@%+-]*)+)\}$/;
/** Subscripts and modifiers; other text behind a colon may be a port. */
const SUFFIX = /^(?:\[[^\]$]*\])*(?:\[.*|:[aAcehlpPqQrstuwWfFgx&].*)?/s;
/** `x` of `$#x` */
const COUNTED = /^(?:[A-Za-z_]\w*|\d|[-@*?$!#])/;

/** `[1]` of `$x[1]`; empty for other parts. */
function suffixIn({ type, text }: Part, behind: string): string {
  if (type !== 'SimpleExpansion') return '';
  const counted = text === '$#' ? (COUNTED.exec(behind)?.[0] ?? '') : '';
  return counted + (SUFFIX.exec(behind.slice(counted.length))?.[0] ?? '');
}

function isShared(part: Part, quoted: boolean): boolean {
  switch (part.type) {
    case 'Literal':
      // `$=x`
      return !/(?<!\\)\$[=~^+]+[\w{]/.test(part.text);
    case 'ParameterExpansion':
      return isSharedParameter(part) && !(quoted && part.operation && /['\\]/.test(part.text));
    case 'Glob':
    case 'ExtendedGlob':
      return part.parts?.every(({ type }) => type === 'Literal' || type === 'Glob') !== false;
    default:
      return true;
  }
}

const SHARED_PATTERN = /^[\w./:,@%+=?*-]*$/;

/** `${x}`, `${x[@]}`, with a default, or changed by a plain pattern. */
function isSharedParameter({ parameter, prefix, index, operation }: ParameterExpansionPart) {
  if (!/^(?:[A-Za-z_]\w*|\d+|[@*#?$!-])$/.test(parameter) || prefix !== undefined) return false;
  if (!/^[@*]?$/.test(index?.text ?? '')) return false;
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

/** What the parser rejects may be a form of zsh. */
export function unreadBy(
  { dialect }: ReadContext,
  errors: readonly unknown[] = [],
): Pick<OpaquePart, 'unread'> | undefined {
  return dialect === 'zsh' && errors.length > 0 ? { unread: true } : undefined;
}
