/** Compound commands: branches, loops, functions, subshells, pipelines, lists, and ways out of them. */
import { arithmetic } from './arithmetic.ts';
import { block, type Chunk, command, render, text } from './chunk.ts';
import { type Draw, inside, type Place } from './draw.ts';
import { double, literal, plainValue, single, value } from './literal.ts';
import { ARRAYS, INPUTS, NUMBERS, POINTER, SCALARS, scalar, TABLE } from './names.ts';
import { echo, hereDocument, printf } from './printers.ts';
import { routine } from './routines.ts';
import { list, oneWord, positional, word, words } from './words.ts';

export function control(draw: Draw, place: Place): Chunk {
  const body = (most = 3, more: Partial<Place> = {}): readonly Chunk[] =>
    draw.grammar.body(draw, inside(place, more), most);
  const branches = draw.straight ? 0 : 1;
  const loops = place.loops < 2 ? 1 : 0;
  return draw.choose([
    [4 * branches, () => branch(draw, place, body)],
    [branches, () => text(`${test(draw, place)} && ${oneLine(draw, place)}`)],
    [0.2 * branches, () => text(`${test(draw, place)} && set -- "$@" ${literal(draw)}`)],
    [branches, () => text(`${test(draw, place)} || ${oneLine(draw, place)}`)],
    [branches, () => block(`${test(draw, place)} && {`, body(2), '} || {', body(2), '}')],
    [2, () => selection(draw, body)],
    [3 * loops, () => loop(draw, place, body)],
    [place.depth > 0 ? (draw.straight ? 0.15 : 0) : 4, () => definition(draw, place)],
    [3, () => calling(draw, place)],
    [1, () => block('(', body(3), ')')],
    [0.7, () => block('{', body(3), draw.pick(['}', '} 2>&1', '} 3>/dev/null']))],
    [0.5, () => block(`${echo(draw, place)} | {`, body(2), '}')],
    [0.4, () => block('{', body(2), '} | cat')],
    [0.5, () => block('{', body(2), draw.pick(['} &\nwait', '} &\nwait $!']))],
    [0.4 * branches, () => block('true && {', body(2), '}')],
    [0.2 * branches, () => block('false || {', body(2), '}')],
    [branches, () => wayOut(draw, place)],
    [2, () => routine(draw, place, draw.straight ? 'true' : test(draw, place))],
    [draw.straight && place.depth === 0 ? 0.3 : 0, () => atEnd(draw, body(1))],
  ]);
}

/** What is run when the script ends; a second trap would take the place of the first. */
export function atEnd(draw: Draw, chunks: readonly Chunk[]): Chunk {
  return draw.once('trap') ? text(`trap ${single(render(chunks))} EXIT`) : command(':');
}

type Body = (most?: number, more?: Partial<Place>) => readonly Chunk[];

/** A short command behind `&&`. */
function oneLine(draw: Draw, place: Place): string {
  const name = scalar(draw);
  return draw.choose([
    [3, () => `${name}=${oneWord(draw, place)}`],
    [draw.posix ? 0 : 3, () => `${draw.pick(ARRAYS)}+=(${words(draw, place, 3).join(' ')})`],
    [1, () => `${name}="$${name} ${plainValue(draw)}"`],
    [0.5, () => `{ ${name}=${literal(draw)}; HOST=${plainValue(draw)}; }`],
    [0.3, () => `unset ${name}`],
  ]);
}

/** A command whose exit status depends on the inputs. */
function test(draw: Draw, place: Place): string {
  const input = draw.pick(INPUTS);
  const name = scalar(draw);
  const bash = draw.posix ? 0 : 1;
  return draw.choose([
    [3, () => draw.pick([`[ "$${input}" ]`, `[ -n "$${input}" ]`, `test -z "$${input}"`])],
    [2, () => `[ "$${input}" ${draw.pick(['=', '!='])} ${draw.pick(['on', '1', '-S'])} ]`],
    [bash, () => `[[ $${input} == ${draw.pick(['o*', 'on', '"*"', '*:*'])} ]]`],
    [bash, () => `[[ -n $${input} && $${name} != tcp* ]]`],
    [1, () => draw.pick(['[ $# -gt 1 ]', '[ -e none ]', 'test -r /dev/null'])],
    [1, () => `[ -${draw.pick(['n', 'z'])} "$${name}" ]`],
    [1, () => `[ "$${name}" = ${literal(draw)} ]`],
    [bash, () => `((${arithmetic(draw)}))`],
    [0.5, () => `! [ "$${input}" ]`],
    [0.4, () => draw.pick(['true', 'false', ':'])],
    [0.3, () => `[ "$${input}" ] && [ "$IN2" != x ]`],
    [draw.functions.length > 0 ? 0.4 : 0, () => callText(draw, place)],
    [0.3, () => `qemu-system-x86_64 ${draw.fresh('t')} ${word(draw, place)}`],
  ]);
}

