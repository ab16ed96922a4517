/**
 * The order in which bash hands out the elements of an associative array: by the buckets of its hash table, which
 * has 1,024 of them since bash 5.1 (`hash_string` in its hashlib.c, `ASSOC_HASH_BUCKETS` in its assoc.h).
 */
import type { Dialect } from '../../../syntax/shell/dialect.ts';
import { keysOf } from '../domain/growth.ts';
import type { List } from '../domain/values.ts';

const BUCKETS = 1_024;
/** What a hash begins with, and what it is multiplied by for each character (FNV-1). */
const OFFSET = 2_166_136_261;
const PRIME = 16_777_619;

/** A list as all its elements are handed out: in which order is not known of every associative array. */
export function asListed(list: List, dialect: Dialect): List {
  if (list.associative !== true || list.words.length < 2) return list;
  const order = orderOf(keysOf(list), dialect);
  if (order === undefined) return { ...list, unordered: true };
  const { words, keys } = list;
  return {
    kind: 'array',
    associative: true,
    words: order.flatMap((index) => words[index] ?? []),
    keys: order.map((index) => keys?.[index]),
  };
}

/** The indexes of keys in the order of their elements; undefined where nobody knows that. */
function orderOf(
  keys: readonly (string | undefined)[],
  dialect: Dialect,
): readonly number[] | undefined {
  // Other shells have tables of their own.
  if (dialect !== 'bash' && dialect !== 'posix') return undefined;
  const buckets: number[] = [];
  for (const key of keys) {
    if (key === undefined || !isAscii(key)) return undefined;
    buckets.push(hashOf(key) % BUCKETS);
  }
  // Which of two in one bucket comes first depends on which was there first.
  if (new Set(buckets).size < buckets.length) return undefined;
  return [...buckets.keys()].sort((one, other) => (buckets[one] ?? 0) - (buckets[other] ?? 0));
}

/** Whether each character is one byte. */
function isAscii(key: string): boolean {
  for (let index = 0; index < key.length; index++) if (key.charCodeAt(index) > 0x7f) return false;
  return true;
}

function hashOf(key: string): number {
  let hash = OFFSET;
  for (let index = 0; index < key.length; index++) {
    hash = Math.imul(hash, PRIME) ^ key.charCodeAt(index);
  }
  return hash >>> 0;
}
