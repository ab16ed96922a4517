/**
 * Words of commands: literals and expansions, alone and joined.
 */
import { arithmetic } from './arithmetic.ts';
import { type Draw, inside, type Place } from './draw.ts';
import { double, literal, plainValue, quoted } from './literal.ts';
import { ARRAYS, KEYS, POINTER, readable, scalar, TABLE } from './names.ts';
import { zshWord } from './zsh-words.ts';

/** The words of a command. */
export function words(draw: Draw, place: Place, most: number): readonly string[] {
  return Array.from({ length: draw.int(most + 1) }, () => word(draw, place));
}

/** One word of a command, as written; it may expand to several or none. */
export function word(draw: Draw, place: Place): string {
  return draw.choose([
    [4, () => literal(draw)],
    [4, () => quotedExpansion(draw, place)],
    [3, () => expansion(draw, place)],
    [2, () => joined(draw, place)],
    [2, () => insideQuotes(draw, place)],
    [draw.zsh ? 5 : 0, () => zshWord(draw)],
    [draw.posix ? 0 : 1.2, () => list(draw)],
    [1.2, () => positional(draw)],
    [draw.posix ? 0 : 0.5, () => braces(draw, place)],
    [
      !draw.zsh && !draw.straight && draw.odd(0.3) ? 0.5 : 0,
      () => draw.pick(['~', '~/x', 'x~', '*.none', 'a?', 'M=~/y']),
    ],
  ]);
}

/** A word of which the shell makes one: the right side of an assignment, a case's word. */
export function oneWord(draw: Draw, place: Place): string {
  // dash splits what `local` and `export` are given, as it does with any argument.
  if (draw.posix) return draw.chance(0.5) ? literal(draw) : insideQuotes(draw, place);
  return draw.choose([
    [5, () => literal(draw)],
    [2, () => quotedExpansion(draw, place)],
    [2, () => expansion(draw, place)],
    [2, () => joined(draw, place)],
    [3, () => insideQuotes(draw, place)],
    [0.7, () => list(draw)],
    [0.7, () => positional(draw)],
  ]);
}

function quotedExpansion(draw: Draw, place: Place): string {
  return `"${expansion(draw, place, true)}"`;
}

/** Text and expansions between one pair of double quotes: `"tcp:$HOST:4444"`. */
export function insideQuotes(draw: Draw, place: Place): string {
  const parts = Array.from({ length: 1 + draw.int(3) }, () =>
    draw.chance(0.5) ? plainValue(draw) : expansion(draw, place, true),
  );
  return `"${glued(parts, draw.pick([':', ',', ' ', '-']))}"`;
}

/** Parts with different quotes: `tcp:"$HOST":$PORT`. */
function joined(draw: Draw, place: Place): string {
  const parts = Array.from({ length: 2 + draw.int(2) }, () =>
    draw.choose([
      [3, () => plainValue(draw)],
      [1, () => literal(draw)],
      [2, () => `"${expansion(draw, place, true)}"`],
      [2, () => expansion(draw, place)],
    ]),
  );
  return glued(parts, draw.pick([':', ',', '']));
}

