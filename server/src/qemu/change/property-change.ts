/**
 * Changes of one property, in whichever form it is written: an item of a list, a line of a section, a
 * value of a JSON object.
 */
import type { Property } from '../options/keyval.ts';
import { type Change, replace, text, type ValuePart } from './change.ts';

/** The change that gives a property another value; undefined where it is written somewhere else (`-set`). */
export function setProperty(
  { origin, keyText, key, value }: Property,
  parts: readonly ValuePart[],
): Change | undefined {
  switch (origin.kind) {
    case 'item': {
      // A flag has no value: `noverify-peer` becomes `verify-peer=on`.
      const named = keyText === undefined ? [] : [text(`${key}=`)];
      return replace(origin.list, [...named, ...parts], origin.start, origin.end);
    }
    case 'entry':
      return { kind: 'set-value', entry: origin.entry, parts };
    case 'json':
      // An empty string has no character that could be replaced.
      if (origin.type !== 'string' || value.decoded === '') return undefined;
      return replace(value, parts);
    case 'set':
      return undefined;
  }
}

/** The change that makes a boolean property true, which JSON writes in its own way. */
export function turnOn(property: Property): Change | undefined {
  const { origin, value } = property;
  if (origin.kind !== 'json' || origin.type !== 'boolean') {
    return setProperty(property, [text('on')]);
  }
  return replace(value, [text('true')]);
}

/**
 * The change that takes a property out, with the comma in front of it; undefined for the first item of a
 * list, which has none, and for JSON.
 */
export function removeProperty({ origin }: Property): Change | undefined {
  if (origin.kind === 'entry') return { kind: 'remove-entry', entry: origin.entry };
  if (origin.kind !== 'item' || origin.start === 0) return undefined;
  return replace(origin.list, [], origin.start - 1, origin.end);
}

/**
 * The change that writes another property behind one; undefined where there is no place for it. In a list
 * that is an item of another list the `comma` is a doubled one.
 */
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
      // What stands inside the quotes of a string ends it, and begins another: `a` is `a","key":"value`.
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

/** The property that stands last where a thing is written, for writing another behind it. */
export function lastWritten(properties: readonly Property[]): Property | undefined {
  const written = properties.filter(({ origin, key, value }) => {
    if (origin.kind !== 'json') return origin.kind !== 'set';
    // Behind a string of the object itself, not of a list in it.
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

/** All of the changes, or none where one of them cannot be. */
export function allOf(changes: readonly (Change | undefined)[]): readonly Change[] | undefined {
  const possible = changes.filter((change) => change !== undefined);
  return possible.length === changes.length ? possible : undefined;
}
