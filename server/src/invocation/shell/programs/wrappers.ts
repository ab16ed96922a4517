/** Programs that run a command as the same user in the same place, by their manuals. */
import { shlexWords } from '../../../syntax/shlex/reader.ts';
import { unwritable } from '../../unknown-words.ts';
import { asWords } from '../nested/nested-command.ts';
import { readOptions } from '../nested/option-words.ts';
import { alike, lastWords, type NestedReader, type Program } from './program.ts';

/** Options with which `env` drops the variables that name socket directories. */
const FORGETS = /^(?:-|-i|-u.*|--ignore-environment|--unset.*)$/;

/** `nix shell nixpkgs#qemu -c prog arg…`; `nix run .#vm -- arg…` runs its build. */
const nix: NestedReader = (words) => {
  if (words[0]?.value.decoded === 'run') {
    const dashes = words.findIndex(({ value }) => value.decoded === '--');
    return dashes === -1 ? [] : asWords([...words.slice(1, 2), ...words.slice(dashes + 1)]);
  }
  const start = words.findIndex(({ value }) => /^(?:-c|--command)$/.test(value.decoded));
  return start === -1 ? [] : asWords(words.slice(start + 1));
};

/** `env -S 'prog arg…'`, split without expanding. */
const envString: NestedReader = (words) => {
  const { values } = readOptions(words, {
    letters: 'uCS',
    names: ['split-string', 'unset', 'chdir'],
  });
  const text = values.get('S') ?? values.get('split-string');
  return text ? asWords(unwritable(shlexWords(text))) : [];
};

export const WRAPPERS: readonly Program[] = [
  {
    names: ['env'],
    ...lastWords('-u -C -S --unset --chdir --split-string', 0, { assignments: true }),
    nested: envString,
    boundary: (options) => (options.some((text) => FORGETS.test(text)) ? 'user' : undefined),
  },
  { names: ['exec'], ...lastWords('-a') },
  { names: ['command'], ...lastWords('', 0, { idle: /^-[a-zA-Z]*[vV]$/ }) },
  alike('builtin nohup setsid valgrind prlimit catchsegv chronic eatmydata unbuffer torsocks', {
    ...lastWords(''),
  }),
  { names: ['busybox'], ...lastWords(''), ownPrograms: true },
  alike('noglob nocorrect systemd-inhibit wine wine64', { ...lastWords('') }),
  { names: ['time'], ...lastWords('-f -o --format --output') },
  { names: ['timeout'], ...lastWords('-k -s --kill-after --signal', 1) },
  { names: ['nice'], ...lastWords('-n --adjustment') },
  { names: ['ionice'], ...lastWords('-c -n -t --class --classdata') },
  { names: ['chrt'], ...lastWords('-T -P -D', 1) },
  {
    names: ['numactl'],
    ...lastWords('-N -m -C -i -p -P -l -L -o --cpunodebind --membind --physcpubind --interleave'),
  },
  alike('taskset setarch', { ...lastWords('', 1) }),
  { names: ['stdbuf'], ...lastWords('-i -o -e --input --output --error') },
  {
    names: ['strace'],
    ...lastWords(
      '-e -o -p -s -u -E -a -b -I -O -P -S -U -X --trace --output --string-limit --attach',
      0,
      { clustered: true },
    ),
  },
  { names: ['ltrace'], ...lastWords('-e -o -p -s -u -a -A -D -F -l -n -x') },
  {
    names: ['gdb'],
    ...lastWords('-ex -x -iex -ix -p -c -s -cd -d --command --eval-command', 0, {
      needs: '--args',
    }),
  },
  { names: ['gdbserver'], ...lastWords('--wrapper', 1) },
  { names: ['rr'], ...lastWords('', 0, { subcommand: ['record'] }) },
  { names: ['perf'], ...lastWords('-e -o -F -c -p -C --call-graph', 0, { subcommand: ['*'] }) },
  { names: ['libtool'], ...lastWords('--tag', 0, { needs: '--mode=execute' }) },
  {
    names: ['xvfb-run'],
    ...lastWords('-e -f -n -p -s -w --error-file --auth-file --server-num --server-args --wait'),
  },
  { names: ['dbus-run-session'], ...lastWords('--config-file --dbus-daemon') },
  { names: ['fakeroot'], ...lastWords('-l -s -i -u -b') },
  { names: ['cgexec'], ...lastWords('-g') },
  { names: ['rlwrap'], ...lastWords('-b -C -D -e -f -g -H -l -M -O -P -q -S -t -w -z') },
  { names: ['tini'], ...lastWords('-p -e -t') },
  { names: ['dumb-init'], ...lastWords('-r --rewrite') },
  alike('poetry pipenv pdm', { ...lastWords('', 0, { subcommand: ['run'] }) }),
  { names: ['direnv'], ...lastWords('', 1, { subcommand: ['exec'] }) },
  { names: ['nix'], nested: nix },
];
