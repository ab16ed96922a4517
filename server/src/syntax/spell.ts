/** Encodes text through all layers of a place; reading it gives the text back. */
import {
  type Encoding,
  type Encodings,
  innermost,
  isOpenAt,
  type LayerPart,
} from '../text/encoding.ts';
import { UNKNOWN } from '../text/mapped-text.ts';

/** Text to write into a document. */
export type Template = readonly TemplatePart[];

/** A part of a template. */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  /** Copied source: `$PORT`, `${XDG_RUNTIME_DIR:-$HOME}`. */
  | {
      readonly kind: 'source';
      readonly source: string;
      /** Where it was copied from; default: the innermost reader that expands. */
      readonly encodings?: Encodings;
    };

/** A template of one text. */
export function plain(text: string): Template {
  return [{ kind: 'text', text }];
}

/** Maps texts, for example to double commas. */
export function withTexts(template: Template, change: (text: string) => string): Template {
  return template.map((part) =>
    part.kind === 'text' ? { kind: 'text', text: change(part.text) } : part,
  );
}

/** A template as one string: `/run/$USER/m.sock`. */
export function templateText(template: readonly LayerPart[] | Template): string {
  return template.map((part) => (part.kind === 'text' ? part.text : part.source)).join('');
}

/** Encodes a template, innermost layer first: `unix:$X` in `bash -c "…"` is `\"unix:\$X\"`; undefined if impossible. */
export function spell(template: Template, from: Encodings, to: Encodings): string | undefined {
  const depth = from.layers.length;
  if (depth !== to.layers.length) return undefined;
  // Source that an outer reader changes, and an unterminated expansion, cannot be copied.
  const isHalf = (part: TemplatePart) =>
    part.kind === 'source' &&
    (part.source.includes(UNKNOWN) || (part.encodings !== undefined && isOpenAt(part.encodings)));
  if (template.some(isHalf)) return undefined;
  const expanding = from.layers.findLastIndex(({ expands }) => expands) + 1;
  let parts: readonly LayerPart[] = template.map((part): LayerPart => {
    if (part.kind === 'text') return part;
    const { source, encodings } = part;
    return { kind: 'source', source, level: encodings?.written ?? (expanding || depth) };
  });
  for (let level = depth; level > 0; level--) {
    const [own, end] = [from.layers[level - 1], to.layers[level - 1]];
    if (own === undefined || own.notation !== end?.notation) return undefined;
    const encoded = own.encode(parts, own, end, { level, depth });
    if (encoded === undefined) return undefined;
    parts = joinTexts(encoded);
  }
  return templateText(parts);
}

/** Whether a separate text can be written where `notation` is innermost. */
export function isSpellable(encodings: Encodings, notation: Encoding['notation']): boolean {
  const isInnermost = innermost(encodings).notation === notation;
  return isInnermost && spell(plain('none'), encodings, encodings) !== undefined;
}

function joinTexts(parts: readonly LayerPart[]): readonly LayerPart[] {
  const joined: LayerPart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part.kind === 'text' && last?.kind === 'text') {
      joined[joined.length - 1] = { kind: 'text', text: last.text + part.text };
    } else if (part.kind === 'source' || part.text !== '') {
      joined.push(part);
    }
  }
  return joined;
}
