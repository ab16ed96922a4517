/** Compound commands as scripts have them for their options, lists and helpers. */
import { block, type Chunk, command, render, text } from './chunk.ts';
import { type Draw, inside, type Place } from './draw.ts';
import { literal, plainValue } from './literal.ts';
import { ARRAYS, scalar } from './names.ts';
import { PROGRAM } from './program.ts';
import { insideQuotes, oneWord, words } from './words.ts';

/** One of them; `test` is the text of a command that decides. */
export function routine(draw: Draw, place: Place, test: string): Chunk {
  const name = scalar(draw);
  const loops = place.loops < 2 ? 1 : 0;
  const branches = draw.straight ? 0 : 1;
  const value = insideQuotes(draw, place);
  const plain = plainValue(draw);
  const body = (most: number, more: Partial<Place> = {}): readonly Chunk[] =>
    draw.grammar.body(draw, inside(place, more), most);
  return draw.choose([
    [loops * branches, () => given(draw, name)],
    [
      loops * branches,
      () =>
        block(
          `for ${name} in ${literal(draw)} ${plain}; do\nfor HOST in a ${plainValue(draw)}; do`,
          body(2, { loops: 2 }),
          `${test} && ${draw.pick(['break 2', 'continue 2', 'break', 'continue'])}`,
          body(1, { loops: 2 }),
          'done\ndone',
        ),
    ],
    [
      loops * branches,
      () => block('while true; do', body(2, { loops: 2 }), `${name}=${value}`, 'break\ndone'),
    ],
    [loops * branches, () => block(`for ${name} in $(seq 2); do`, body(2, { loops: 2 }), 'done')],
    [branches, () => twice(draw, test, [command(`${name}=${value}`)], body(1))],
    [1, () => recursion(draw, name, place)],
    [1, () => reader(draw, name, value)],
    [
      1,
      () =>
        block(
          '{',
          [text(`echo "${name}='${plain}'"`), text('echo "HOST=\\"$M\\""')],
          `} > ${name}.inc\n. ./${name}.inc`,
        ),
    ],
    [0.6, () => text(`echo "$HOST" > ${name}.txt\n${name}=$(cat ${name}.txt)`)],
    [draw.posix ? 0 : 0.6, () => text(`echo "$HOST" > ${name}.txt\n${name}=$(<${name}.txt)`)],
    [
      draw.posix ? 0 : 0.7,
      () => text(`echo '${name}=$1; shift' > ${name}.inc\n. ./${name}.inc ${plain} two`),
    ],
    [draw.posix ? 0 : 1, () => filler(draw, place)],
    [draw.posix ? 0 : 0.5, () => text(`${name}=${oneWord(draw, place)}\nset -- $${name}`)],
    [
      draw.once('trap') && draw.straight ? 0.5 : 0,
      () => text(`atexit() { ${PROGRAM} ${draw.fresh('x')} "$${name}"; }\ntrap atexit EXIT`),
    ],
  ]);
}

/** Options as `getopts` takes them. */
function given(draw: Draw, name: string): Chunk {
  const flag = draw.pick(['M=on', 'EXTRA="$EXTRA -S"', ':']);
  const some = draw.pick(['"$@"', '-m one -s two', '-s -m "a b" rest']);
  return text(
    `OPTIND=1\nwhile getopts m:s opt ${some}; do\ncase $opt in\nm) ${name}=$OPTARG ;;\ns) ${flag} ;;\n*) : ;;\nesac\ndone\n[ $# -lt $OPTIND ] || shift $((OPTIND - 1))`,
  );
}

/** A function that a branch defines otherwise. */
function twice(draw: Draw, test: string, one: readonly Chunk[], other: readonly Chunk[]): Chunk {
  const name = draw.fresh('either');
  const define = (chunks: readonly Chunk[]): string => `${name}() {\n${render(chunks)}\n}`;
  return draw.chance(0.5)
    ? text(`if ${test}; then\n${define(one)}\nelse\n${define(other)}\nfi\n${name}`)
    : text(`${define(one)}\nif ${test}; then\n${define(other)}\nfi\n${name} x`);
}

/** A function that calls itself until its arguments are used up. */
function recursion(draw: Draw, name: string, place: Place): Chunk {
  const self = draw.fresh('again');
  const some = words(draw, place, 2).join(' ');
  return text(
    `${self}() {\n[ $# -gt 0 ] || return 0\n${name}="$${name} $1"\nshift\n${self} "$@"\n}\n${self} ${some} ${literal(draw)}`,
  );
}

/** A function that reads what it is given. */
function reader(draw: Draw, name: string, value: string): Chunk {
  const self = draw.fresh('take');
  const line = draw.pick([`read -r ${name}`, `read -r HOST ${name}`, `${name}=$(cat)`]);
  return draw.posix || draw.chance(0.5)
    ? text(`${self}() { ${line}; }\n${self} <<EOF\n${value.slice(1, -1)}\nEOF`)
    : text(`${self}() { ${line}; }\n${self} <<< ${value}`);
}

/** A function that changes the variable that it is told. */
function filler(draw: Draw, place: Place): Chunk {
  const self = draw.fresh('fill');
  const array = draw.pick(ARRAYS);
  const name = scalar(draw);
  const some = words(draw, place, 2).join(' ');
  return draw.choose([
    [1, () => text(`${self}() { local -n out=$1; shift; out+=("$@"); }\n${self} ${array} ${some}`)],
    [1, () => text(`${self}() { printf -v "$1" '%s' "$2"; }\n${self} ${name} ${literal(draw)}`)],
    [1, () => text(`${self}() { local -n out=$1; out=$2; }\n${self} ${name} ${literal(draw)}`)],
    [1, () => text(`${self}() { eval "$1=\\$2"; }\n${self} ${name} ${literal(draw)}`)],
    [0.5, () => text(`${self}() { declare -g "$1=$2"; }\n${self} ${name} ${literal(draw)}`)],
  ]);
}
