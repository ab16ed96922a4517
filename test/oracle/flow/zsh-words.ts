/** Words that only zsh expands so: arrays by their names, and values that it divides if told to. */
import type { Draw } from './draw.ts';
import { plainValue } from './literal.ts';
import { ARRAYS, scalar, TABLE } from './names.ts';

/** A word of a command. */
export function zshWord(draw: Draw): string {
  const array = draw.pick(ARRAYS);
  const name = scalar(draw);
  const index = draw.pick(['1', '2', '-1', '3']);
  return draw.choose([
    [6, () => `$${array}`],
    [
      2,
      () =>
        draw.pick([`"$${array}[@]"`, `"\${${array}[@]}"`, `\${${array}[@]}`, `\${${array}[*]}`]),
    ],
    [1, () => `"$${array}"`],
    [
      2,
      () => draw.pick([`$${array}[${index}]`, `"$${array}[${index}]"`, `\${${array}[${index}]}`]),
    ],
    [1, () => draw.pick([`x$${array}`, `$${array}:y`, `"-$${array}[@]-"`])],
    [1, () => draw.pick([`$#${array}`, `\${#${array}}`, `"\${#${array}[@]}"`, `\${#${name}}`])],
    [1.5, () => draw.pick([`\${=${name}}`, `$=${name}`])],
    [0.5, () => `\${${array}:${draw.pick(['1', '0:2', '1:1'])}}`],
    [0.7, () => draw.pick([`\${${array}#-}`, `"\${${array}[@]%,*}"`, `\${${array}/tcp/unix}`])],
    [0.7, () => draw.pick([`$${TABLE}[host]`, `"\${${TABLE}[port]}"`, `x$${TABLE}[port]:4`])],
    [0.5, () => draw.pick([`\${${array}:-${plainValue(draw)}}`, `\${${name}:+$${array}}`])],
    [
      0.5,
      () =>
        draw.pick([
          `\${(j:,:)${array}}`,
          ...[`"\${(@)${array}}"`, `\${(s:,:)${name}}`, `\${(U)${name}}`],
          ...[`$${array}[2,3]`, `$${name}:t`, `\${${name}[1]}`, `\${${name}:h}`],
        ]),
    ],
  ]);
}
