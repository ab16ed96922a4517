/** Highlights QEMU's text, also in values of variables. */
import type { Token } from '../../qemu/token/token.ts';
import { contains, overlap, type Span } from '../../text/span.ts';
import type { Analysis } from '../analysis/analyze.ts';
import { tokensOf } from './placed-tokens.ts';

/** A token's kind; ids by role. */
export type ColourKind = Exclude<Token['kind'], 'id'> | 'definition' | 'reference';

/** A token within a line. */
export interface Colour {
  readonly at: Span;
  readonly kind: ColourKind;
}

/** Tokens in order, disjoint; the first machine decides. */
export function coloursIn(
  path: string,
  text: string,
  analyses: readonly Analysis[],
  within: Span = { start: 0, end: text.length },
): readonly Colour[] {
  const found = new Map<number, Colour>();
  for (const analysis of analyses) {
    const start = analysis.files.place({ path, at: { start: 0, end: 0 } })?.start;
    if (start === undefined) continue;
    const whole = { start: start + within.start, end: start + within.end };
    for (const { token } of tokensOf(analysis)) {
      const kind = token.kind === 'id' ? token.role : token.kind;
      for (const piece of token.text.pieces) {
        if (piece.kind === 'unknown' || !overlap(whole, piece.at)) continue;
        const at = { start: piece.at.start - start, end: piece.at.end - start };
        for (const part of linesOf(text, at)) {
          const known = found.get(part.start);
          if (known === undefined || known.at.end < part.end)
            found.set(part.start, { at: part, kind });
        }
      }
    }
  }
  return withoutOverlaps([...found.values()].filter(({ at }) => contains(within, at)));
}

function linesOf(text: string, { start, end }: Span): readonly Span[] {
  const written = text.slice(start, end);
  if (!/[\r\n]/.test(written)) return start < end ? [{ start, end }] : [];
  const parts: Span[] = [];
  for (const { 0: line, index } of written.matchAll(/[^\r\n]+/g)) {
    parts.push({ start: start + index, end: start + index + line.length });
  }
  return parts;
}

function withoutOverlaps(colours: readonly Colour[]): readonly Colour[] {
  const kept: Colour[] = [];
  let end = 0;
  for (const colour of colours.toSorted((a, b) => a.at.start - b.at.start)) {
    if (colour.at.start < end) continue;
    kept.push(colour);
    end = colour.at.end;
  }
  return kept;
}
