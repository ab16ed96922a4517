/**
 * Programs that run another one, or a script: real ones, and stand-ins for those that would ask for a machine,
 * a user or a terminal. A stand-in does with its words what the program does with them.
 */
import { type Chunk, command, text, wrapped } from './chunk.ts';
import type { Draw, Place } from './draw.ts';
import { double, insideHereDocument, plainValue, single } from './literal.ts';
import { scalar } from './names.ts';
import { PROGRAM } from './program.ts';
import { insideQuotes } from './words.ts';

/** Runs a program without any variable of the script. */
const ALONE = 'exec env -i PATH="$PATH" GUARD_RECORD="$GUARD_RECORD" GUARD_STATUS="$GUARD_STATUS"';

/** The stand-ins, by name. */
export const STAND_INS: Readonly<Record<string, string>> = {
  ssh: `shift\n[ $# -eq 0 ] && ${ALONE} bash\n${ALONE} bash -c "$*"`,
  su: `while [ "$1" != -c ]; do shift; done\n${ALONE} bash -c "$2"`,
  sudo: `[ "$1" = -u ] && shift 2\n[ "$1" = -E ] && shift && exec "$@"\n${ALONE} "$@"`,
  tmux: `for last; do :; done\n${ALONE} bash -c "$last"`,
  screen: 'shift 2\nexec "$@"',
  xterm: 'shift\nexec "$@"',
  watch: 'exec sh -c "$*"',
};

/** A command or script, run by another program. */
export function carried(draw: Draw, place: Place, mark: string, some: readonly string[]): Chunk {
  const own = [PROGRAM, mark, ...some];
  const body = [command(PROGRAM, mark, plainValue(draw), '"$M"', '$HOST')];
  const delimiter = draw.fresh('FAR');
  const name = scalar(draw);
  const shell = draw.zsh ? 'zsh -f' : draw.posix ? 'sh' : 'bash';
  // What a chunk draws is drawn now: its text is asked for again and again.
  const quote = draw.pick([single, double]);
  const value = insideQuotes(draw, place);
  const kept = draw.pick(['', '-E ']);
  return draw.choose([
    [1, () => command(draw.pick(['nohup', 'setsid -w', 'nice -n 5', 'timeout 5']), ...own)],
    [1, () => command(draw.pick(['sudo', 'sudo -u nobody', 'sudo -E', 'sudo A=1']), ...own)],
    [0.5, () => command(draw.pick(['screen -dmS vm', 'xterm -e']), ...own)],
    [0.5, () => command('env', `M=${value}`, ...own)],
    [1, () => wrapped(body, (lines) => `ssh host ${quote(lines)}`)],
    [0.5, () => wrapped(body, (lines) => `ssh host <<'${delimiter}'\n${lines}\n${delimiter}`)],
    [
      0.5,
      () =>
        wrapped(
          body,
          (lines) => `ssh host <<${delimiter}\n${insideHereDocument(lines)}\n${delimiter}`,
        ),
    ],
    [0.7, () => text(`ssh host ${[PROGRAM, mark, plainValue(draw), '"$M"', '\\$HOST'].join(' ')}`)],
    [0.7, () => wrapped(body, (lines) => `su -c ${quote(lines)} nobody`)],
    [0.7, () => wrapped(body, (lines) => `tmux new-session -d -s vm ${quote(lines)}`)],
    [0.4, () => wrapped(body, (lines) => `watch ${single(lines)}`)],
    [0.7, () => wrapped(body, (lines) => `export HOST\nsudo ${kept}sh -c ${single(lines)}`)],
    [1, () => wrapped(body, (lines) => `${name}=${value} ${shell} -c ${quote(lines)}`)],
    [0.5, () => wrapped(body, (lines) => `${shell} -ec ${single(lines)}`)],
    [
      0.5,
      () =>
        text(`export ${name}\n${shell} -c '${PROGRAM} ${mark} "$@" $0' "$HOST" ${some.join(' ')}`),
    ],
  ]);
}
