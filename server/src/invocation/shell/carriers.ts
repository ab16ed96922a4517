/**
 * Programs that are given a command in another form than as their last words: as a string that a shell
 * reads (`bash -c '…'`, `tmux new-window '…'`), on their input (`ssh host <<EOF`), or with words of their
 * own around it (`start-stop-daemon --exec PROG -- args`). From the manuals of bash, util-linux, OpenSSH,
 * tmux, screen, GNU parallel and findutils, Debian's dpkg, VTE's and KDE's terminals.
 */
import { isKnown, type MappedText, mappedText, type Piece, slice } from '../../text/mapped-text.ts';
import type { Word } from '../invocation.ts';
import { nextCommand } from '../runners.ts';
import { baseName } from './blocks.ts';
import {
  asWords,
  type Carried,
  joined,
  type ShellOfScript,
  script,
  stringOrWords,
} from './carried.ts';
import { withHolders } from './holders.ts';
import { joinedWords, readAgainText } from './nested-text.ts';
import { type OptionTable, readOptions } from './option-words.ts';
import { runByXargs } from './xargs.ts';

type Reader = (words: readonly Word[], input: MappedText | undefined) => readonly Carried[];

/** `bash -c 'script' name arg…`, or a script on the input where no file is named. */
const shell: Reader = (words, input) => {
  // `+x` switches an option off.
  const options = words.filter(({ text }) => !/^\+[a-zA-Z]+$/.test(text.text));
  const { values, operands } = readOptions(options, {
    letters: 'oO',
    names: ['rcfile', 'init-file'],
  });
  const [first, ...positional] = operands;
  if (values.has('c')) {
    return first
      ? [{ kind: 'script', text: first.text, shell: 'child', positional, input: undefined }]
      : [];
  }
  return first === undefined || values.has('s') ? script(input, 'child') : [];
};

/** Programs that take a script as the value of an option: `su - user -c '…'`. */
function optionValue(names: readonly string[], table: OptionTable, kind: ShellOfScript): Reader {
  return (words) => {
    const { values } = readOptions(words, { permuted: true, ...table });
    const name = names.find((option) => values.has(option));
    return name === undefined ? [] : script(values.get(name), kind);
  };
}

const su: Reader = (words, input) => {
  const { values, operands } = readOptions(words, {
    letters: 'cCgGsTuw',
    names: ['command', 'session-command', 'group', 'supp-group', 'shell', 'user'],
    permuted: true,
  });
  for (const name of ['c', 'command', 'session-command']) {
    if (values.has(name)) return script(values.get(name), 'foreign');
  }
  // Only a user and perhaps a dash: a login shell, which reads its input.
  return values.has('u') || operands.length > 2 ? [] : script(input, 'foreign');
};

const ssh: Reader = (words, input) => {
  const table: OptionTable = { letters: 'BbcDEeFIiJLlMmOoPpQRSWw' };
  const before = readOptions(words, { ...table, letters: table.letters.replace('M', '') });
  // Options may stand behind the host too, but not behind the command.
  const behind = readOptions(before.operands.slice(1), table);
  if (before.operands.length === 0) return [];
  const remote = behind.operands;
  if (remote.length === 0) return script(input, 'foreign');
  const text = joinedWords(remote);
  return [{ kind: 'script', text, shell: 'foreign', positional: [], input }];
};

const evaluate: Reader = (words) => {
  return joined(words[0]?.text.text === '--' ? words.slice(1) : words, 'same');
};

const trap: Reader = (words) => {
  const { operands } = readOptions(words, { letters: '' });
  return operands.length < 2 ? [] : script(operands[0]?.text, 'same');
};

const watch: Reader = (words) => {
  const { values, operands } = readOptions(words, {
    letters: 'nq',
    names: ['interval', 'equexit'],
  });
  const direct = values.has('x') || values.has('exec');
  return direct ? asWords(operands) : joined(operands, 'child');
};

const flock: Reader = (words) => {
  const { operands } = readOptions(words, {
    letters: 'wE',
    names: ['timeout', 'wait', 'conflict-exit-code'],
  });
  const isString = /^(?:-c|--command)$/.test(operands[1]?.text.text ?? '');
  return isString ? script(operands[2]?.text, 'child') : [];
};

/** `sg kvm -c '…'`, also without the `-c`. */
const sg: Reader = (words) => {
  const command = words.slice(1).filter(({ text }) => text.text !== '-c');
  return script(command[0]?.text, 'child');
};

const TERMINAL_COMMAND = /^(?:-e|-x|--|--execute|--command(?:=.*)?)$/s;

/**
 * `xterm -e prog arg…`, `xterm -e 'string'`, `gnome-terminal -- prog`, `--command='string'`. Only xterm has
 * a shell read the string; the others divide it as a shell would, and expand nothing.
 */
