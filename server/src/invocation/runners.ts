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
  /** Words that must come first (`ip netns exec`), without options in between; `|` stands between several. */
  readonly subcommand?: readonly string[];
  /** Options whose presence takes the place of the operands (`taskset -p`): then nothing is run. */
  readonly assignments?: boolean;
  /** Whether letters may share a dash: `sudo -Eu user`. */
  readonly clustered?: boolean;
  /** Options with which nothing is run: `command -v qemu` only asks. */
  readonly idle?: RegExp;
}

const plainRunner: Runner = { valued: [], operands: 0 };
function runner(valued: string, operands = 0, rest: Partial<Runner> = {}): Runner {
  return { valued: valued === '' ? [] : valued.split(' '), operands, ...rest };
}

/** `docker run IMAGE command…` and `docker exec CONTAINER command…`. */
function containers(names: readonly string[]): Record<string, Runner> {
  const valued =
    '-a -c -e -h -l -m -p -u -v -w --add-host --annotation --attach --blkio-weight --cap-add ' +
    '--cap-drop --cgroup-parent --cgroupns --cidfile --cpu-period --cpu-quota --cpu-shares --cpus ' +
    '--cpuset-cpus --cpuset-mems --detach-keys --device --device-cgroup-rule --dns --dns-option ' +
    '--dns-search --entrypoint --env --env-file --expose --gpus --group-add --hostname --ip --ip6 ' +
    '--ipc --isolation --label --label-file --link --log-driver --log-opt --mac-address --memory ' +
    '--memory-swap --mount --name --net --network --network-alias --oom-score-adj --pid --pids-limit ' +
    '--platform --publish --pull --restart --runtime --security-opt --shm-size --stop-signal ' +
    '--stop-timeout --storage-opt --sysctl --tmpfs --ulimit --user --userns --uts --volume ' +
    '--volume-driver --volumes-from --workdir';
  const container = runner(valued, 1, { subcommand: ['run|exec|create'], clustered: true });
  return Object.fromEntries(names.map((name) => [name, container]));
}

const RUNNERS: Readonly<Record<string, Runner>> = {
  sudo: runner('-u -g -h -p -C -D -R -T -U -r -t --user --group --host --prompt --chdir', 0, {
    assignments: true,
    clustered: true,
    idle: /^-(?:[ABEHKNPSkn]*[lve]|-list|-validate|-edit)$/,
  }),
  doas: runner('-u -C', 0, { clustered: true }),
  pkexec: runner('--user'),
  gosu: runner('', 1),
  'su-exec': runner('', 1),
  setuidgid: runner('', 1),
  's6-setuidgid': runner('', 1),
  chpst: runner('-u -U -b -e -/ -n -l -L -m -d -o -p -f -c -t'),
  env: runner('-u -C --unset --chdir', 0, { assignments: true }),
  exec: runner('-a'),
  command: runner('', 0, { idle: /^-[a-zA-Z]*[vV]$/ }),
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
    0,
    { clustered: true },
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
  chronic: plainRunner,
  eatmydata: plainRunner,
  unbuffer: plainRunner,
  rlwrap: runner('-b -C -D -e -f -g -H -l -M -O -P -q -S -t -w -z'),
  torsocks: plainRunner,
  busybox: plainRunner,
  tini: runner('-p -e -t'),
  'dumb-init': runner('-r --rewrite'),
  daemonize: runner('-c -e -o -p -l -u -E'),
  sshpass: runner('-p -f -d -P'),
  'arch-chroot': runner('-u', 1),
  schroot: runner('-c -n -d -u -s -o --chroot --directory --user --shell --option'),
  bwrap: runner(
    '--unsetenv --chdir --uid --gid --hostname --dev --proc --tmpfs --dir --mqueue --args --argv0 ' +
      '--lock-file --sync-fd --block-fd --userns --userns2 --pidns --userns-block-fd --info-fd ' +
      '--json-status-fd --seccomp --add-seccomp-fd --exec-label --file-label --cap-add --cap-drop ' +
      '--perms --size --remount-ro --overlay-src --tmp-overlay --ro-overlay',
  ),
  ...containers(['docker', 'podman', 'nerdctl']),
  lxc: runner('--env --user --group --cwd --mode', 1, { subcommand: ['exec'] }),
  incus: runner('--env --user --group --cwd --mode', 1, { subcommand: ['exec'] }),
  'lxc-attach': runner('-n --name -e -s -R -L -P -o -l --logfile --logpriority'),
  kubectl: runner('-c -n --container --namespace', 1, { subcommand: ['exec'] }),
};

/** Options of bwrap and their like that take two words. */
const TWO_VALUES = new Set([
  ...['--bind', '--bind-try', '--ro-bind', '--ro-bind-try', '--dev-bind', '--dev-bind-try'],
  ...['--setenv', '--symlink', '--file', '--bind-data', '--ro-bind-data', '--bind-fd', '--chmod'],
]);

/**
 * The index of the command that the words from `start` run, through any number of runners: 2 for
 * `sudo nohup qemu …`. A runner without a command gives the number of words.
 */
export function commandIndex(words: readonly Word[], start: number): number {
  let index = start;
  for (;;) {
    const word = words[index];
    if (word === undefined || !isKnown(word.text)) return index;
    const next = nextCommand(words, index);
    if (next === undefined) return index;
    index = next;
  }
}

/** The index of the command that the runner at `index` runs; undefined if the word is no runner. */
export function nextCommand(words: readonly Word[], index: number): number | undefined {
  const word = words[index];
  const found = word && findRunner(word.text.text);
  return found && stepOver(found, words, index + 1);
}

const BY_NAME: ReadonlyMap<string, Runner> = new Map(Object.entries(RUNNERS));

function findRunner(path: string): Runner | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return BY_NAME.get(name);
}

/** Whether a command, by its name or path, runs another one. */
export function isRunner(path: string): boolean {
  return findRunner(path) !== undefined;
}

/** Whether the last letter of `-Eu` takes the next word as its value. */
function endsInValued({ valued }: Runner, cluster: string): boolean {
  if (!/^-[A-Za-z0-9]{2,}$/.test(cluster)) return false;
  const first = [...cluster.slice(1)].findIndex((letter) => valued.includes(`-${letter}`));
  return first === cluster.length - 2;
}

/** Where the command of a runner begins, or undefined if it runs none. */
function stepOver(runner: Runner, words: readonly Word[], start: number): number | undefined {
  let index = start;
  let needed = runner.needs === undefined;
  for (const expected of runner.subcommand ?? []) {
    const word = words[index]?.text.text;
    if (word === undefined) return undefined;
    if (expected !== '*' && !expected.split('|').includes(word)) return undefined;
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
      if (runner.idle?.test(text)) return undefined;
      if (TWO_VALUES.has(text)) index += 2;
      else if (runner.valued.includes(text)) index++;
      else if (runner.clustered && endsInValued(runner, text)) index++;
    } else if (!(runner.assignments && /^\w+=/.test(text))) {
      break;
    }
  }
  while (operands > 0 && index < words.length) {
    index++;
    operands--;
  }
  if (runner.operands > 0 && words[index]?.text.text === '--') index++;
  return needed ? index : undefined;
}
