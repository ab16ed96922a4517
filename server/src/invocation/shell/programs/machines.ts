/** Programs that run a command on another machine or among other files. */
import { shlexWords } from '../../../syntax/shlex/reader.ts';
import { type MappedText, slice } from '../../../text/mapped-text.ts';
import type { ArgvInvocation, Word } from '../../invocation.ts';
import { unwritable } from '../../unknown-words.ts';
import { asWords, joined, optionValue, script } from '../nested/nested-command.ts';
import { joinedWords } from '../nested/nested-text.ts';
import { type OptionTable, readOptions } from '../nested/option-words.ts';
import { alike, lastWords, type NestedReader, type Program } from './program.ts';

/** `ssh host command…` or `ssh host <<EOF`, read by a shell there. */
const ssh: NestedReader = (words, input) => {
  const table: OptionTable = { letters: 'BbcDEeFIiJLlMmOoPpQRSWw' };
  const before = readOptions(words, { ...table, letters: table.letters.replace('M', '') });
  const behind = readOptions(before.operands.slice(1), table);
  if (before.operands.length === 0) return [];
  const remote = behind.operands;
  if (remote.length === 0) return script(input, 'isolated');
  const text = joinedWords(remote);
  return [{ kind: 'script', text, shell: 'isolated', positional: [], input }];
};

/** `pdsh -w hosts command…` */
const pdsh: NestedReader = (words) => {
  const { operands } = readOptions(words, { letters: 'wxgXlRtufkKMFp' });
  return joined(operands, 'isolated');
};

/** `clush -w hosts command…` of ClusterShell. */
const clush: NestedReader = (words) => {
  const { operands } = readOptions(words, {
    letters: 'wxgXftuloOREMSd',
    names: [
      'hostfile',
      'machinefile',
      'group',
      'fanout',
      'user',
      'options',
      'conf',
      'pick',
      'mode',
    ],
  });
  return joined(operands, 'isolated');
};

/** `salt '*' cmd.run 'command'` */
const salt: NestedReader = (words) => {
  const { operands } = readOptions(words, { letters: 'cCGELNIRStbo', permuted: true });
  const [, module, command] = operands;
  const isShell = /^cmd\.(?:run|shell|run_all|run_bg|run_stdout)$/.test(
    module?.value.decoded ?? '',
  );
  return isShell ? script(command?.value, 'isolated') : [];
};

/** `ansible hosts -m shell -a command…`; the default module has no shell. */
const ansible: NestedReader = (words) => {
  const names = ['args', 'module-name'];
  const { values } = readOptions(words, { letters: 'abBceflmMPtTu', names, permuted: true });
  const args = values.get('a') ?? values.get('args');
  const module = (values.get('m') ?? values.get('module-name'))?.decoded ?? 'command';
  if (/(?:^|\.)(?:shell|raw)$/.test(module)) return script(args, 'isolated');
  return args && /(?:^|\.)command$/.test(module) ? asWords(unwritable(shlexWords(args)), true) : [];
};

/** `adb -s serial shell command…` */
const adb: NestedReader = (words, input) => {
  const [command, ...rest] = readOptions(words, { letters: 'sptHPL' }).operands;
  if (command?.value.decoded !== 'shell') return [];
  const remote = readOptions(rest, { letters: 'e' }).operands;
  return script(remote.length === 0 ? input : joinedWords(remote), 'isolated');
};

const CONTAINER_OPTIONS =
  '-a -c -e -h -l -m -p -u -v -w --add-host --annotation --attach --blkio-weight --cap-add ' +
  '--cap-drop --cgroup-parent --cgroupns --cidfile --cpu-period --cpu-quota --cpu-shares --cpus ' +
  '--cpuset-cpus --cpuset-mems --detach-keys --device --device-cgroup-rule --dns --dns-option ' +
  '--dns-search --entrypoint --env --env-file --expose --gpus --group-add --hostname --ip --ip6 ' +
  '--ipc --isolation --label --label-file --link --log-driver --log-opt --mac-address --memory ' +
  '--memory-swap --mount --name --net --network --network-alias --oom-score-adj --pid --pids-limit ' +
  '--platform --publish --pull --restart --runtime --security-opt --shm-size --stop-signal ' +
  '--stop-timeout --storage-opt --sysctl --tmpfs --ulimit --user --userns --uts --volume ' +
  '--volume-driver --volumes-from --workdir';

const RAW_OPTIONS = /^([ \t]*)["']?raw\.qemu["']?:[ \t]*([|>][-+\d]*[ \t]*\n|["'])?/m;

/** QEMU's options in LXD's YAML: `incus profile edit vm <<EOF`. */
function rawOptions(
  words: readonly Word[],
  inputs: readonly MappedText[],
): readonly ArgvInvocation[] {
  const programAt = words[0]?.at;
  return inputs.flatMap((input): readonly ArgvInvocation[] => {
    const [key, margin = '', opening = ''] = RAW_OPTIONS.exec(input.decoded) ?? [];
    if (key === undefined || programAt === undefined) return [];
    const start = input.decoded.indexOf(key) + key.length;
    const lines = input.decoded.slice(start).split('\n');
    const isOver = (line: string) => line.trim() !== '' && !/\s/.test(line.charAt(margin.length));
    const count = opening.length > 1 ? lines.findIndex(isOver) : 1;
    const own = (count === -1 ? lines : lines.slice(0, count)).join('\n').trimEnd();
    const end = start + own.length - (opening.length === 1 ? 1 : 0);
    const options = unwritable(shlexWords(slice(input, start, end)));
    const machine = { kind: 'argv', program: 'system', programAt, name: undefined } as const;
    return [{ ...machine, words: options, partial: 'wrapper' }];
  });
}

