/**
 * Which words name QEMU. Names are those of upstream's and the distributions' binaries; helpers and
 * user-mode emulators, which have no monitor, are left out.
 */
import { mayBeQemuConfig } from '../syntax/readconfig/detect.ts';
import { oncePer } from '../text/lookup.ts';
import { type MappedText, UNKNOWN } from '../text/mapped-text.ts';
import { splitWords, wordSet } from '../text/split-words.ts';
import type { ProgramKind, Word } from './invocation.ts';
import { ALL_MONITOR_OPTIONS, MONITOR_OPTIONS, oneOf } from './monitor-options.ts';

/**
 * `qemu-system-x86_64`, `qemu-system-x86_64-microvm`, `qemu-system`, `qemu-kvm`, `qemu-kvm-7.2`, `kvm`, `kvm-spice`,
 * `qemu`, `qemu-9.1`, and the same with `.exe`; not `qemu-img`, `qemu-arm`, `kvm-ok`.
 */
const SYSTEM_NAME =
  /^(?:(?:qemu|panda)-system(?:-[\w.+-]*)?|xemu|(?:x86_64-)?qemu-kvm(?:[-_.][\w.+-]*)?|kvm(?:-spice|[-_.]?\d[\w.+-]*)?|qemu(?:[-_.]?\d[\w.+-]*)?)(?:\.exe)?$/;
/** The codes of the letters that these names begin with. */
const FIRST_LETTERS = new Set([...'qkxp'].map((letter) => letter.charCodeAt(0)));
const STORAGE_DAEMON_NAME = /^qemu-storage-daemon(?:[-_.][\w.+-]*)?$/;
/** The VNC server beside QEMU, since 11.1. */
const VNC_SERVER_NAME = /^qemu-vnc(?:-\d[\w.+-]*)?$/;

/** The program that a fully or partly known word names, by its last path component. */
export function programOf(text: MappedText): ProgramKind | undefined {
  const name = text.decoded.slice(nameStart(text.decoded));
  const known = name.indexOf(UNKNOWN);
  if (known === -1) return programOfName(name);
  // `qemu-system-$(uname -m)`: the known beginning decides.
  return /^(?:qemu|panda)-system-/.test(name.slice(0, known)) ? 'system' : undefined;
}

/** The program that a name or path names. */
export function programOfName(path: string): ProgramKind | undefined {
  const start = nameStart(path);
  // Asked of most words of a script.
  if (!FIRST_LETTERS.has(path.charCodeAt(start))) return undefined;
  const name = path.slice(start);
  if (STORAGE_DAEMON_NAME.test(name)) return 'storage-daemon';
  if (VNC_SERVER_NAME.test(name)) return 'vnc-server';
  return SYSTEM_NAME.test(name) ? 'system' : undefined;
}

/** Where the last component of a path begins, of Windows too: `C:\qemu\qemu-system-i386.exe`. */
function nameStart(path: string): number {
  return Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1;
}

/** Whether an unknown word speaks of QEMU, such as `$QEMU`, `${KVM_BIN}` or `$(find_qemu)`. */
export function soundsLikeQemu(text: MappedText): boolean {
  return text.pieces.some((piece) => {
    const words = [piece.kind === 'unknown' ? piece.source : piece.text];
    for (const use of piece.through) words.push(use.source);
    return words.some((word) => /qemu|kvm/i.test(word) && !/qemu-(?:img|io|nbd|ga)\b/.test(word));
  });
}

/** Whether an unknown word speaks of the storage daemon, such as `$QSD` or `${STORAGE_DAEMON}`. */
export function soundsLikeStorageDaemon(text: MappedText): boolean {
  return text.pieces.some((piece) => {
    const word = piece.kind === 'unknown' ? piece.source : piece.text;
    return /qsd\b|storage[-_]?daemon/i.test(word);
  });
}

/** Options that no other program spells this way; each counts as one piece of evidence. */
const TELLING_OPTIONS = wordSet(`
  ${ALL_MONITOR_OPTIONS.map((name) => `-${name}`).join(' ')} -nographic -drive -netdev -device
  -enable-kvm -smp -cpu -machine -M -accel -m -kernel -append -initrd -hda -cdrom -boot -display
  -vga -bios -pflash -daemonize -snapshot -nodefaults -no-reboot -object -readconfig
`);

/** Names and words of QEMU, of libvirt's tools, and of what is sent to monitors. */
const TELLING_WORDS = splitWords(`
  qemu kvm xemu panda-system virt virsh qsd storage monitor qmp chardev gdbserver execute nbd
  spice vnc qtest migrat incoming
`);

