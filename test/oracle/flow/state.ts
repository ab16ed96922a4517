/** Statements that give variables and positional parameters their values. */
import { arithmetic } from './arithmetic.ts';
import { type Chunk, command, text } from './chunk.ts';
import type { Draw, Place } from './draw.ts';
import { plainValue, quoted } from './literal.ts';
import { ARRAYS, KEYS, NUMBERS, POINTER, SCALARS, scalar, TABLE } from './names.ts';
import { hereDocument, printf } from './printers.ts';
import { otherChange } from './references.ts';
import { insideQuotes, list, oneWord, word, words } from './words.ts';
import { zshState } from './zsh-state.ts';

/** A statement that changes what later ones see. */
export function state(draw: Draw, place: Place): Chunk {
  const name = scalar(draw);
  const bash = draw.posix ? 0 : 1;
  return draw.choose([
    [6, () => command(`${name}=${oneWord(draw, place)}`)],
    [draw.zsh ? 6 : 0, () => zshState(draw, place)],
    [2 * bash, () => command(`${name}+=${oneWord(draw, place)}`)],
    [2, () => command(`${name}="$${name} ${plainValue(draw)}"`)],
    [1, () => command(`${name}=`)],
    [2, () => number(draw)],
    [1.5, () => declaration(draw, place, name)],
    [5 * bash, () => array(draw, place)],
    [bash, () => table(draw, place)],
    [1.5, () => positionals(draw, place)],
    [1.5, () => reading(draw, place)],
    [0.6, () => command('unset', name)],
    [bash, () => formatted(draw, place, name)],
    [0.6, () => command(':', `"\${${name}:=${plainValue(draw)}}"`)],
    [0.3, () => command(':', `\${${name}=${plainValue(draw)}}`)],
    [(draw.straight || place.depth === 0) && draw.odd(0.5) ? 1 : 0, () => separator(draw, place)],
    [0.4 * bash, () => command(`${POINTER}=${draw.pick(SCALARS)}`)],
    [1, () => otherChange(draw, place)],
  ]);
}

function number(draw: Draw): Chunk {
  const name = draw.pick(NUMBERS);
  const expression = arithmetic(draw);
  return draw.choose([
    [3, () => command(`${name}=${draw.pick(['4444', '5900', '0', '2', '7'])}`)],
    [3, () => command(`${name}=$((${expression}))`)],
    [draw.posix ? 0 : 1, () => text(`((${name} = (${expression})))`)],
    [
      draw.posix ? 0 : 1,
      () => text(draw.pick([`((${name}++))`, `let ${name}+=2`, `let "${name} = 3"`])),
    ],
  ]);
}

function declaration(draw: Draw, place: Place, name: string): Chunk {
  const value = oneWord(draw, place);
  const keywords = ['export', ...(draw.posix ? [] : ['declare', 'typeset', 'declare -x'])];
  const locals = place.inFunction ? ['local', 'local'] : [];
  const words = [...keywords, ...locals];
  const keyword = words[draw.int(words.length)] ?? 'export';
  return draw.choose([
    [4, () => command(keyword, `${name}=${value}`)],
    [1, () => command(keyword, `${name}=${value}`, `HOST=${plainValue(draw)}`)],
    [0.5, () => command('export', name)],
    [
      0.5,
      () =>
        command(
          draw.posix ? 'readonly' : draw.pick(['readonly', 'declare -r']),
          `${draw.fresh('RO')}=${value}`,
        ),
    ],
    [draw.posix || !place.inFunction ? 0 : 0.3, () => command('declare -g', `${name}=${value}`)],
    [draw.posix ? 0 : 0.3, () => command(keyword, `${name}+=${value}`)],
  ]);
}

function array(draw: Draw, place: Place): Chunk {
  const name = draw.pick(ARRAYS);
  const items = words(draw, place, 4);
  const elements = draw.chance(0.2) ? items.join('\n  ') : items.join(' ');
  return draw.choose([
    [4, () => text(`${name}=(${elements})`)],
    [4, () => text(`${name}+=(${elements})`)],
    [1, () => text(`${name}=(${list(draw)} ${elements})`)],
    [1, () => text(`${name}[${draw.pick(['0', '1', '2', '5', 'n%4'])}]=${oneWord(draw, place)}`)],
    [0.4, () => text(`${name}[1]+=${oneWord(draw, place)}`)],
    [0.3, () => text(`${name}+=${oneWord(draw, place)}`)],
    [0.4, () => text(`${name}=([2]=${word(draw, place)} x [0]=${oneWord(draw, place)})`)],
    [
      0.5,
      () =>
        text(
          `${draw.pick(['declare -a', place.inFunction ? 'local -a' : 'typeset -a', place.inFunction ? 'local' : 'declare'])} ${name}=(${elements})`,
        ),
    ],
    [0.4, () => text(draw.pick([`unset ${name}`, `unset '${name}[1]'`, `${name}=()`]))],
  ]);
}

