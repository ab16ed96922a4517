/** Programs that run a command as another user, by their manuals. */
import { asWords, script } from '../nested/nested-command.ts';
import { readOptions } from '../nested/option-words.ts';
import { alike, lastWords, type NestedReader, type Program } from './program.ts';

const AS_USER = /^(?:-u.*|-[A-Za-z]*u|--user.*)$/;

function rootOrUser(options: readonly string[]): 'user' | 'root' {
  return options.some((text) => AS_USER.test(text)) ? 'user' : 'root';
}

const KEEPS = /^(?:-[A-Za-z]*E|--preserve-env)/;
const LOGIN = /^(?:-|-l|--login)$/;

/** `su - user -c '…'` */
const su: NestedReader = (words, input) => {
  const { values, operands } = readOptions(words, {
    letters: 'cCgGsTuw',
    names: ['command', 'session-command', 'group', 'supp-group', 'shell', 'user'],
    permuted: true,
  });
  for (const name of ['c', 'command', 'session-command']) {
    if (values.has(name)) return script(values.get(name), 'isolated');
  }
  // `su - user <<EOF`
  return values.has('u') || operands.length > 2 ? [] : script(input, 'isolated');
};

/** `sg kvm -c '…'`, `sg kvm '…'`. */
const sg: NestedReader = (words) => {
  const command = words.slice(1).filter(({ value }) => value.decoded !== '-c');
  return script(command[0]?.value, 'child');
};

/** `start-stop-daemon --start --exec PROG -- arg…`, OpenRC's `supervise-daemon`. */
const daemon: NestedReader = (words) => {
  const dashes = words.findIndex(({ value }) => value.decoded === '--');
  const own = dashes === -1 ? words : words.slice(0, dashes);
  const { values } = readOptions(own, {
    letters: 'acdegIkNnPpRrsTux12',
    names: [
      ...['exec', 'startas', 'pidfile', 'name', 'user', 'chuid', 'group', 'chdir', 'chroot'],
      ...['nicelevel', 'umask', 'signal', 'retry', 'procsched', 'iosched', 'stdout', 'stderr'],
      ...['env', 'pid', 'ppid', 'output', 'interpreted', 'wait', 'respawn-delay', 'respawn-max'],
    ],
    permuted: true,
  });
  if (!values.has('start') && !values.has('S')) return [];
  const program = ['startas', 'a', 'exec', 'x'].map((name) => values.get(name)).find(Boolean);
  if (program === undefined) return [];
  const at = { start: program.place.start, end: program.place.end };
  const args = dashes === -1 ? [] : words.slice(dashes + 1);
  return asWords([{ value: program, at, many: false }, ...args]);
};

export const USERS: readonly Program[] = [
  {
    names: ['sudo'],
    ...lastWords('-u -g -h -p -C -D -R -T -U -r -t --user --group --host --prompt --chdir', 0, {
      assignments: true,
      clustered: true,
      idle: /^-(?:[ABEHKNPSkn]*[lve]|-list|-validate|-edit)$/,
    }),
    boundary: rootOrUser,
    asNamedUser: true,
    renewsEnvironment: (options) => !options.some((text) => KEEPS.test(text)),
    dropsEnvironment: true,
    ownUmask: true,
  },
  {
    names: ['doas'],
    ...lastWords('-u -C', 0, { clustered: true }),
    boundary: rootOrUser,
    asNamedUser: true,
    dropsEnvironment: true,
    ownUmask: true,
  },
  {
    names: ['pkexec'],
    ...lastWords('--user'),
    boundary: rootOrUser,
    asNamedUser: true,
    dropsEnvironment: true,
  },
  {
    names: ['su'],
    nested: su,
    boundary: 'user',
    asNamedUser: true,
    renewsEnvironment: (options) => options.some((text) => LOGIN.test(text)),
    prints: 'its-command',
  },
  {
    names: ['runuser'],
    ...lastWords('-u -g -G --user --group'),
    nested: su,
    boundary: 'user',
    asNamedUser: true,
    dropsEnvironment: true,
  },
  { names: ['sg'], nested: sg },
  alike('gosu su-exec setuidgid s6-setuidgid', {
    ...lastWords('', 1),
    boundary: 'user',
    asNamedUser: true,
  }),
  {
    names: ['chpst'],
    ...lastWords('-u -U -b -e -/ -n -l -L -m -d -o -p -f -c -t'),
    boundary: 'user',
    asNamedUser: true,
  },
  {
    names: ['setpriv'],
    ...lastWords('--reuid --regid --groups --inh-caps --bounding-set --ambient-caps'),
    boundary: 'user',
    asNamedUser: true,
  },
  {
    names: ['systemd-run'],
    ...lastWords('-p -u -E -M -H -t -d --property --unit --slice --setenv --uid --gid --nice'),
    boundary: (options) => (options.includes('--user') ? undefined : 'user'),
    dropsEnvironment: true,
    ownUmask: true,
  },
  { names: ['daemonize'], ...lastWords('-c -e -o -p -l -u -E'), boundary: 'user' },
  // `daemon` of libslack and of FreeBSD.
  {
    names: ['daemon'],
    ...lastWords('-n -u -P -p -F -D -R -o -O -E -l -b -e -m -A -L -M -s -t -T'),
    boundary: 'user',
  },
  { names: ['start-stop-daemon'], nested: daemon, boundary: 'user', asNamedUser: true },
  { names: ['supervise-daemon'], nested: daemon, boundary: 'user' },
];
