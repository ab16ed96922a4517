/** A YAML file as maps, lists and scalars with spans. */

import { once } from '../../text/lookup.ts';
import type { MappedText } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { WrittenComment } from '../comments.ts';
import type { YAML } from './encodings.ts';

/** YAML 1.2.2, 7.3 and 8.1; `plain-in-flow` is between brackets. */
export type YamlStyle = Exclude<keyof typeof YAML, `${string}-start`>;

/** A scalar. */
export interface YamlScalar {
  readonly kind: 'scalar';
  readonly style: YamlStyle;
  /** With quotes; of a block scalar its lines without the header. */
  readonly at: Span;
  /** Decoded on demand; empty if unterminated. */
  readonly text: () => MappedText;
}

/** `key: value`. */
export interface YamlEntry {
  /** From the key to the end of the value. */
  readonly at: Span;
  /** Decoded; empty if no scalar. */
  readonly key: string;
  readonly value: YamlNode | undefined;
}

/** A block or flow map. */
export interface YamlMap {
  readonly kind: 'map';
  readonly at: Span;
  readonly entries: readonly YamlEntry[];
}

/** A list item. */
export interface YamlItem {
  /** With the dash, if there is one. */
  readonly at: Span;
  readonly value: YamlNode | undefined;
}

/** A block or flow list. */
export interface YamlList {
  readonly kind: 'list';
  readonly at: Span;
  readonly items: readonly YamlItem[];
}

/** A reference to `&name`. */
export interface YamlAlias {
  readonly kind: 'alias';
  readonly at: Span;
  readonly name: string;
}

/** A document, value or item. */
export type YamlNode = YamlScalar | YamlMap | YamlList | YamlAlias;

/** Possibly with several documents. */
export interface YamlFile {
  readonly documents: readonly YamlNode[];
  readonly comments: readonly WrittenComment[];
  /** The target of an alias; undefined if missing or itself an alias. */
  readonly anchored: (alias: YamlAlias) => Exclude<YamlNode, YamlAlias> | undefined;
  readonly isWhole: boolean;
  /** The offset of the first node beyond the nesting limit. */
  readonly stopped: number | undefined;
}

/** The value of the first entry with a key. */
export function valueAt(node: YamlNode | undefined, key: string): YamlNode | undefined {
  if (node?.kind !== 'map') return undefined;
  return firstValues(node).get(key);
}

const firstValues = once(({ entries }: YamlMap): ReadonlyMap<unknown, YamlNode | undefined> => {
  return new Map(entries.map(({ key, value }) => [key, value] as const).reverse());
});