const elsewhere = { boundary: 'machine', dropsEnvironment: true } as const;
const inContainer = { ...elsewhere, hasOwnFiles: true } as const;

const BWRAP_PAIRS = [
  ...['--bind', '--bind-try', '--ro-bind', '--ro-bind-try', '--dev-bind', '--dev-bind-try'],
  ...['--setenv', '--symlink', '--file', '--bind-data', '--ro-bind-data', '--bind-fd', '--chmod'],
];

export const MACHINES: readonly Program[] = [
  alike('ssh autossh', {
    nested: ssh,
    boundary: 'machine',
    onOtherHost: true,
    prints: 'its-command',
  }),
  { names: ['pdsh'], nested: pdsh, boundary: 'machine', onOtherHost: true },
  { names: ['clush'], nested: clush, boundary: 'machine', onOtherHost: true },
  { names: ['salt'], nested: salt, boundary: 'machine', onOtherHost: true },
  { names: ['ansible'], nested: ansible, boundary: 'machine', onOtherHost: true },
  { names: ['sshpass'], ...lastWords('-p -f -d -P') },
  { names: ['adb'], nested: adb, boundary: 'machine' },
  alike('vagrant virtctl', {
    nested: optionValue(['c', 'command'], { letters: 'c', names: ['command'] }, 'isolated'),
    boundary: 'machine',
  }),
  // `gcloud compute ssh host --command '…'`, `fly ssh console -C '…'`
  alike('gcloud fly flyctl', {
    nested: optionValue(['command', 'C'], { letters: 'C', names: ['command'] }, 'isolated'),
    boundary: 'machine',
    onOtherHost: true,
  }),
  alike('docker podman nerdctl', {
    ...lastWords(CONTAINER_OPTIONS, 1, { subcommand: ['run|exec|create'], clustered: true }),
    ...inContainer,
    hasOwnNetwork: true,
  }),
  alike('lxc incus', {
    ...lastWords('--env --user --group --cwd --mode', 1, { subcommand: ['exec'] }),
    ...inContainer,
    hasOwnNetwork: true,
    configures: rawOptions,
  }),
  // Proxmox stores `--args` and starts the machine as root, without a session.
  alike('qm pvesh', { boundary: 'user', hasOwnFiles: true }),
  {
    names: ['lxc-attach'],
    ...lastWords('-n --name -e -s -R -L -P -o -l --logfile --logpriority'),
    ...inContainer,
    hasOwnNetwork: true,
  },
  {
    names: ['kubectl'],
    ...lastWords('-c -n --container --namespace', 1, { subcommand: ['exec'] }),
    ...inContainer,
    hasOwnNetwork: true,
  },
  {
    names: ['machinectl'],
    ...lastWords('-M -H -E --machine --host --setenv --uid', 1, { subcommand: ['shell'] }),
    boundary: 'user',
    dropsEnvironment: true,
  },
  { names: ['chroot'], ...lastWords('', 1), ...inContainer },
  { names: ['arch-chroot'], ...lastWords('-u', 1), ...inContainer },
  {
    names: ['schroot'],
    ...lastWords('-c -n -d -u -s -o --chroot --directory --user --shell --option'),
    ...elsewhere,
  },
  {
    names: ['proot'],
    ...lastWords('-r -b -q -w -v -k -0 -i --rootfs --bind --qemu --cwd --pwd --kernel-release'),
    boundary: 'machine',
  },
  {
    names: ['bwrap'],
    ...lastWords(
      '--unsetenv --chdir --uid --gid --hostname --dev --proc --tmpfs --dir --mqueue --args --argv0 ' +
        '--lock-file --sync-fd --block-fd --userns --userns2 --pidns --userns-block-fd --info-fd ' +
        '--json-status-fd --seccomp --add-seccomp-fd --exec-label --file-label --cap-add --cap-drop ' +
        '--perms --size --remount-ro --overlay-src --tmp-overlay --ro-overlay',
      0,
      { twoValued: BWRAP_PAIRS },
    ),
    boundary: 'machine',
  },
  { names: ['firejail'], ...lastWords(''), boundary: 'machine' },
  { names: ['nsenter'], ...lastWords('-t -S -G --target --setuid --setgid'), ...elsewhere },
  {
    names: ['unshare'],
    ...lastWords('-S -G -R -w --setuid --setgid --root --wd --map-user --map-group'),
    boundary: 'machine',
  },
  {
    names: ['ip'],
    ...lastWords('', 1, { subcommand: ['netns', 'exec'] }),
    boundary: 'machine',
    prints: /^(?:add|del|delete|set|change|replace|flush)$/,
  },
  {
    names: ['distrobox'],
    ...lastWords('-n -e -a --name --additional-flags', 1, { subcommand: ['enter'] }),
    ...elsewhere,
  },
];
