import type { Property } from '../options/keyval.ts';
import { type Change, replace, text, type ValuePart } from './change.ts';

/** Sets a value; undefined for `-set`. */
export function setProperty(
  { origin, keyText, key, value }: Property,
  parts: readonly ValuePart[],
): Change | undefined {
  switch (origin.kind) {
    case 'item': {
      // `noverify-peer` becomes `verify-peer=on`.
      const named = keyText === undefined ? [] : [text(`${key}=`)];
      return replace(origin.list, [...named, ...parts], origin.start, origin.end);
    }
    case 'entry':
      return { kind: 'set-value', entry: origin.entry, parts };
    case 'json':
      // An empty string has no character to replace.
      if (origin.type !== 'string' || value.decoded === '') return undefined;
      return replace(value, parts);
    case 'set':
      return undefined;
  }
}

/** Sets a boolean to true, in JSON's form if necessary. */
export function turnOn(property: Property): Change | undefined {
  const { origin, value } = property;
  if (origin.kind !== 'json' || origin.type !== 'boolean') {
    return setProperty(property, [text('on')]);
  }
  return replace(value, [text('true')]);
}

/** Removes a property with the comma before it; undefined for a list's first item and in JSON. */
export function removeProperty({ origin }: Property): Change | undefined {
  if (origin.kind === 'entry') return { kind: 'remove-entry', entry: origin.entry };
  if (origin.kind !== 'item' || origin.start === 0) return undefined;
  return replace(origin.list, [], origin.start - 1, origin.end);
}

/** Adds a property after another; undefined if its form does not allow it. `comma` is doubled in a nested list. */
export function addProperty(
  { origin, value }: Property,
  key: string,
  parts: readonly ValuePart[],
  comma = ',',
): Change | undefined {
  switch (origin.kind) {
    case 'item': {
      const { list, end } = origin;
      return replace(list, [text(`${comma}${key}=`), ...parts], end, end);
    }
    case 'entry':
      return { kind: 'add-entry', after: origin.entry, key, value: parts };
    case 'json': {
      // `a` becomes `a","key":"value`.
      const end = value.decoded.length;
      const { quote } = origin;
      if (quote === undefined || end === 0) return undefined;
      const added = [text([quote, ',', quote, key, quote, ':', quote].join('')), ...parts];
      return replace(value, added, end, end);
    }
    case 'set':
      return undefined;
  }
}

/** The last property in the definition itself that another can follow. */
export function lastWritten(properties: readonly Property[]): Property | undefined {
  const written = properties.filter(({ origin, key, value }) => {
    if (origin.kind !== 'json') return origin.kind !== 'set';
    // Keys with a dot are members of nested objects.
    return origin.type === 'string' && value.decoded !== '' && !key.includes('.');
  });
  return written.reduce<Property | undefined>((last, property) => {
    return last === undefined || endOf(property) >= endOf(last) ? property : last;
  }, undefined);
}

function endOf({ origin, value }: Property): number {
  switch (origin.kind) {
    case 'item':
      return origin.end;
    case 'entry':
      return origin.entry.at.end;
    default:
      return value.place.end;
  }
}

/** All changes; undefined if one is impossible. */
export function allOf(changes: readonly (Change | undefined)[]): readonly Change[] | undefined {
  const possible = changes.filter((change) => change !== undefined);
  return possible.length === changes.length ? possible : undefined;
}
