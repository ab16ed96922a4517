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
    [0.5, () => changedCase(draw, name, value)],
    [0.5, () => elementsCounted(draw, name)],
    [0.4, () => text(`mapfile -d , -t ${array} <<< ${value}`)],
    [0.4, () => withoutCase(name)],
    [0.5, () => command(`${name}+=${literal(draw)}`, `HOST="$${name}"`)],
  ]);
}

/** What is assigned is in capitals, or in small letters. */
function changedCase(draw: Draw, name: string, value: string): Chunk {
  const other = draw.fresh('Case');
  return text(`declare -${draw.pick(['u', 'l'])} ${other}=${value}\n${name}=$${other}`);
}

/** Elements of an array as numbers. */
function elementsCounted(draw: Draw, name: string): Chunk {
  const numbers = draw.fresh('numbers');
  const change = draw.pick([
    ...[`${numbers}[1]++`, `${numbers}[0] = n + 7`, `${numbers}[2] += ${numbers}[1]`],
    `--${numbers}[n % 3]`,
  ] as [string]);
  return text(`${numbers}=(1 2 3)\n((${change}))\n${name}="\${${numbers}[*]}"`);
}

/** Patterns that match whatever the case is. */
function withoutCase(name: string): Chunk {
  return text(
    `shopt -s nocasematch\ncase $${name} in TCP*) HOST=\${${name}//SERVER/x} ;; esac\nshopt -u nocasematch`,
  );
}
