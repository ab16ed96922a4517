/**
 * The other half of a reader: how decoded text is written in a host language. A reader and its speller
 * are inverse: reading what was spelled gives the text back.
 */

/** Text to be written into a document, in reading order. */
export type Template = readonly TemplatePart[];

export type TemplatePart =
  /** Plain decoded text. */
  | { readonly kind: 'text'; readonly text: string }
  /** Source of the host language that is copied as it is, such as `$PORT` or `${XDG_RUNTIME_DIR:-$HOME}`. */
  | {
      readonly kind: 'source';
      readonly source: string;
      /** Where it was copied from, for a host language that tells who expands it there. */
      readonly context?: string;
    };

/** A template of one plain text. */
export function plain(text: string): Template {
  return [{ kind: 'text', text }];
}

/**
 * Writes a template where a text stood whose first character had the context `from` and whose last one
 * had the context `to` (the contexts of `MappedText` pieces), so that what stands around it is read as
 * before. Undefined if the host language cannot say it at this place.
 */
export type Speller = (template: Template, from: string, to: string) => string | undefined;
