/** What may stand between the parentheses of `$(…)`, and what may stand left of a pipe: it prints. */
import { render } from './chunk.ts';
import { type Draw, inside, type Place } from './draw.ts';
import { double, insideHereDocument, literal, plainValue, value } from './literal.ts';
import { expansion, word, words } from './words.ts';

/** Filters that are in the path of a value. */
const FILTERS = [
  ...['tr , " "', "tr '\\n' ' '", 'tr a-z A-Z', 'tr -d :', "tr -s ' '", "tr ':' ','", 'cat'],
  ...["sed 's/tcp/unix/'", "sed 's/:/,/g'", 'sed "s/^/-m /"', "sed -e 's/,.*//'", "sed 's|0|1|'"],
  ...["sed -n 's/a/b/p'", "sed -E 's/(t)(c)/\\2\\1/'"],
] as const;

/** The text of a command that prints something, of one line or with a here-document. */
export function printer(draw: Draw, place: Place): string {
  const printing = draw.functions.filter(({ prints }) => prints);
  return draw.choose([
    [4, () => echo(draw, place)],
    [3, () => printf(draw, place)],
    [1, () => `${echo(draw, place)} | ${draw.pick(FILTERS)}`],
    [0.5, () => `${printf(draw, place)} | ${draw.pick(FILTERS)} | ${draw.pick(FILTERS)}`],
    [1, () => `cat ${hereDocument(draw, place)}\n`],
    [0.5, () => `${draw.pick(FILTERS)} ${hereDocument(draw, place)}\n`],
    // The line ending that `<<<` adds is none that `tr` may change.
    [
      draw.posix ? 0 : 0.5,
      () => `${draw.pick(['cat', 'tr , :', "sed 's/:/,/g'"])} <<< ${word1(draw, place)}`,
    ],
    [0.5, () => `${echo(draw, place)}; ${echo(draw, place)}`],
    [0.3, () => `true && ${echo(draw, place)}`],
    [0.3, () => `M=${plainValue(draw)}; ${echo(draw, place)}`],
    [draw.straight ? 0 : 0.5, () => `[ "$IN1" ] && ${echo(draw, place)} || echo no`],
    [place.depth > 2 ? 0 : 0.3, () => render(draw.grammar.body(draw, inside(place), 2))],
    [printing.length > 0 ? 4 : 0, () => call(draw, place, printing)],
  ]);
}

function word1(draw: Draw, place: Place): string {
  return draw.chance(0.5) ? double(value(draw)) : `"${expansion(draw, place, true)}"`;
}

function call(draw: Draw, place: Place, functions: readonly { readonly name: string }[]): string {
  const name = functions[draw.int(functions.length)]?.name ?? ':';
  draw.uncalled.delete(name);
  return [name, ...words(draw, place, 2)].join(' ');
}

export function echo(draw: Draw, place: Place): string {
  const option = draw.odd(0.2)
    ? draw.pick(draw.posix && !draw.zsh ? ['-n '] : ['-n ', '-e ', '-E ', '-ne '])
    : '';
  return `echo ${option}${[...words(draw, place, 2), word(draw, place)].join(' ')}`;
}

/** A `printf` whose output may have no line ending, one, or several. */
export function printf(draw: Draw, place: Place): string {
  const some = [...words(draw, place, 2), word(draw, place)].join(' ');
  // How often the format is used must not depend on an unknown value.
  const held = Array.from({ length: 1 + draw.int(3) }, () =>
    draw.chance(0.5) ? literal(draw) : `"${expansion(draw, place, true)}"`,
  ).join(' ');
  return draw.choose([
    [3, () => `printf '%s\\n' ${some}`],
    [1, () => `printf '%s ' ${some}`],
    [1, () => `printf %s ${some}`],
    [1, () => `printf 'tcp:%s:%s,server' ${held}`],
    [1, () => `printf "${plainValue(draw)}"`],
    [0.7, () => `printf '%s:%d\\n' ${plainValue(draw)} "$((n))"`],
    [0.4, () => `printf '%b' 'a\\tb'`],
    [0.4, () => `printf '%05d|%x|%X|%o|%-4s|%3s' 42 255 254 8 a b`],
    [draw.posix ? 0 : 0.4, () => `printf '%q ' ${some}`],
    [0.3, () => `printf -- '-m %s%%' ${held}`],
  ]);
}

/** `<<EOF` with its lines and delimiter, without a line ending behind it. */
export function hereDocument(draw: Draw, place: Place, most = 3): string {
  const delimiter = draw.fresh('EOF');
  const tabs = draw.chance(0.1);
  const isQuoted = draw.chance(0.25);
  // bash loses its way in here-documents inside here-documents.
  const flat = { ...place, depth: 9 };
  const line = (): string => {
    // What echo makes of a backslash is one thing in bash and another in dash.
    const end = draw.posix ? '' : ' \\';
    if (isQuoted) return draw.chance(0.5) ? value(draw) : `tcp:$HOST:$PORT "x"${end}`;
    return draw.choose([
      [2, () => insideHereDocument(value(draw))],
      [2, () => `tcp:${expansion(draw, flat)}:"$PORT"`],
      [1, () => expansion(draw, flat)],
      [0.3, () => 'a \\\nb'],
    ]);
  };
  const lines = Array.from({ length: 1 + draw.int(most) }, () => (tabs ? '\t' : '') + line());
  const written = isQuoted
    ? draw.pick([`'${delimiter}'`, `"${delimiter}"`, `\\${delimiter}`])
    : delimiter;
  return `<<${tabs ? '-' : ''}${written}\n${lines.join('\n')}\n${delimiter}`;
}
