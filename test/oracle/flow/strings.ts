/** Commands inside strings and files, and the commands that start QEMU. */
import { carried } from './carriers.ts';
import { type Chunk, command, render, text, wrapped } from './chunk.ts';
import { atEnd } from './control.ts';
import { type Draw, inside, type Place } from './draw.ts';
import { double, insideHereDocument, literal, plainValue, single } from './literal.ts';
import { ARRAYS, scalar } from './names.ts';
import { echo } from './printers.ts';
import { PROGRAM } from './program.ts';
import { insideQuotes, list, word, words } from './words.ts';

/** A command that starts QEMU. */
export function start(draw: Draw, place: Place): Chunk {
  // Each command is told from the others by its first argument.
  const mark = draw.fresh('c');
  const some = [...words(draw, place, 4), word(draw, place)];
  const bash = draw.posix ? 0 : 1;
  return draw.choose([
    [10, () => command(PROGRAM, mark, ...broken(draw, some))],
    [bash, () => command(PROGRAM, mark, list(draw), ...some)],
    [0.7, () => command('HOST=prefix', PROGRAM, mark, ...some)],
    [0.5, () => text(`${[PROGRAM, mark, ...some].join(' ')} &\nwait`)],
    [0.4, () => text(`( exec ${[PROGRAM, mark, ...some].join(' ')} )`)],
    [0.4, () => text(`${[PROGRAM, mark, ...some].join(' ')} > out 2>&1`)],
    [0.3, () => text(`${[PROGRAM, mark, ...some].join(' ')} || echo failed`)],
    [0.3, () => command('command', PROGRAM, mark, ...some)],
    [place.depth === 0 ? 0.4 : 0, () => throughAlias(draw, mark, some)],
    [0.2, () => command('env', 'A=1', PROGRAM, mark, ...some)],
    [1, () => inVariable(draw, place, mark, some)],
    [1.5 * bash, () => inArray(draw, mark, some)],
    [1, () => throughXargs(draw, place, mark)],
    [place.depth > 3 ? 0 : 3, () => inString(draw, place, mark, some)],
    [0.5, () => throughFunction(draw, mark, some)],
    [1, () => carried(draw, place, mark, some)],
    [
      draw.straight && place.depth === 0 ? 0.4 : 0,
      () => atEnd(draw, [command(PROGRAM, mark, ...some)]),
    ],
    [
      0.5,
      () =>
        text(
          `cat > ${mark}.cfg <<'EOF'\n[mon]\n  mode = "readline"\nEOF\n${PROGRAM} ${mark} -readconfig ${mark}.cfg ${some.join(' ')}`,
        ),
    ],
  ]);
}

/** Some of the words on lines of their own. */
function broken(draw: Draw, some: readonly string[]): readonly string[] {
  return draw.chance(0.2) ? some.map((item) => (draw.chance(0.5) ? `\\\n  ${item}` : item)) : some;
}

function inVariable(draw: Draw, place: Place, mark: string, some: readonly string[]): Chunk {
  const name = scalar(draw);
  return draw.choose([
    [2, () => text(`QEMU=${PROGRAM}\n$QEMU ${[mark, ...some].join(' ')}`)],
    [1, () => text(`\${QEMU:-${PROGRAM}} ${[mark, ...some].join(' ')}`)],
    [1, () => text(`${name}="${PROGRAM} ${mark} ${plainValue(draw)}"\n$${name} ${some.join(' ')}`)],
    [
      1,
      () =>
        text(
          `${name}="${PROGRAM} ${mark}"\n${name}="$${name} "${insideQuotes(draw, place)}\neval "$${name}"`,
        ),
    ],
    [0.5, () => text(`${name}='${PROGRAM} ${mark} "$HOST"'\neval $${name}`)],
  ]);
}

function inArray(draw: Draw, mark: string, some: readonly string[]): Chunk {
  const name = draw.pick(ARRAYS);
  const rest = some.slice(1);
  return draw.pick([
    text(`cmd=(${PROGRAM} ${mark})\ncmd+=(${some.join(' ')})\n"\${cmd[@]}"`),
    text(`${name}=(${PROGRAM} ${mark} "\${${name}[@]}")\n"\${${name}[@]}" ${rest.join(' ')}`),
    text(`cmd=(${PROGRAM} ${mark} ${some.join(' ')})\n\${cmd[@]}`),
    text(`cmd=(${PROGRAM} ${mark})\nexport M\n"\${cmd[@]}" "\${${name}[@]}"`),
  ]);
}

/** On lines of their own, since a line is read before it is run. */
function throughAlias(draw: Draw, mark: string, some: readonly string[]): Chunk {
  const name = draw.fresh('vm');
  const first = draw.posix ? [] : ['shopt -s expand_aliases'];
  const alias = `alias ${name}='${PROGRAM} ${mark} -m'`;
  return text([...first, alias, `${name} ${some.join(' ')}`].join('\n'));
}

