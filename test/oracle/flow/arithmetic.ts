/** Arithmetic expressions that never divide by zero. */
import type { Draw } from './draw.ts';
import { NUMBER_INPUT, NUMBERS } from './names.ts';

/** What may stand between `$((` and `))`. Variables that are not set count as 0. */
export function arithmetic(draw: Draw): string {
  // Expansions in an expression come before its assignments, so that the two are not mixed.
  const steps = draw.posix ? [] : ['n++', '++n', 'PORT--'];
  const assignments = ['n += 2', 'PORT = 4444', 'n = n + 1', ...steps];
  return draw.chance(0.1)
    ? (assignments[draw.int(assignments.length)] ?? '1')
    : expression(draw, 0);
}

function expression(draw: Draw, depth: number): string {
  const again = (): string => expression(draw, depth + 1);
  return draw.choose([
    [3, () => draw.pick(['4444', '1', '10', '0', '3', '0x10', '010', '5900'])],
    [3, () => draw.pick([...NUMBERS, '${n:-3}', '$((n))', '${PORT:-7}'])],
    [draw.straight ? 0 : 0.7, () => draw.pick([NUMBER_INPUT, `\${${NUMBER_INPUT}:-0}`])],
    [
      depth > 2 ? 0 : 5,
      () =>
        `${again()} ${draw.pick(['+', '-', '*', '<', '<=', '>=', '==', '!=', '&', '|'])} ${again()}`,
    ],
    [depth > 2 ? 0 : 1, () => `(${again()})`],
    [depth > 2 ? 0 : 0.5, () => `${again()} ${draw.pick(['/', '%'])} ${1 + draw.int(9)}`],
    [depth > 2 ? 0 : 0.5, () => draw.pick(['- ', '+ ', '! ', '~']) + again()],
    [depth > 2 ? 0 : 0.4, () => `${again()} ? ${again()} : ${again()}`],
    [depth > 2 ? 0 : 0.3, () => `${again()} ${draw.pick(['&&', '||', '<<', '>>'])} ${draw.int(4)}`],
    [draw.posix ? 0 : 0.3, () => draw.pick(['2**3', '16#ff'])],
  ]);
}
