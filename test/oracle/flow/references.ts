/** Statements that name the variable they change by another one's value, or otherwise than as `x=…`. */
import { arithmetic } from './arithmetic.ts';
import { type Chunk, command, text } from './chunk.ts';
import type { Draw, Place } from './draw.ts';
import { literal, plainValue } from './literal.ts';
import { ARRAYS, NUMBERS, POINTER, SCALARS, scalar } from './names.ts';
import { hereDocument } from './printers.ts';
import { insideQuotes, oneWord, words } from './words.ts';

/** A change that a shell of every kind knows. */
export function otherChange(draw: Draw, place: Place): Chunk {
  const name = scalar(draw);
  const value = insideQuotes(draw, place);
  return draw.choose([
    [1, () => command(`${name}=${value}`, `${draw.pick(SCALARS)}="$${name}"`)],
    [
      1,
      () => text(`target=${name}\neval "$target=\\"$${draw.pick(SCALARS)}:${plainValue(draw)}\\""`),
    ],
    [1, () => text(`target=${name}\neval "$target=\\$${draw.pick(SCALARS)}"`)],
    [1, () => text(`target=${name}\nexport "$target=${plainValue(draw)}"`)],
    [0.5, () => text(`target=${name}\nread -r "$target" ${hereDocument(draw, place, 1)}`)],
    [0.3, () => command('unset', '-v', name)],
    [draw.posix ? 0 : 4, () => bashChange(draw, place, name)],
  ]);
}

function bashChange(draw: Draw, place: Place, name: string): Chunk {
  const value = oneWord(draw, place);
  const array = draw.pick(ARRAYS);
  const number = draw.pick(NUMBERS);
  const alias = draw.fresh('alias');
  return draw.choose([
    [1, () => command('printf', '-v', `"$${POINTER}"`, '%s', value)],
    [0.6, () => command('printf', '-v', `'${array}[1]'`, '%s', value)],
    [1, () => text(`read -r "$${POINTER}" <<< ${value}`)],
    [1, () => text(`declare "$${POINTER}=${plainValue(draw)}"`)],
    [1, () => text(`declare -n ${alias}=${name}\n${alias}=${value}`)],
    [1, () => text(`declare -n ${alias}=${array}\n${alias}+=(${words(draw, place, 2).join(' ')})`)],
    [0.7, () => text(`read -r <<< ${value}\n${name}=$REPLY`)],
    [0.7, () => text(`read -ra ${array} <<< ${value}`)],
    [0.6, () => text(`mapfile ${array} <<< ${value}`)],
    [0.4, () => text(`mapfile -t -n 1 ${array} ${hereDocument(draw, place)}`)],
    [0.5, () => command('declare', '-i', `${number}=${draw.pick(['4+1', '"2 * 3"', '7'])}`)],
    [0.5, () => text(`let ${number}+=1 "n = ${arithmetic(draw)}"`)],
    [0.3, () => command('export', '-n', name)],
    [0.5, () => command(`${name}+=${literal(draw)}`, `HOST="$${name}"`)],
  ]);
}
