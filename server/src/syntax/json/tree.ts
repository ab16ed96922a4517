/** JSON with the span of each value. */
import type { Span } from '../../text/span.ts';

export type JsonValue =
  | JsonObject
  | JsonArray
  /** `at` includes the quotes. */
  | { readonly kind: 'string'; readonly at: Span; readonly value: string }
  | { readonly kind: 'number'; readonly at: Span; readonly value: number }
  | { readonly kind: 'boolean'; readonly at: Span; readonly value: boolean }
  | { readonly kind: 'null'; readonly at: Span };

/** `at` includes the braces. */
export interface JsonObject {
  readonly kind: 'object';
  readonly at: Span;
  /** In order; keys may repeat. */
  readonly members: readonly JsonMember[];
}

/** `at` includes the brackets. */
interface JsonArray {
  readonly kind: 'array';
  readonly at: Span;
  readonly items: readonly JsonValue[];
}

/** `"id": "m"` */
export interface JsonMember {
  /** `at` includes the quotes. */
  readonly key: { readonly text: string; readonly at: Span };
  /** Undefined if not written yet. */
  readonly value: JsonValue | undefined;
}

/** A syntax error. */
export interface JsonProblem {
  readonly at: Span;
  /** A missing token, an unexpected one (`stray`), or `tooDeep`. */
  readonly kind: 'value' | 'key' | 'colon' | 'comma' | 'closing' | 'end' | 'stray' | 'tooDeep';
}

/** A JSON text and its errors. */
export interface JsonText {
  /** Undefined for an empty text. */
  readonly root: JsonValue | undefined;
  /** In order. Comments and trailing commas are no errors. */
  readonly problems: readonly JsonProblem[];
}
