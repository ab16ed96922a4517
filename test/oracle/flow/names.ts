/** The names of variables. They are few, so that what one statement assigns another one uses. */
import type { Draw } from './draw.ts';

export const SCALARS = ['M', 'HOST', 'OPTS', 'EXTRA', 'tail'] as const;
export const NUMBERS = ['n', 'PORT'] as const;
export const ARRAYS = ['args', 'list'] as const;
/** Associative; a script that uses it declares it at its beginning. */
export const TABLE = 'conf';
export const KEYS = ['host', 'port', 'x y'] as const;
/** Holds the name of another variable. */
export const POINTER = 'ref';
export const INPUTS = ['IN1', 'IN2', 'IN3'] as const;
export const NUMBER_INPUT = 'NUM1';

export function scalar(draw: Draw): string {
  return draw.pick(SCALARS);
}

/** The name of something with one value, also an input's. */
export function readable(draw: Draw): string {
  return draw.choose([
    [6, () => scalar(draw)],
    [1, () => draw.pick(NUMBERS)],
    [draw.straight ? 0 : 1.5, () => draw.pick(INPUTS)],
    [draw.straight ? 0 : 0.3, () => NUMBER_INPUT],
  ]);
}
