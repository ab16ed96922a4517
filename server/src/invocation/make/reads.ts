/** The variables that a text reads, without expansion. */

import type { MakePart, MakeText } from '../../syntax/make/references.ts';
import { spend } from '../../text/fuel.ts';
import { sizeOfAll } from '../domain/values.ts';
import { PIECES_PER_REFERENCE, partsOf, REFERENCE, type Scope } from './expand.ts';
import { TEXT_FUNCTIONS } from './text-functions.ts';
import { isRecursive } from './values.ts';
import { mayBeSet, valuesOf } from './variables.ts';

const ONLY_READ: ReadonlySet<string> = new Set([...TEXT_FUNCTIONS.keys(), 'if', 'or', 'and']);

/**
 * Whether a text surely depends on a variable that may be set; false also for effects, such as `$(shell …)`. Adds
 * the variables that it reads; pays as an expansion does.
 */
export function readsVariables(parts: MakeText, used: Set<string>, scope: Scope): boolean {
  const { variables, expander } = scope;
  let depends = false;
  const visitName = (name: string): boolean => {
    depends ||= mayBeSet(variables, name);
    if (used.has(name)) return true;
    used.add(name);
    const values = valuesOf(variables, name);
    spend(expander.fuel, REFERENCE * (1 + Math.floor(sizeOfAll(values) / PIECES_PER_REFERENCE)));
    return values.every(({ value }) => {
      return !isRecursive(value) || partsOf(value.text).every(visit);
    });
  };
  const visit = (part: MakePart): boolean => {
    if (part.kind === 'text') return true;
    if (part.kind === 'open') return false;
    if (part.kind === 'function') {
      return ONLY_READ.has(part.name) && part.args.every((arg) => arg.every(visit));
    }
    const [name, ...others] = part.name;
    if (name?.kind !== 'text' || others.length > 0) return false;
    const sides = part.change ?? [];
    return visitName(name.text.decoded.trim()) && sides.every((side) => side.every(visit));
  };
  return parts.every(visit) && depends;
}