function table(draw: Draw, place: Place): Chunk {
  const key = draw.pick(KEYS);
  return draw.choose([
    [3, () => text(`${TABLE}[${key}]=${oneWord(draw, place)}`)],
    [1, () => text(`${TABLE}=([host]=${oneWord(draw, place)} [port]=${oneWord(draw, place)})`)],
    [0.5, () => text(`${TABLE}+=(["${key}"]=${oneWord(draw, place)})`)],
    [0.3, () => text(`unset '${TABLE}[${key}]'`)],
  ]);
}

function positionals(draw: Draw, place: Place): Chunk {
  // dash ends a script that shifts what is not there.
  const safely = draw.posix ? '[ $# -gt 0 ] && shift' : 'shift';
  return draw.choose([
    [4, () => command('set', '--', ...words(draw, place, 4))],
    [2, () => command('set', '--', '"$@"', ...words(draw, place, 2))],
    [1, () => command('set', '--', word(draw, place), '"$@"')],
    // A test would make it a branch.
    [draw.posix && draw.straight ? 0 : 2, () => text(safely)],
    [draw.posix ? 0 : 0.5, () => text('shift 2')],
    [0.2, () => text('set -- ')],
  ]);
}

function reading(draw: Draw, place: Place): Chunk {
  const names = Array.from({ length: 1 + draw.int(3) }, () => scalar(draw)).join(' ');
  const split = draw.chance(0.3) ? draw.pick(['IFS=, ', 'IFS=: ', 'IFS= ', "IFS=' ,' "]) : '';
  const raw = draw.chance(0.9) ? ' -r' : '';
  const input = draw.choose([
    [
      draw.posix ? 0 : 2,
      () => `<<< ${draw.chance(0.5) ? insideQuotes(draw, place) : oneWord(draw, place)}`,
    ],
    [2, () => hereDocument(draw, place, 2)],
    [draw.straight || place.depth > 0 ? 0 : 0.5, () => ''],
    [draw.posix ? 0 : 0.5, () => `< <(${printf(draw, place)})`],
  ]);
  return draw.choose([
    [4, () => text(`${split}read${raw} ${names} ${input}`)],
    [draw.posix ? 0 : 1, () => text(`${split}read -r -a ${draw.pick(ARRAYS)} ${input}`)],
    [
      draw.posix ? 0 : 0.7,
      () =>
        text(
          `${draw.pick(['mapfile', 'readarray'])} -t ${draw.pick(ARRAYS)} ${input === '' ? '<<< x' : input}`,
        ),
    ],
    [draw.posix ? 0 : 0.2, () => text(`read -r -d '' ${scalar(draw)} ${input}`)],
    [draw.posix ? 0 : 0.2, () => text(`read -rp 'host? ' ${scalar(draw)} ${input}`)],
  ]);
}

function formatted(draw: Draw, place: Place, name: string): Chunk {
  const format = draw.pick(["'%s:%s'", '%s', "'tcp:%s:%d,server'", '"x$HOST:%s"', "'-m %s '"]);
  const number = draw.pick(['4444', '"$((n))"', '7']);
  if (format.startsWith("'-"))
    return command('printf', '-v', name, '--', format, word(draw, place));
  return format.includes('%d')
    ? command('printf', '-v', name, format, quoted(draw, plainValue(draw)), number)
    : command('printf', '-v', name, format, ...words(draw, place, 3));
}

/** Changes what splits words, for the rest of the script or for one command. */
function separator(draw: Draw, place: Place): Chunk {
  return draw.choose([
    [2, () => text(`IFS=${draw.pick([',', ':', "''", "' '", 'x'])}`)],
    [2, () => text('unset IFS')],
    [place.inFunction ? 2 : 0, () => text(`local IFS=${draw.pick([',', ':', "' '"])}`)],
  ]);
}