/** Options that nearly every script has for some other program, and that alone tell nothing. */
const ORDINARY_OPTIONS = new Set(['-m', '-M']);

/** Those that tell something alone. */
const OWN_OPTIONS = [...TELLING_OPTIONS].filter((option) => !ORDINARY_OPTIONS.has(option));

const CONCERNS_QEMU = new RegExp([...TELLING_WORDS, ...OWN_OPTIONS].join('|'), 'i');

/**
 * Whether a script may have anything to do with QEMU, as far as a look at its characters tells: it names it,
 * has an option of its kind, or brings in another file. Most scripts of a machine do not, and need not be
 * read. True for too many, and false for none; the same for its bytes, each taken as a character.
 */
export function mayConcernQemu(text: string): boolean {
  return CONCERNS_QEMU.test(text) || mayBringIn(text);
}

/** `source FILE` and `. FILE`; not the `.` of `find . -name x` or `ls .`. */
const BRINGS_IN = /(?:source|\.)[ \t]+(?:-[-p][ \t]|[^\s|;&()#-])/g;

/** Behind these a command may begin. */
const BEFORE_COMMANDS = new Set([...'\n;&|(){}"\'`!@]']);
const WORDS_BEFORE_COMMANDS =
  /(?<!\w)(?:then|else|do|if|elif|while|until|time|coproc|command|builtin|eval|exec|env|noglob|nocorrect)$/;

/** Whether a script may bring in a file: has `source` or `.` where a command may begin, and not in plain words. */
function mayBringIn(text: string): boolean {
  return broughtInBy(text, 1).length > 0;
}

/** The files that a text brings in where it is a script, at most so many: `"$HERE/vm.sh"` as written. */
export function broughtInBy(text: string, most = Number.POSITIVE_INFINITY): readonly string[] {
  const found: string[] = [];
  BRINGS_IN.lastIndex = 0;
  for (let match = BRINGS_IN.exec(text); match; match = BRINGS_IN.exec(text)) {
    if (!mayBeginAt(text, match.index)) continue;
    const start = BRINGS_IN.lastIndex - 1;
    const length = text.slice(start).search(OPERAND_END);
    found.push(length === -1 ? text.slice(start) : text.slice(start, start + length));
    if (found.length === most) break;
  }
  return found;
}

const OPERAND_END = /[\s;|&)]/;

function mayBeginAt(text: string, at: number): boolean {
  let end = at;
  while (end > 0 && /[^\S\n]/.test(text.charAt(end - 1))) end--;
  // What is left of a wider blank where nobody has decoded it is above 127; a backslash makes no other command of it.
  if (end === 0 || text.charCodeAt(end - 1) > 127) return true;
  if (BEFORE_COMMANDS.has(text.charAt(end - 1))) return true;
  if (end === at) return text[end - 1] === '\\';
  let start = end;
  while (start > 0 && /\S/.test(text.charAt(start - 1))) start--;
  const word = text.slice(start, end);
  // Behind an option of `command` or `time`, a variable for it, or where it reads and writes.
  return /^-|[=<>]/.test(word) || WORDS_BEFORE_COMMANDS.test(word);
}

/**
 * The words of which options are made that open a monitor, a gdbstub, a display or a port to anybody, and what is sent
 * to a monitor to the same end: each as a word of its own, since `kata-monitor` and `rbd-nbd` are other programs. In a
 * string `\n` may be in front of it.
 */
const OPENS_SOMETHING = new RegExp(
  [
    apart(oneOf([...MONITOR_OPTIONS, 'serial', 'qtest', 'vnc', 'spice', 'incoming']), '-{0,2}'),
    'chardev|debugcon|virtioconsole|readconfig|gdbserver|nbd[-_]server',
    apart('parallel|gdb', '--?'),
  ].join('|'),
  'g',
);

/** Some words as such; what stands in front is looked at behind them, since an engine finds letters faster than places. */
function apart(words: string, dashes: string): string {
  return String.raw`(?:${words})(?![\w./-])(?<=(?:(?<![\w./-])|\\[nrt])${dashes}(?:${words}))`;
}

/** How a line begins that is a comment, wherever somebody reads it as a script. */
const WHOLE_COMMENT = /^[ \t]*#/;

/**
 * Whether there may be something to find in a script by itself: a word of an option that opens something, outside of
 * comments. A QEMU whose options are all from elsewhere is one of which nothing is known. Of scripts that many others
 * bring in it is asked as often.
 */
export const mayOpenSomething = oncePer(({ source }: { readonly source: string }) =>
  opensOutsideOfComments(source),
);

/** The same of a text that nobody asks about once more. */
export function opensOutsideOfComments(source: string): boolean {
  OPENS_SOMETHING.lastIndex = 0;
  for (let match = OPENS_SOMETHING.exec(source); match; match = OPENS_SOMETHING.exec(source)) {
    const line = source.lastIndexOf('\n', match.index) + 1;
    if (!WHOLE_COMMENT.test(source.slice(line, match.index))) return true;
    const next = source.indexOf('\n', match.index);
    if (next === -1) return false;
    OPENS_SOMETHING.lastIndex = next;
  }
  return false;
}

/**
 * What a file has in it that starts a QEMU, holds options for its monitors, or sends them a command that makes others. An
 * option stands at the beginning of a word; in a string `\n` may be in front of it.
 */
const HOLDS_QEMU = new RegExp(
  [
    'qemu|kvm|xemu|panda-system|-(?:monitor|qmp|chardev|mon)\\b|\\bmon:',
    'gdbserver|chardev-(?:add|change)|object[-_]add',
    `(?:(?<![\\w-])|\\\\[nrt])-?(?:${OWN_OPTIONS.join('|')})(?![\\w-])`,
  ].join('|'),
  'i',
);

const NAMES_QEMU = /qemu|kvm|xemu|panda-system/i;

/** Whether a text speaks of QEMU. */
export function namesQemu(text: string): boolean {
  return NAMES_QEMU.test(text);
}

const NAMES_SYSTEM_QEMU =
  /(?<![\w.-])(?:(?:qemu|panda)-system|qemu-kvm|x86_64-qemu-kvm|kvm-spice|xemu|qemu-storage-daemon|qemu-vnc)/;

/** Whether a text has the name of one of QEMU's programs with a monitor, but for `qemu` and `kvm` alone. */
export function namesSystemQemu(text: string): boolean {
  return NAMES_SYSTEM_QEMU.test(text);
}

const HOLDS_OPTIONS = new RegExp(
  `(?:(?<![\\w-])|\\\\[nrt])--?(?:${OWN_OPTIONS.map((option) => option.slice(1)).join('|')})(?![\\w-])`,
);

/** Whether a text has options of a kind that QEMU has. */
export function holdsQemuOptions(text: string): boolean {
  return HOLDS_OPTIONS.test(text);
}

/**
 * The same for files of which most are written for anything else, and none brings in others, so that words alone, such
 * as `storage`, tell nothing.
 */
export function mayHoldQemu(text: string): boolean {
  return HOLDS_QEMU.test(text);
}

/**
 * Whether a script may start a QEMU, hold its options, write a config file for it or make it listen on something else,
 * or bring in a file that does. Fewer than those that may concern QEMU, of which most only have such words in them.
 */
export function mayActOnQemu(script: string): boolean {
  return mayHoldQemu(script) || mayBringIn(script) || mayBeQemuConfig(script);
}

/** What a text for people has in it that shows a monitor. */
const SHOWS_MONITOR = new RegExp(String.raw`-${oneOf(ALL_MONITOR_OPTIONS)}[\s"']`);

/** Whether there may be something to say of what a text shows: it has an option for a monitor. */
export function mayShowMonitor(text: string): boolean {
  return SHOWS_MONITOR.test(text);
}

/**
 * Whether words can only be QEMU's: options that only QEMU has, `needed` different ones of them.
 * A word's meaning depends on its place, but values of options hardly ever look like these.
 */
export function areQemuOptions(words: readonly Word[], needed: number): boolean {
  return lastQemuOptions(words, needed) !== undefined;
}

/** The last word from which on words can only be QEMU's in that sense; from each one before it they can, too. */
export function lastQemuOptions(words: readonly Word[], needed: number): number | undefined {
  let seen: Set<string> | undefined;
  // Of several one must be QEMU's alone: netperf has `-m` and `-M` as well.
  let own = needed < 2;
  for (let index = words.length - 1; index >= 0; index--) {
    const text = words[index]?.value.decoded ?? '';
    if (!text.startsWith('-')) continue;
    // Two dashes are as good as one.
    const option = text.replace(/^--(?=\w)/, '-');
    if (!TELLING_OPTIONS.has(option)) continue;
    // Another program's `--qmp --cxl`: no chardev is called so.
    const next = words[index + 1]?.value.decoded;
    if (next?.startsWith('--') && /^-(?:monitor|qmp)/.test(option)) continue;
    seen ??= new Set();
    seen.add(option);
    own ||= !ORDINARY_OPTIONS.has(option);
    if (own && seen.size >= needed) return index;
  }
  return undefined;
}
