import { readAgainAs } from '../../text/again.ts';
import { readAgain, UNKNOWN_ENCODING } from '../../text/encoding.ts';
import {
  concat,
  decodedPiece,
  type MappedText,
  mappedText,
  type Piece,
  pieceAt,
  slice,
  spanOf,
  throughUse,
  type Use,
  unknownText,
  withMarks,
} from '../../text/mapped-text.ts';
import { TEMPLATE, type TemplateStyle } from './encodings.ts';

/** The value of an expression by its source, if known. */
export type ExpressionValue = (source: string) => MappedText | undefined;

const ENDS: readonly (readonly [begins: string, ends: string])[] = [
  ['${{', '}}'],
  ['{{', '}}'],
  ['{%', '%}'],
  ['{#', '#}'],
];

const OPENINGS: Readonly<Record<TemplateStyle, RegExp>> = {
  github: /\$\{\{/g,
  jinja: /\{[{%#]/g,
  any: /\$\{\{|\{[{%#]/g,
  just: /\{\{(?:\{\{)?/g,
  compose: /\$(?:\$|\{[A-Za-z_]\w*(?:(?:\?|:?[-+?])(?:[^{}$]|\$\{[^{}$]*\})*)?\}|[A-Za-z_]\w*)/g,
  kubernetes: /\$(?:\$|\([A-Za-z_][\w.-]*\))/g,
  bitbake: /\$\{[^{}]*\}|@[A-Z_]+@/g,
};

/** Defaults, with what is behind them; strings in expressions are not editable. */
const FALLBACKS: Partial<Readonly<Record<TemplateStyle, RegExp>>> = {
  compose: /^\$\{\w+:?-(.+)(\})$/s,
  // Not `${{ inputs.open && '0.0.0.0' || '127.0.0.1' }}`.
  github: /^\$\{\{[^&']*\|\|\s*'([^']+)('\s*\}\})$/,
  jinja: /^\{\{[^|'"]*\|\s*d(?:efault)?\(\s*['"]([^'"]+)(['"][^|]*\}\})$/,
};

/** The text after expansion; linear in its length. */
export function readTemplate(
  text: MappedText,
  style: TemplateStyle,
  told: ExpressionValue = () => undefined,
): MappedText {
  const encodings = TEMPLATE[style];
  const parts: MappedText[] = [];
  let from = 0;
  const gone = new Set<string>();
  for (const { index, 0: begins } of text.decoded.matchAll(OPENINGS[style])) {
    if (index < from) continue;
    const [, ending] = ENDS.find(([open]) => open === begins) ?? [];
    let end = index + begins.length;
    if (ending !== undefined) {
      const found = gone.has(ending) ? -1 : text.decoded.indexOf(ending, end);
      // An expression of just may end on another line.
      if (found === -1 && style !== 'just') {
        gone.add(ending);
        continue;
      }
      end = found === -1 ? text.decoded.length : found + ending.length;
    }
    parts.push(readAgainAs(slice(text, from, index), encodings));
    parts.push(replaced(text, index, end, style, told));
    from = end;
  }
  if (from === 0) return readAgainAs(text, encodings);
  parts.push(readAgainAs(slice(text, from), encodings));
  return concat(parts);
}

function replaced(
  text: MappedText,
  start: number,
  end: number,
  style: TemplateStyle,
  told: ExpressionValue,
): MappedText {
  const encodings = TEMPLATE[style];
  const whole = slice(text, start, end);
  const source = whole.decoded;
  if (source === '$$' || source === '{{{{') {
    const half = decodedPiece(text, start, end, source.slice(source.length / 2));
    return half ? readAgainAs(mappedText([half]), encodings) : whole;
  }
  const outer = pieceAt(text, start);
  const at = spanOf(whole);
  const use: Use = {
    at,
    source,
    encodings: outer ? readAgain(outer.encodings, encodings) : encodings,
    definition: outer?.definition,
  };
  const value = told(source);
  if (value) return throughUse(value, use);
  const [, fallback, behind = ''] = FALLBACKS[style]?.exec(source) ?? [];
  if (fallback !== undefined) {
    const to = end - behind.length;
    const own = readTemplate(slice(text, to - fallback.length, to), style, told);
    const mark: Pick<Piece, 'defaultOf'> & Partial<Pick<Piece, 'encodings'>> =
      behind.length > 1 ? { defaultOf: use, encodings: UNKNOWN_ENCODING } : { defaultOf: use };
    return withMarks(own, (piece) => ({ ...piece, ...mark }));
  }
  const { definition } = use;
  return unknownText(source, { at, encodings: use.encodings, definition });
}
