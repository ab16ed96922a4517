/** Values that several Makefiles assign, in any order. */

import { LIMITS } from '../../text/limits.ts';
import { addTo } from '../../text/lookup.ts';
import type { MappedText } from '../../text/mapped-text.ts';
import { limited, UNKNOWN_VALUE } from '../domain/values.ts';
import type { MakeOutline } from './outline.ts';
import { type MakeValue, type MakeValues, recursive } from './values.ts';
import { joined } from './words.ts';

export class AssignedValues extends Map<string, MakeValues> {
  readonly #assigned = new Map<string, MakeValue[]>();
  readonly #added = new Map<string, MappedText[]>();
  readonly #computed = new Map<string, MakeValue[]>();

  /** Adds an outline; returns the changed names that were read before. */
  add({ assigned, added, computed }: MakeOutline): readonly string[] {
    addEach(this.#assigned, assigned);
    addEach(this.#added, added);
    addEach(this.#computed, computed);
    const starts = [...computed.keys()];
    const read = [...this.keys()].filter((name) => {
      return (
        assigned.has(name) || added.has(name) || starts.some((start) => name.startsWith(start))
      );
    });
    for (const name of read) this.delete(name);
    return read;
  }

  /** Whether too much is appended to a variable to be followed, without `own`. */
  isLong(name: string, own: MakeOutline): boolean {
    const count = this.#added.get(name)?.length ?? 0;
    return count - (own.added.get(name)?.length ?? 0) > LIMITS.group;
  }

  override has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  override get(name: string): MakeValues | undefined {
    let values = super.get(name);
    if (values === undefined) {
      values = this.#valuesOf(name);
      this.set(name, values);
    }
    return values.length > 0 ? values : undefined;
  }

  #valuesOf(name: string): MakeValues {
    const found = [...(this.#assigned.get(name) ?? [])];
    for (const [start, own] of this.#computed) if (name.startsWith(start)) found.push(...own);
    const added = this.#added.get(name) ?? [];
    const [first] = added;
    // A longer list is unknown, as are functions of it.
    if (added.length > LIMITS.group) found.push(UNKNOWN_VALUE);
    else if (first) found.push(recursive(joined(added, first)));
    return limited(found.map((value) => ({ value, path: [] })));
  }
}

function addEach<One>(lists: Map<string, One[]>, more: ReadonlyMap<string, readonly One[]>): void {
  for (const [name, values] of more) for (const value of values) addTo(lists, name, value);
}
