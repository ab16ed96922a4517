/** A YAML file as a tree: mappings, lists and scalars with their places. Nothing in it has a meaning here. */

import { oncePer } from '../../text/lookup.ts';
import type { MappedText } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { WrittenComment } from '../comments.ts';
import type { YAML } from './encodings.ts';

/** How a scalar is written (YAML 1.2.2, chapters 7.3 and 8.1); `plain-in-flow` is one between brackets. */
export type YamlStyle = Exclude<keyof typeof YAML, `${string}-start`>;

/** A text, however it is written. */
export interface YamlScalar {
  readonly kind: 'scalar';
  readonly style: YamlStyle;
  /** All of it with its quotes; of a block its lines, without the header. */
  readonly at: Span;
  /** What it says, decoded when somebody asks. Empty for one that is not written to its end. */
  readonly text: () => MappedText;
}

/** `key: value`. */
export interface YamlEntry {
  /** From the key to the end of the value. */
  readonly at: Span;
  /** What the key says; empty for one that is no scalar. */
  readonly key: string;
  readonly value: YamlNode | undefined;
}

/** Entries, in blocks or in braces. */
export interface YamlMap {
  readonly kind: 'map';
  readonly at: Span;
  readonly entries: readonly YamlEntry[];
}

/** An item of a list. */
export interface YamlItem {
  /** With the dash in front of it, if there is one. */
  readonly at: Span;
  readonly value: YamlNode | undefined;
}

/** Items with dashes, or in brackets. */
export interface YamlList {
  readonly kind: 'list';
  readonly at: Span;
  readonly items: readonly YamlItem[];
}

/** `*name`, which stands for the node behind `&name`. */
export interface YamlAlias {
  readonly kind: 'alias';
  readonly at: Span;
  readonly name: string;
}

/** What a document, a value or an item is. */
export type YamlNode = YamlScalar | YamlMap | YamlList | YamlAlias;

/** A file, which may hold several documents. */
export interface YamlFile {
  readonly documents: readonly YamlNode[];
  readonly comments: readonly WrittenComment[];
  /** What an alias stands for; undefined where its anchor is missing, or is one that stands for another. */
  readonly anchored: (alias: YamlAlias) => Exclude<YamlNode, YamlAlias> | undefined;
  /** Whether nothing was wrong with it. */
  readonly isWhole: boolean;
  /** The offset of the first thing that stands too deep to be read. */
  readonly stopped: number | undefined;
}

/** The value of the first entry with a key. */
export function valueAt(node: YamlNode | undefined, key: string): YamlNode | undefined {
  if (node?.kind !== 'map') return undefined;
  return firstValues(node).get(key);
}

/** The value of the first entry with each key; of a map that thousands ask. */
const firstValues = oncePer(({ entries }: YamlMap): ReadonlyMap<unknown, YamlNode | undefined> => {
  return new Map(entries.map(({ key, value }) => [key, value] as const).reverse());
});
