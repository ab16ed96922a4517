import { isKnown, spanOf } from '../../text/mapped-text.ts';
import type { Machine, Monitor } from '../machine/machine.ts';
import { idKey, knownValue } from '../options/fact.ts';
import { booleanFact, doubleCommas, findProperty } from '../options/keyval.ts';
import { type Change, replace, text } from './change.ts';

/** The version that deprecates `-mon` and has monitor objects. */
export const MON_DEPRECATED = 1101;

/** `-object monitor-qmp,…` for `-mon`. Undefined if a part is unknown, refused, or changed by `-set`. */
export function toMonitorObject(machine: Machine, monitor: Monitor): readonly Change[] | undefined {
  const { option, properties, chardevId, mode } = monitor;
  const value = option?.value;
  if (option?.name !== 'mon' || value === undefined || chardevId === undefined) return undefined;
  const plain = properties.every(({ origin }) => origin.kind === 'item');
  const inPlace = machine.refusals.some(({ place: { at } }) => {
    const whole = spanOf(value);
    return at.start >= whole.start && at.end <= whole.end;
  });
  if (mode === 'unknown' || !isKnown(value) || !plain || inPlace) return undefined;
  const written = findProperty(properties, 'id')?.value.decoded;
  const id = written ?? freeObjectId(machine, `${chardevId.decoded}-monitor`);
  const pretty = mode === 'qmp' && knownValue(booleanFact(properties, 'pretty')) === true;
  const list = [
    `monitor-${mode}`,
    `id=${doubleCommas(id)}`,
    `chardev=${doubleCommas(chardevId.decoded)}`,
    ...(pretty ? ['pretty=on'] : []),
  ].join(',');
  const { word } = option;
  return [replace(word.value, [text('-object')]), replace(value, [text(list)])];
}

function freeObjectId({ objects }: Machine, wanted: string): string {
  const taken = new Set(objects.flatMap(({ id }) => (id ? [idKey(id)] : [])));
  for (let number = 1; ; number++) {
    const id = number === 1 ? wanted : `${wanted}${number}`;
    if (!taken.has(id)) return id;
  }
}
