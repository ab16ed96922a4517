/** What scripts for zsh do to their variables besides what all shells can. */
import { type Chunk, command, text } from './chunk.ts';
import type { Draw, Place } from './draw.ts';
import { ARRAYS, KEYS, scalar, TABLE } from './names.ts';
import { oneWord, words } from './words.ts';

/** A statement about arrays or options. */
export function zshState(draw: Draw, place: Place): Chunk {
  const name = draw.pick(ARRAYS);
  const items = words(draw, place, 4).join(' ');
  return draw.choose([
    [5, () => text(`${name}=(${items})`)],
    [4, () => text(`${name}+=(${items})`)],
    [1, () => text(`${name}=($${name} ${items})`)],
    [0.5, () => text(`${name}=("$${name}[@]" ${items})`)],
    [0.5, () => text(`${name}+=${oneWord(draw, place)}`)],
    [0.7, () => text(`${name}[1]=${oneWord(draw, place)}`)],
    [
      1,
      () =>
        text(
          `${TABLE}[${draw.pick(KEYS.slice(0, 2) as ['host', 'port'])}]=${oneWord(draw, place)}`,
        ),
    ],
    [0.4, () => command('set', '-A', name, items)],
    [0.4, () => text(`${scalar(draw)}=${draw.pick([`$${name}`, `"$${name}"`, `$${name}[1]`])}`)],
    [
      place.depth === 0 && draw.odd(0.5) ? 1 : 0,
      () => command(draw.pick(['setopt', 'unsetopt']), draw.pick(['sh_word_split', 'SHWORDSPLIT'])),
    ],
    [0.2, () => command('unset', name)],
    [0.5, () => text(`for x in $${name}; do qemu-system-x86_64 ${draw.fresh('z')} $x; done`)],
  ]);
}
