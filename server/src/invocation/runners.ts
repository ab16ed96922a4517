/**
 * Commands that run another one given as their arguments: `sudo -u qemu qemu-system-x86_64 …`. Each row
 * says how to step over the command's own options. From the manuals of coreutils, util-linux, sudo,
 * numactl, strace, GDB, systemd, iproute2 and bash.
 */
import { isKnown } from '../text/mapped-text.ts';
import type { Word } from './invocation.ts';

interface Runner {
  /** Options that take the next word as their value. */
  readonly valued: readonly string[];
  /** Words of its own before the command: timeout's duration, chroot's root. */
  readonly operands: number;
  /** An option without which the arguments are no command (`gdb --args`). */
  readonly needs?: string;
  /** Words that must come first (`ip netns exec`), without options in between. */
  readonly subcommand?: readonly string[];
  /** Options whose presence takes the place of the operands (`taskset -p`): then nothing is run. */
  readonly assignments?: boolean;
}

const plainRunner: Runner = { valued: [], operands: 0 };
function runner(valued: string, operands = 0, rest: Partial<Runner> = {}): Runner {
  return { valued: valued === '' ? [] : valued.split(' '), operands, ...rest };
}

const RUNNERS: Readonly<Record<string, Runner>> = {
  sudo: runner('-u -g -h -p -C -D -R -T -U -r -t --user --group --host --prompt --chdir', 0, {
    assignments: true,
  }),
  doas: runner('-u -C'),
  env: runner('-u -C --unset --chdir', 0, { assignments: true }),
  exec: runner('-a'),
  command: plainRunner,
  builtin: plainRunner,
  nohup: plainRunner,
  time: runner('-f -o --format --output'),
  timeout: runner('-k -s --kill-after --signal', 1),
  nice: runner('-n --adjustment'),
  ionice: runner('-c -n -t --class --classdata'),
  chrt: runner('-T -P -D', 1),
  numactl: runner('-N -m -C -i -p -P -l -L -o --cpunodebind --membind --physcpubind --interleave'),
  taskset: runner('', 1),
  setsid: plainRunner,
  setpriv: runner('--reuid --regid --groups --inh-caps --bounding-set --ambient-caps'),
  setarch: runner('', 1),
  stdbuf: runner('-i -o -e --input --output --error'),
  strace: runner(
    '-e -o -p -s -u -E -a -b -I -O -P -S -U -X --trace --output --string-limit --attach',
  ),
  ltrace: runner('-e -o -p -s -u -a -A -D -F -l -n -x'),
  valgrind: plainRunner,
  gdb: runner('-ex -x -iex -ix -p -c -s -cd -d --command --eval-command', 0, { needs: '--args' }),
  rr: runner('', 0, { subcommand: ['record'] }),
  perf: runner('-e -o -F -c -g -p -C', 0, { subcommand: ['*'] }),
  'xvfb-run': runner(
    '-e -f -n -p -s -w --error-file --auth-file --server-num --server-args --wait',
  ),
  'dbus-run-session': runner('--config-file --dbus-daemon'),
  'systemd-run': runner(
    '-p -u -E -M -H -t -d --property --unit --slice --setenv --uid --gid --nice',
  ),
  'systemd-inhibit': runner(''),
  unshare: runner('-S -G -R -w --setuid --setgid --root --wd --map-user --map-group'),
  nsenter: runner('-t -S -G --target --setuid --setgid'),
  chroot: runner('', 1),
  fakeroot: runner('-l -s -i -u -b'),
  runuser: runner('-u -g -G --user --group'),
  flock: runner('-w -E --timeout --conflict-exit-code', 1),
  ip: runner('', 1, { subcommand: ['netns', 'exec'] }),
  cgexec: runner('-g'),
  prlimit: plainRunner,
  firejail: plainRunner,
  catchsegv: plainRunner,
  eatmydata: plainRunner,
  unbuffer: plainRunner,
  torsocks: plainRunner,
  bwrap: runner('--setenv --chdir --uid --gid --hostname --dev --proc --tmpfs --dir'),
};

/** Options of bwrap and their like that take two words. */
const TWO_VALUES = new Set(['--bind', '--ro-bind', '--dev-bind', '--setenv', '--symlink']);

/**
 * The index of the command that the words from `start` run, through any number of runners: 2 for
 * `sudo nohup qemu …`. A runner without a command gives the number of words.
 */
export function commandIndex(words: readonly Word[], start: number): number {
  let index = start;
  for (;;) {
    const word = words[index];
    if (word === undefined || !isKnown(word.text)) return index;
    const found = findRunner(word.text.text);
    const next = found && stepOver(found, words, index + 1);
    if (next === undefined) return index;
    index = next;
  }
}

function findRunner(path: string): Runner | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return Object.hasOwn(RUNNERS, name) ? RUNNERS[name] : undefined;
}

/** Whether a command, by its name or path, runs another one. */
export function isRunner(path: string): boolean {
  return findRunner(path) !== undefined;
}

/** Where the command of a runner begins, or undefined if it runs none. */
function stepOver(runner: Runner, words: readonly Word[], start: number): number | undefined {
  let index = start;
  let needed = runner.needs === undefined;
  for (const expected of runner.subcommand ?? []) {
    const word = words[index]?.text.text;
    if (word === undefined || (expected !== '*' && word !== expected)) return undefined;
    index++;
  }
  let operands = runner.operands;
  for (; index < words.length; index++) {
    const text = words[index]?.text.text ?? '';
    if (text === '--') {
      index++;
      break;
    }
    if (text === runner.needs) needed = true;
    if (text.startsWith('-') && text.length > 1) {
      if (TWO_VALUES.has(text)) index += 2;
      else if (runner.valued.includes(text)) index++;
    } else if (!(runner.assignments && /^\w+=/.test(text))) {
      break;
    }
  }
  while (operands > 0 && index < words.length) {
    index++;
    operands--;
  }
  return needed ? index : undefined;
}
