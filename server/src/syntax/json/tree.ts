/** JSON as it is written, with the place of each value. */
import type { Span } from '../../text/span.ts';

export type JsonValue =
  | JsonObject
  | JsonArray
  /** `at` covers the quotes; `value` is what the string means. */
  | { readonly kind: 'string'; readonly at: Span; readonly value: string }
  | { readonly kind: 'number'; readonly at: Span; readonly value: number }
  | { readonly kind: 'boolean'; readonly at: Span; readonly value: boolean }
  | { readonly kind: 'null'; readonly at: Span };

/** `at` covers the braces. */
export interface JsonObject {
  readonly kind: 'object';
  readonly at: Span;
  /** In their order; a key may be there twice. */
  readonly members: readonly JsonMember[];
}

/** `at` covers the brackets. */
interface JsonArray {
  readonly kind: 'array';
  readonly at: Span;
  readonly items: readonly JsonValue[];
}

/** A key with its value: `"id": "m"`. */
export interface JsonMember {
  /** `at` covers the quotes of the key. */
  readonly key: { readonly text: string; readonly at: Span };
  /** Undefined where it is not written yet. */
  readonly value: JsonValue | undefined;
}

/** What is no JSON at a place. */
export interface JsonProblem {
  readonly at: Span;
  /** `expected` something that is not there, something that is no JSON (`stray`), or nested `tooDeep`. */
  readonly kind: 'value' | 'key' | 'colon' | 'comma' | 'closing' | 'end' | 'stray' | 'tooDeep';
}

/** A text of JSON, with comments and commas too many, and what is wrong in it. */
export interface JsonText {
  /** Undefined for a text without a value. */
  readonly root: JsonValue | undefined;
  /** In the order of the text; without any the text is JSON, apart from comments and last commas. */
  readonly problems: readonly JsonProblem[];
}