const terminal: Reader = (words) => terminalCommands(words, readAgainText);
const xterm: Reader = (words) => terminalCommands(words, (text) => text);

function terminalCommands(
  words: readonly Word[],
  read: (text: MappedText) => MappedText,
): readonly Carried[] {
  const found: Carried[] = [];
  for (let index = 0; index < words.length; index++) {
    const option = words[index]?.text;
    if (option === undefined || !TERMINAL_COMMAND.test(option.text)) continue;
    const equals = option.text.indexOf('=');
    if (equals !== -1) {
      found.push(...script(read(slice(option, equals + 1)), 'child'));
      continue;
    }
    const next = words[index + 1];
    if (next === undefined) break;
    // A program's name has no blanks.
    if (/\s/.test(next.text.text)) {
      found.push(...script(read(next.text), 'child'));
      index++;
    } else {
      return [...found, ...asWords(words.slice(index + 1))];
    }
  }
  return found;
}

/** Commands of tmux that run something, with their aliases and the options that take a value. */
const TMUX_WINDOWS = new Map<string, string>([
  ...['new-session', 'new'].map((name) => [name, 'cefFnstxy'] as const),
  ...['new-window', 'neww'].map((name) => [name, 'ceFnt'] as const),
  ...['split-window', 'splitw'].map((name) => [name, 'ceFlpt'] as const),
  ...['respawn-pane', 'respawnp', 'respawn-window', 'respawnw'].map(
    (name) => [name, 'cet'] as const,
  ),
  ...['run-shell', 'run'].map((name) => [name, 'bcdt'] as const),
  ...['display-popup', 'popup'].map((name) => [name, 'bcdehsStTwxy'] as const),
]);

const tmux: Reader = (words) => {
  const { operands } = readOptions(words, { letters: 'cfLST' });
  const found: Carried[] = [];
  let start = 0;
  // `\;` stands between two commands of tmux.
  for (let index = 0; index <= operands.length; index++) {
    if (index < operands.length && operands[index]?.text.text !== ';') continue;
    const [command, ...rest] = operands.slice(start, index);
    start = index + 1;
    const name = command?.text.text ?? '';
    const letters = TMUX_WINDOWS.get(name);
    if (letters !== undefined) {
      found.push(...stringOrWords(readOptions(rest, { letters }).operands, 'foreign'));
    } else if (name === 'send-keys' || name === 'send') {
      found.push(...typedKeys(rest));
    }
  }
  return found;
};

const ENTER = new Set(['Enter', 'C-m', 'C-M', 'C-j', 'KPEnter', '\r', '\n']);

/** What is typed into a terminal: each key or text by itself, a line until Enter. */
function typedKeys(words: readonly Word[]): readonly Carried[] {
  const { values, operands } = readOptions(words, { letters: 'cNt' });
  if (values.has('X') || values.has('H')) return [];
  const found: Carried[] = [];
  let line: Piece[] = [];
  const finish = () => {
    if (line.length > 0) found.push(...script(mappedText(line), 'foreign'));
    line = [];
  };
  for (const { text } of operands) {
    if (ENTER.has(text.text)) finish();
    else if (text.text === 'Space') line.push(...text.pieces.map(blank));
    else line.push(...text.pieces);
  }
  finish();
  return found;
}

function blank(piece: Piece): Piece {
  return piece.kind === 'known' ? { ...piece, text: ' ', verbatim: false } : piece;
}

/** `screen -dmS name prog arg…`, `screen -S name -X stuff 'text'`, `-X screen prog arg…`. */
const screen: Reader = (words) => {
  const { values, operands } = readOptions(words, { letters: 'ceEhpsStT', names: ['Logfile'] });
  // Sessions that are shown or joined run already.
  if (['r', 'R', 'x', 'ls', 'list', 'l', 'wipe'].some((name) => values.has(name))) return [];
  if (!values.has('X')) return asWords(operands);
  const [command, ...rest] = operands;
  if (command?.text.text === 'screen') return asWords(rest, true);
  const text = command?.text.text === 'stuff' ? rest[0]?.text : undefined;
  const end = text?.text.search(/(?:\^M|\\[nr]|[\r\n])+$/) ?? -1;
  const typed = text && end !== -1 ? slice(text, 0, end) : text;
  // screen has escapes of its own in what it types.
  return script(typed && readAgainText(typed), 'foreign');
};