function branch(draw: Draw, place: Place, body: Body): Chunk {
  const parts: (string | readonly Chunk[])[] = [`if ${test(draw, place)}; then`, body()];
  while (draw.chance(0.25)) parts.push(`elif ${test(draw, place)}; then`, body());
  if (draw.chance(0.5)) parts.push('else', body());
  return block(...parts, 'fi');
}

function selection(draw: Draw, body: Body): Chunk {
  const known = draw.straight || draw.chance(0.3);
  const subject = known
    ? literal(draw)
    : draw.pick([`"$${draw.pick(INPUTS)}"`, '$1', `$${scalar(draw)}`]);
  const parts: (string | readonly Chunk[])[] = [`case ${subject} in`];
  for (let arms = 1 + draw.int(3); arms > 0; arms--) {
    const pattern = draw.choose([
      [3, () => literal(draw).replace(/^$/, '""')],
      [3, () => draw.pick(['on', '1', '-S', 'tcp:*', '*:*', 't*', '[0-9]*', '?', '""', '"*"'])],
      [1, () => draw.pick(['on|off', 'tcp*|telnet*', '(a)'])],
      [draw.straight ? 0 : 0.5, () => `"$${scalar(draw)}"`],
    ]);
    const close = pattern.startsWith('(') ? pattern : `${pattern})`;
    parts.push(
      close,
      body(2),
      draw.posix || !draw.odd(0.3) ? ';;' : draw.pick([';;', ';&', ';;&']),
    );
  }
  if (draw.chance(0.5)) parts.push('*)', body(2), ';;');
  return block(...parts, 'esac');
}

function loop(draw: Draw, place: Place, body: Body): Chunk {
  const inner = (): readonly Chunk[] => {
    const chunks = body(3, { loops: place.loops + 1 });
    if (draw.straight || !draw.chance(0.35)) return chunks;
    const out = text(`${test(draw, place)} && ${draw.pick(['break', 'continue'])}`);
    return chunks.toSpliced(draw.int(chunks.length + 1), 0, out);
  };
  const name = scalar(draw);
  const number = draw.pick(NUMBERS);
  const counter = draw.fresh('i');
  const bash = draw.posix ? 0 : 1;
  const unknown = draw.straight ? 0 : 1;
  return draw.choose([
    [
      4,
      () =>
        block(
          `for ${name} in ${[literal(draw), ...words(draw, place, 2)].join(' ')}; do`,
          inner(),
          'done',
        ),
    ],
    [1, () => block(`for ${name} in ${positional(draw)}; do`, inner(), 'done')],
    [0.5, () => block(`for ${name}; do`, inner(), 'done')],
    [1.5 * bash, () => block(`for ${name} in ${list(draw)}; do`, inner(), 'done')],
    [bash, () => block(`for ${number} in {1..3}; do`, inner(), 'done')],
    [
      bash * unknown,
      () => block(`for ((${counter}=0; ${counter}<2; ${counter}++)); do`, inner(), 'done'),
    ],
    [
      unknown,
      () =>
        block(
          `${counter}=0; while [ $${counter} -lt ${1 + draw.int(3)} ]; do\n${counter}=$((${counter}+1))`,
          inner(),
          'done',
        ),
    ],
    [
      0.3 * unknown,
      () => block(`until ${counter}=x$${counter}; [ "$${counter}" != x ]; do`, inner(), 'done'),
    ],
    [unknown, () => block(`while ${read(draw)}; do`, inner(), `done ${hereDocument(draw, place)}`)],
    [
      bash * unknown,
      () => block(`while ${read(draw)}; do`, inner(), `done < <(${printf(draw, place)})`),
    ],
    [
      0.5 * unknown,
      () => block(`${printf(draw, place)} | while ${read(draw)}; do`, inner(), 'done'),
    ],
    [0.4 * unknown, () => block(`while ${read(draw)}; do`, inner(), 'done')],
    [0.5 * unknown, () => options(draw, place)],
  ]);
}

function read(draw: Draw): string {
  const names = draw.pick([draw.pick(SCALARS), `${draw.pick(SCALARS)} tail`, 'M HOST']);
  return `${draw.pick(['', 'IFS= ', 'IFS=: '])}read -r ${names}`;
}

/** A loop over the arguments, as in scripts that have options of their own. It never adds to them. */
function options(draw: Draw, place: Place): Chunk {
  const arm = (): (string | readonly Chunk[])[] => [
    `${draw.pick(['-m', '-S', 'tcp:*', '-qmp|-monitor', 'o*'])})`,
    [
      text(`${scalar(draw)}=${draw.pick(['$1', '"$2"', '"$1"', '${1#*:}'])}`),
      text(oneLine(draw, place)),
    ],
    ';;',
  ];
  const other = [text(oneLine(draw, place))];
  const end = ';;\nesac\nshift || break\ndone';
  return block('while [ $# -gt 0 ]; do\ncase "$1" in', ...arm(), ...arm(), '*)', other, end);
}