function throughXargs(draw: Draw, place: Place, mark: string): Chunk {
  const lines = draw.pick(['a b', 'tcp::1', '-m 1G', '-S']);
  return draw.choose([
    [2, () => text(`echo ${lines} | xargs ${PROGRAM} ${mark} ${literal(draw)}`)],
    [1, () => text(`printf '%s\\n' a b | xargs -n 1 ${PROGRAM} ${mark}`)],
    [1, () => text(`echo ${lines} | xargs -I{} ${PROGRAM} ${mark} -x {} ${literal(draw)}`)],
    [1, () => text(`${echo(draw, place)} | tr -d '\\042\\047\\134' | xargs ${PROGRAM} ${mark}`)],
  ]);
}

function throughFunction(draw: Draw, mark: string, some: readonly string[]): Chunk {
  const name = draw.fresh('run');
  return draw.pick([
    text(`${name}() { "$@"; }\n${[name, PROGRAM, mark, ...some].join(' ')}`),
    text(`${name}() { shift; ${PROGRAM} ${mark} "$@" end; }\n${[name, 'x', ...some].join(' ')}`),
    text(`${name}() { ${PROGRAM} ${mark} $*; }\n${[name, ...some].join(' ')}`),
    text(
      `${name}() { local M=$1; shift; ${PROGRAM} ${mark} -m "$M" "$@"; }\n${[name, 'one', ...some].join(' ')}`.replace(
        '=$1',
        '="$1"',
      ),
    ),
  ]);
}

/** The command, and sometimes others around it, inside a string, a here-document or a file. */
function inString(draw: Draw, place: Place, mark: string, some: readonly string[]): Chunk {
  const core = command(PROGRAM, mark, ...some);
  const body = draw.chance(0.4) ? [...draw.grammar.body(draw, inside(place), 2), core] : [core];
  const shell = draw.zsh ? 'zsh -f' : draw.posix ? 'sh' : draw.pick(['bash', 'bash', 'sh']);
  // What the inner shell cannot do would end it.
  const plain =
    shell === 'sh' && !draw.posix
      ? [command(PROGRAM, mark, plainValue(draw), '"$M"', '$HOST', '"$@"')]
      : body;
  const delimiter = draw.fresh('END');
  const file = draw.fresh('file');
  return draw.choose([
    [2, () => wrapped(body, (lines) => `eval ${single(lines)}`)],
    [2, () => wrapped(body, (lines) => `eval ${double(lines)}`)],
    [
      1.5,
      () =>
        wrapped(plain, (lines) => `export M HOST\n${shell} -c ${single(lines)} name arg-${mark}`),
    ],
    [1, () => wrapped(plain, (lines) => `${shell} -c ${double(lines)}`)],
    [1, () => text(`${shell} -c "${PROGRAM} ${mark} -x $HOST '$M' \\"$tail\\""`)],
    [1, () => wrapped(plain, (lines) => `${shell} <<'${delimiter}'\n${lines}\n${delimiter}`)],
    [
      1,
      () =>
        wrapped(
          plain,
          (lines) => `${shell} -s one <<${delimiter}\n${insideHereDocument(lines)}\n${delimiter}`,
        ),
    ],
    [
      1,
      () =>
        text(`${shell} <<${delimiter}\n${PROGRAM} ${mark} -x "$HOST" '$M' \\$PORT\n${delimiter}`),
    ],
    [
      1,
      () =>
        wrapped(
          body,
          (lines) => `cat > ${file} <<'${delimiter}'\n${lines}\n${delimiter}\n. ./${file}`,
        ),
    ],
    [
      1,
      () =>
        wrapped(
          plain,
          (lines) =>
            `cat <<'${delimiter}' > ${file}\n${lines}\n${delimiter}\n${shell} ${file} arg-${mark} two`,
        ),
    ],
    [
      1,
      () =>
        text(
          `cat > ${file} <<${delimiter}\nM="$HOST"\nEXTRA='$tail'\n${delimiter}\n. ./${file}\n${PROGRAM} ${mark} "$M" $EXTRA`,
        ),
    ],
    [
      0.7,
      () =>
        text(
          `echo 'M="${plainValue(draw)}"' > ${file}\necho "HOST='$OPTS'" >> ${file}\n. ./${file}\n${PROGRAM} ${mark} "$M" "$HOST"`,
        ),
    ],
    [
      0.5,
      () =>
        text(
          `printf '%s\\n' "M=x:$PORT" 'HOST=$M' | tee ${file} > /dev/null\n. ./${file}\n${PROGRAM} ${mark} $M $HOST`,
        ),
    ],
    [1, () => text(`echo "${PROGRAM} ${mark} $M" | ${shell}`)],
    [
      0.5,
      () =>
        wrapped(
          body,
          (lines) =>
            `printf '%s\\n' ${single(lines)} | ${draw.zsh ? 'zsh -f' : draw.posix ? 'sh' : 'bash'}`,
        ),
    ],
    [0.5, () => text(`eval "$(echo ${single(render([core]))})"`)],
    [0.5, () => text(`echo one two | xargs -I{} sh -c '${PROGRAM} ${mark} {} "$0"'`)],
  ]);
}