/** `$x` takes in what follows it, so that it needs a separator or its end. */
function glued(parts: readonly string[], separator: string): string {
  return parts.reduce((whole, part) => {
    const open = /\$\w+$/.test(whole) && separator === '' && /^[\w[]/.test(part);
    return whole + (open ? ':' : separator) + part;
  });
}

/** An expansion of one value. `quoted` says whether it stands between double quotes. */
export function expansion(draw: Draw, place: Place, inQuotes = false): string {
  const name = readable(draw);
  const deep = place.depth > 3;
  return draw.choose([
    // Letters behind a colon mean something to zsh.
    [6, () => draw.pick([draw.zsh ? `\${${name}}` : `$${name}`, `\${${name}}`])],
    [3, () => withDefault(draw, name, inQuotes)],
    [1.5, () => removal(draw, name)],
    [draw.posix ? 0 : 1, () => replacement(draw, name)],
    [draw.posix ? 0 : 0.8, () => substring(draw, name)],
    [draw.posix ? 0 : 0.4, () => draw.pick([`\${${name}^^}`, `\${${name},,}`, `\${${name}^}`])],
    // What it makes of blanks is not followed.
    [draw.posix || !inQuotes ? 0 : 0.3, () => draw.pick([`\${${name}@Q}`, `\${${name}^^[a-t]}`])],
    // Inside of a substitution it ends that one only.
    [place.depth > 0 ? 0 : 0.1, () => `\${${name}${draw.pick([':?', '?', ':?not set'])}}`],
    [0.4, () => `\${#${name}}`],
    [draw.posix ? 0 : 0.4, () => `\${!${POINTER}}`],
    [1, () => `$((${arithmetic(draw)}))`],
    // Two parentheses in a row begin a number.
    [deep ? 0 : 2, () => `$(${draw.grammar.printer(draw, inside(place)).replace(/^\(/, ' (')})`],
    [0.3, () => backticks(draw, name)],
    [
      0.8,
      () =>
        draw.pick([
          draw.zsh ? '${1}' : '$1',
          '${1}',
          ...(draw.blanks ? [] : ['${2:-d}', '$2']),
          '${1-x y}',
        ]),
    ],
    [draw.posix ? 0 : 0.8, () => element(draw)],
    [draw.posix ? 0 : 0.4, () => `\${${TABLE}[${draw.pick(KEYS)}]}`],
    [draw.odd(0.3) ? 0.3 : 0, () => '$#'],
    [draw.straight || !draw.odd(0.2) ? 0 : 0.3, () => draw.pick(['$?', '$$', '$RANDOM', '$0'])],
  ]);
}

function withDefault(draw: Draw, name: string, inQuotes: boolean): string {
  const operators = [':-', ':-', ':-', ':-', '-', '-', ':+', ':+', '+', '=', ':='];
  const operator = operators[draw.int(operators.length)];
  const operand = draw.choose([
    [4, () => plainValue(draw)],
    [1, () => `$${scalar(draw)}`],
    [1, () => `\${${readable(draw)}:-${plainValue(draw)}}`],
    [1, () => '-S -m'],
    [inQuotes ? 0.3 : 1, () => double(draw.pick(['a b', 'tcp:1', '']))],
    [inQuotes ? 0 : 0.5, () => `'a  b'`],
    [0.5, () => ''],
  ]);
  return `\${${name}${operator}${operand}}`;
}

const PATTERNS = [
  ...['*:', ':*', 't*', '*', '?', 'tcp:', '*,', ',*', '[a-t]', '-', '"*"', '\\*', ' *', '[!-]'],
] as const;

function pattern(draw: Draw): string {
  return draw.choose([
    [5, () => draw.pick(PATTERNS)],
    [1, () => `"$${scalar(draw)}"`],
    [0.5, () => `$${scalar(draw)}`],
  ]);
}

function removal(draw: Draw, name: string): string {
  return `\${${name}${draw.pick(['#', '##', '%', '%%'])}${pattern(draw)}}`;
}

function replacement(draw: Draw, name: string): string {
  const what = draw.pick(['tcp', ...[':', ',', '0', ' ', '-', 't*:', '[0-9]', '"$M"', '?'], '\\/']);
  const by = draw.pick(['', 'unix', '_', '127.0.0.1', '$HOST', '"$tail"', ' ', '-m ', 'x/y']);
  return `\${${name}${draw.pick(['/', '//', '/#', '/%'])}${what}/${by}}`;
}

function substring(draw: Draw, name: string): string {
  return `\${${name}:${draw.pick(['0', '1', '3', '0:3', '2:4', ' -4', ' -5:2', 'n', '0:n'])}}`;
}

function backticks(draw: Draw, name: string): string {
  return draw.choose([
    [3, () => draw.pick([`\`echo $${name}\``, '`echo tcp::1`', `\`printf %s "$${name}"\``])],
    // Some characters are written with a backslash between them.
    [1, () => draw.pick([`\`echo \\$${name}\``, '`echo \\`echo -S\\``', `\`echo \\$((n + 1))\``])],
  ]);
}

/** One element of an array. */
function element(draw: Draw): string {
  const array = draw.pick(ARRAYS);
  return draw.choose([
    [3, () => `\${${array}[${draw.blanks ? 0 : draw.int(4)}]}`],
    [draw.blanks ? 0 : 1, () => `\${${array}[n]}`],
    [draw.blanks ? 0 : 0.7, () => `\${${array}[-1]}`],
    [draw.blanks ? 0 : 0.7, () => `\${#${array}[@]}`],
    [0.5, () => `$${array}`],
    [0.7, () => `\${${array}[*]}`],
    [0.3, () => `\${${array}[1]:-${plainValue(draw)}}`],
  ]);
}

/** Something that expands to any number of words. */
export function list(draw: Draw): string {
  const array = draw.pick(ARRAYS);
  const sure = draw.blanks ? 0 : 0.6;
  return draw.choose([
    [8, () => `"\${${array}[@]}"`],
    [1, () => `"\${${array}[*]}"`],
    [1, () => `\${${array}[@]}`],
    [1, () => `\${${array}[*]}`],
    [sure, () => `"\${${array}[@]:${draw.pick(['1', '0:2', '1:1', '2'])}}"`],
    [0.4, () => `"\${${array}[@]${draw.pick(['/#/x', '#-', '%,*', '/tcp/unix'])}}"`],
    [0.4, () => `"pre\${${array}[@]}post"`],
    [0.3, () => `\${${array}[@]+"\${${array}[@]}"}`],
    [0.2, () => `"\${!${array}[@]}"`],
    [0.4, () => `"\${${array}[@]+"\${${array}[@]}"}"`],
    [0.2, () => draw.pick(['"${1+"$@"}"', '${1+"$@"}'])],
    [sure / 3, () => `"\${${array}[${draw.pick(['@', '*'])}]: -1}"`],
    [sure / 3, () => `"\${${array}[*]:${draw.pick(['1', '0:2'])}}"`],
  ]);
}

/** The arguments of the script or function. */
export function positional(draw: Draw): string {
  const more =
    draw.posix || draw.blanks
      ? []
      : ['"${@:2}"', '"${@:1:1}"', '"${*:2}"', '"${@: -1}"', '"${!#}"'];
  // The number of words of `"x$@y"` is unknown.
  const odd = draw.straight ? ['"x$@y"'] : [];
  const items = ['"$@"', '"$@"', '"$@"', '$*', '$@', '"$*"', '"$1"', ...odd, ...more] as const;
  return items[draw.int(items.length)] ?? items[0];
}

/** Brace expansion, which bash does before all others. */
function braces(draw: Draw, place: Place): string {
  const items = () =>
    Array.from({ length: 2 + draw.int(2) }, () =>
      draw.choose([
        [3, () => quoted(draw, draw.pick(['m', 'qmp', 'tcp:0', 'a b', '1', '']))],
        [1, () => `\${${scalar(draw)}}`],
        [1, () => `"$${scalar(draw)}"`],
        [place.depth > 3 ? 0 : 0.3, () => braces(draw, inside(place))],
      ]),
    );
  const core = draw.choose([
    [4, () => `{${items().join(',')}}`],
    [1, () => draw.pick(['{1..3}', '{3..1}', '{a..c}', '{01..03}', '{0..6..3}', '{-1..1}'])],
  ]);
  return (
    draw.pick(['', '-', 'tcp:', '"$M"']) + core + draw.pick(['', ',server', ':${HOST}', '{x,y}'])
  );
}
