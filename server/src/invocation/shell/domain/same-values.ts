/** Whether what two scripts hold is the same, down to where it is written. Unsure is not the same. */
import type { Path } from './alternatives.ts';
import type { AbstractValue } from './values.ts';

/** How much is looked at of two values. */
const MAX_LOOKS = 400;

/** Whether two scripts hold the same in a variable, so that nothing can tell one from the other. */
export function sameValues(one: AbstractValue, other: AbstractValue): boolean {
  if (one === other) return true;
  const looks = { left: MAX_LOOKS };
  return (
    one.length === other.length &&
    one.every((alternative, index) => {
      const second = other[index];
      return (
        second !== undefined &&
        alternative.fallbackOnly === second.fallbackOnly &&
        samePath(alternative.path, second.path) &&
        sameData(alternative.value, second.value, looks)
      );
    })
  );
}

/** A block is itself and no other one, however much alike they are. */
function samePath(one: Path, other: Path): boolean {
  return (
    one === other ||
    (one.length === other.length &&
      one.every(({ block, taken }, index) => {
        return block === other[index]?.block && taken === other[index]?.taken;
      }))
  );
}

function sameData(one: unknown, other: unknown, looks: { left: number }): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return false;
  if (--looks.left < 0 || 'looped' in one) return false;
  if (Object.getPrototypeOf(one) !== Object.getPrototypeOf(other)) return false;
  if (!Array.isArray(one) && Object.getPrototypeOf(one) !== Object.prototype) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => {
      const [first, second] = [one, other].map((data) => (data as Record<string, unknown>)[key]);
      return key in other && sameData(first, second, looks);
    })
  );
}