/** GNU parallel puts its arguments in for `{}`, `{1}`, `{.}`. */
const PARALLEL_HOLDER = /\{(?:[#%./]|\/\/|\/\.|-?\d+[./]*)?\}/g;

const parallel: Reader = (words) => {
  const { operands } = readOptions(words, {
    letters: 'aCdEIjLnNPsS',
    names: [
      ...['jobs', 'arg-file', 'colsep', 'delay', 'delimiter', 'env', 'halt', 'joblog', 'max-args'],
      ...['max-procs', 'results', 'retries', 'sshlogin', 'timeout', 'tmpdir', 'workdir', 'wd'],
      ...['basefile', 'load', 'memfree', 'nice', 'return', 'tagstring', 'tempdir', 'sshdelay'],
    ],
  });
  const end = operands.findIndex(({ text }) => /^::::?\+?$/.test(text.text));
  const command = end === -1 ? operands : operands.slice(0, end);
  return joined(
    command.map((word) => withHolders(word, PARALLEL_HOLDER)),
    'child',
  );
};

/** `start-stop-daemon --start --exec PROG -- arg…`, and OpenRC's `supervise-daemon`. */
const daemon: Reader = (words) => {
  const dashes = words.findIndex(({ text }) => text.text === '--');
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
  return asWords([{ text: program, at, many: false }, ...args]);
};

/** `at now <<EOF` and `batch` run what they read. */
const at: Reader = (_, input) => script(input, 'child');

const RUN_STRING: OptionTable = { letters: 'AIp', names: ['run', 'command', 'arg', 'argstr'] };

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ...['bash', 'sh', 'dash', 'ash', 'zsh', 'ksh', 'ksh93', 'mksh', 'rbash'].map(
    (name) => [name, shell] as const,
  ),
  ...['urxvt', 'rxvt', 'st', 'gnome-terminal', 'konsole', 'kgx', 'ptyxis'].map(
    (name) => [name, terminal] as const,
  ),
  ...['x-terminal-emulator', 'xfce4-terminal', 'mate-terminal', 'lxterminal', 'terminator'].map(
    (name) => [name, terminal] as const,
  ),
  ...['alacritty', 'tilix', 'qterminal', 'sakura', 'terminology', 'foot', 'kitty', 'wezterm'].map(
    (name) => [name, terminal] as const,
  ),
  ['xterm', xterm],
  ['uxterm', xterm],
  ['su', su],
  ['runuser', su],
  ['ssh', ssh],
  ['autossh', ssh],
  ['eval', evaluate],
  ['trap', trap],
  ['watch', watch],
  ['flock', flock],
  ['sg', sg],
  ['tmux', tmux],
  ['byobu', tmux],
  ['screen', screen],
  ['parallel', parallel],
  ['sem', parallel],
  ['xargs', runByXargs],
  ['start-stop-daemon', daemon],
  ['supervise-daemon', daemon],
  ['at', at],
  ['batch', at],
  ['script', optionValue(['c', 'command'], { letters: 'BcEImoOT', names: ['command'] }, 'child')],
  ['vagrant', optionValue(['c', 'command'], { letters: 'c', names: ['command'] }, 'foreign')],
  ['nix-shell', optionValue(['run', 'command'], RUN_STRING, 'child')],
]);

/** Whether a command of this name or path may carry another. */
export function mayCarry(path: string): boolean {
  return READERS.has(baseName(path));
}

/** Runners behind which the environment of the script is gone. */
const FOREIGN: ReadonlySet<string> = new Set([
  ...['sudo', 'doas', 'pkexec', 'runuser', 'systemd-run', 'chroot', 'arch-chroot', 'schroot'],
  ...['docker', 'podman', 'nerdctl', 'lxc', 'incus', 'lxc-attach', 'kubectl', 'nsenter'],
]);

/** How many unknown words may stand in front, as in `$SUDO bash -c '…'`. */
const MAX_UNKNOWN = 4;
/** How many runners are stepped over; each looks at all words behind it. */
const MAX_RUNNERS = 16;

/**
 * The commands that a command carries, behind any number of runners: for `sudo bash -c 'a; b'` the script
 * `a; b`. `input` is what a here-document or here-string gives it to read. None for most commands.
 */
export function carriedBy(
  words: readonly Word[],
  input: MappedText | undefined,
): readonly Carried[] {
  let foreign = false;
  let unknown = 0;
  let index = 0;
  for (let steps = 0; steps <= MAX_RUNNERS; steps++) {
    const word = words[index];
    if (word === undefined) return [];
    if (!isKnown(word.text)) {
      if (!word.many || ++unknown > MAX_UNKNOWN) return [];
      index++;
      continue;
    }
    const name = baseName(word.text.text);
    const carried = READERS.get(name)?.(words.slice(index + 1), input) ?? [];
    if (carried.length > 0) return foreign ? carried.map(abroad) : carried;
    const next = nextCommand(words, index);
    if (next === undefined) return [];
    foreign ||= FOREIGN.has(name);
    index = next;
  }
  return [];
}

function abroad(carried: Carried): Carried {
  return carried.kind === 'words'
    ? { ...carried, foreign: true }
    : { ...carried, shell: 'foreign' };
}
