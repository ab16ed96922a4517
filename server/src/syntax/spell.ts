/**
 * The other half of the readers: how decoded text is written at a place, through all layers of writing. A reader
 * and the encodings of its notation are inverse: reading what was spelled gives the text back.
 */
import {
  type Encoding,
  type Encodings,
  innermost,
  isOpenAt,
  type LayerPart,
} from '../text/encoding.ts';
import { UNKNOWN } from '../text/mapped-text.ts';

/** Text to be written into a document, in reading order. */
export type Template = readonly TemplatePart[];

/** A piece of it. */
export type TemplatePart =
  /** Plain decoded text. */
  | { readonly kind: 'text'; readonly text: string }
  /** Source that is copied as it is, such as `$PORT` or `${XDG_RUNTIME_DIR:-$HOME}`. */
  | {
      readonly kind: 'source';
      readonly source: string;
      /** Where it was copied from, which tells who replaces it there; else the innermost reader that can does. */
      readonly encodings?: Encodings;
    };

/** A template of one plain text. */
export function plain(text: string): Template {
  return [{ kind: 'text', text }];
}

/** A template with its plain texts changed: each `,` of a path doubled. */
export function withTexts(template: Template, change: (text: string) => string): Template {
  return template.map((part) =>
    part.kind === 'text' ? { kind: 'text', text: change(part.text) } : part,
  );
}

/** A template as one text, with its sources as they are: `/run/$USER/m.sock`. */
export function templateText(template: readonly LayerPart[] | Template): string {
  return template.map((part) => (part.kind === 'text' ? part.text : part.source)).join('');
}

/**
 * Writes a template where a text stood whose first character was written in `from` and whose last one in `to`
 * (`MappedText` pieces say so), so that what stands around it is read as before. The innermost layer is written
 * first, and what it gives is text for the layer around it: `unix:${XDG_RUNTIME_DIR:-$HOME}` inside `bash -c "…"`
 * is `\"unix:\${XDG_RUNTIME_DIR:-$HOME}\"`. Undefined if a layer cannot hold it at this place.
 */
export function spell(template: Template, from: Encodings, to: Encodings): string | undefined {
  const depth = from.layers.length;
  if (depth !== to.layers.length) return undefined;
  // A source that an outer reading completes is not known as it will be, and half an expansion takes in what follows.
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

/** Whether a text of its own can be written at a place, in the notation in which words stand around it. */
export function isSpellable(encodings: Encodings, notation: Encoding['notation']): boolean {
  const isInnermost = innermost(encodings).notation === notation;
  return isInnermost && spell(plain('none'), encodings, encodings) !== undefined;
}

/** Neighbouring texts as one, so that the layer around sees them as a whole. */
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