function definition(draw: Draw, place: Place): Chunk {
  const name = draw.fresh('f');
  const inner = inside(place, { inFunction: true, loops: place.loops + 1 });
  const prints = draw.chance(0.4);
  const chunks: Chunk[] = [];
  if (draw.chance(0.6)) {
    chunks.push(
      draw.pick([
        command(
          'local',
          `${scalar(draw)}=${draw.pick(['$1', '"$1"', '"${1:-none}"', '"$*"'].slice(draw.posix ? 1 : 0) as [string])}`,
        ),
        // dash ends where there is nothing to shift.
        text(`local ${scalar(draw)}="$1"${draw.posix ? '' : '; shift'}`),
        // What a function is given for one call, bash has also in a local variable without a value.
        text(draw.posix ? 'local HOST=' : `local ${draw.pick(['OPTS', 'EXTRA', 'tail'])} HOST`),
        text(`${scalar(draw)}="$1"`),
      ]),
    );
  }
  if (!draw.straight && draw.chance(0.25)) chunks.push(wayOut(draw, inner));
  chunks.push(...draw.grammar.body(draw, inner, 3));
  if (prints) chunks.push(text(draw.chance(0.5) ? echo(draw, inner) : printf(draw, inner)));
  else if (draw.chance(0.4)) chunks.push(text(`${draw.pick(['"$@"', 'command "$@"', ':'])}`));
  if (draw.chance(0.15)) chunks.push(text(draw.pick(['return', 'return 0', 'return 1'])));
  draw.functions.push({ name, prints });
  draw.uncalled.add(name);
  const [open, close] = draw.choose<[string, string]>([
    [5, () => [`${name}() {`, '}']],
    [draw.posix ? 0 : 1, () => [`function ${name} {`, '}']],
    [draw.posix ? 0 : 0.5, () => [`function ${name}()\n{`, '}']],
    [0.6, () => [`${name}() (`, ')']],
  ]);
  return block(open, chunks, close);
}

function callText(draw: Draw, place: Place): string {
  const { name } = draw.functions[draw.int(draw.functions.length)] ?? { name: ':' };
  draw.uncalled.delete(name);
  return [name, ...words(draw, place, 3)].join(' ');
}

function calling(draw: Draw, place: Place): Chunk {
  const { name } = draw.functions[draw.int(draw.functions.length)] ?? { name: ':' };
  // In dash an assignment before `:` stays.
  if (name === ':') return command(':', ...words(draw, place, 1));
  draw.uncalled.delete(name);
  const values = words(draw, place, 3);
  return draw.choose([
    [6, () => command(name, ...values)],
    [0.6, () => command(`M=${oneWord(draw, place)}`, name, ...values)],
    [0.4, () => text(`${[name, ...values].join(' ')} &\nwait`)],
    [0.4, () => command(name, 'qemu-system-x86_64', draw.fresh('w'), ...values)],
  ]);
}

/** Calls what was not called so far. */
export function remainingCalls(draw: Draw, place: Place): readonly Chunk[] {
  const chunks: Chunk[] = [];
  for (const { name } of draw.functions) {
    const uncalled = draw.uncalled.delete(name);
    // One of them may call another where nothing is ever run.
    if (uncalled || draw.straight) chunks.push(command(name, ...words(draw, place, 2)));
  }
  return chunks;
}

function wayOut(draw: Draw, place: Place): Chunk {
  const out = place.inFunction ? draw.pick(['return', 'return 1', 'exit']) : 'exit 3';
  return text(`${test(draw, place)} ${draw.pick(['&&', '||'])} ${out}`);
}

/** The declarations of what cannot be used without one. */
export function declarations(draw: Draw): readonly Chunk[] {
  if (draw.zsh) return [text(`typeset -A ${TABLE}`)];
  if (draw.posix) return [];
  const table = `declare -A ${TABLE}=([host]=${literal(draw)} [port]=4444)`;
  return [text(table), text(`${POINTER}=HOST`)];
}

/** Whether the first line names the shell exactly; `sh` may be any. */
function firstLine({ posix, zsh, pick }: Draw): string {
  if (zsh) return '#!/bin/zsh';
  return posix ? pick(['#!/bin/sh', '#!/bin/dash']) : '#!/bin/bash';
}

/** Statements at the beginning, without which a script would not be what it says it is. */
export function prelude(draw: Draw): readonly Chunk[] {
  const chunks: Chunk[] = [text(firstLine(draw))];
  if (!draw.straight) return chunks;
  // Otherwise what is not set could come from the environment.
  const scalars = SCALARS.map((name) => `${name}=${draw.chance(0.3) ? "''" : double(value(draw))}`);
  const numbers = NUMBERS.map((name) => `${name}=${draw.int(5)}`);
  const arrays = draw.posix && !draw.zsh ? [] : ARRAYS.map((name) => `${name}=()`);
  chunks.push(text([...scalars, ...numbers, ...arrays].join('; ')));
  chunks.push(text(`set -- ${literal(draw)} ${literal(draw)}`));
  return chunks;
}
