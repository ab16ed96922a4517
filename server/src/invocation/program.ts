/**
 * Which words name QEMU: binaries of upstream and distributions. Helpers and user-mode emulators, which have no
 * monitor, are left out.
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
/** First letters of these names, as codes. */
const FIRST_LETTERS = new Set([...'qkxp'].map((letter) => letter.charCodeAt(0)));
const STORAGE_DAEMON_NAME = /^qemu-storage-daemon(?:[-_.][\w.+-]*)?$/;
/** The VNC server beside QEMU, since 11.1. */
const VNC_SERVER_NAME = /^qemu-vnc(?:-\d[\w.+-]*)?$/;

/** The program that a fully or partly known word names, by its last path component; undefined for others. */
export function programOf(text: MappedText): ProgramKind | undefined {
  const name = text.decoded.slice(nameStart(text.decoded));
  const known = name.indexOf(UNKNOWN);
  if (known === -1) return programOfName(name);
  // The known beginning of `qemu-system-$(uname -m)` decides.
  return /^(?:qemu|panda)-system-/.test(name.slice(0, known)) ? 'system' : undefined;
}

/** The program that a name or path names; undefined for others. */
export function programOfName(path: string): ProgramKind | undefined {
  const start = nameStart(path);
  // Hot path: most words of a script come here.
  if (!FIRST_LETTERS.has(path.charCodeAt(start))) return undefined;
  const name = path.slice(start);
  if (STORAGE_DAEMON_NAME.test(name)) return 'storage-daemon';
  if (VNC_SERVER_NAME.test(name)) return 'vnc-server';
  return SYSTEM_NAME.test(name) ? 'system' : undefined;
}

/** The start of a path's last component, also on Windows: `C:\qemu\qemu-system-i386.exe`. */
function nameStart(path: string): number {
  return Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1;
}

/** Whether an unknown word mentions QEMU: `$QEMU`, `${KVM_BIN}`, `$(find_qemu)`. */
export function soundsLikeQemu(text: MappedText): boolean {
  return text.pieces.some((piece) => {
    const words = [piece.kind === 'unknown' ? piece.source : piece.text];
    for (const use of piece.through) words.push(use.source);
    return words.some((word) => /qemu|kvm/i.test(word) && !/qemu-(?:img|io|nbd|ga)\b/.test(word));
  });
}

/** Whether an unknown word mentions the storage daemon: `$QSD`, `${STORAGE_DAEMON}`. */
export function soundsLikeStorageDaemon(text: MappedText): boolean {
  return text.pieces.some((piece) => {
    const word = piece.kind === 'unknown' ? piece.source : piece.text;
    return /qsd\b|storage[-_]?daemon/i.test(word);
  });
}

/** Options that no other program spells this way; each is one piece of evidence. */
const TELLING_OPTIONS = wordSet(`
  ${ALL_MONITOR_OPTIONS.map((name) => `-${name}`).join(' ')} -nographic -drive -netdev -device
  -enable-kvm -smp -cpu -machine -M -accel -m -kernel -append -initrd -hda -cdrom -boot -display
  -vga -bios -pflash -daemonize -snapshot -nodefaults -no-reboot -object -readconfig
`);

/** Words of QEMU, libvirt's tools and monitor commands. */
const TELLING_WORDS = splitWords(`
  qemu kvm xemu panda-system virt virsh qsd storage monitor qmp chardev gdbserver execute nbd
  spice vnc qtest migrat incoming
`);

/** Options common in other programs, and so no evidence alone. */
const ORDINARY_OPTIONS = new Set(['-m', '-M']);

/** Options that are evidence alone. */
const OWN_OPTIONS = [...TELLING_OPTIONS].filter((option) => !ORDINARY_OPTIONS.has(option));

const CONCERNS_QEMU = new RegExp([...TELLING_WORDS, ...OWN_OPTIONS].join('|'), 'i');

/**
 * Whether a script may concern QEMU, judged by its characters, so that most scripts need not be read: it names QEMU,
 * has such an option, or brings in a file. May be true for others, never false for a script that does. A script's
 * bytes, each taken as a character, give the same result.
 */
export function mayConcernQemu(text: string): boolean {
  return CONCERNS_QEMU.test(text) || mayBringIn(text);
}

/** `source FILE` and `. FILE`; not the `.` of `find . -name x` or `ls .`. */
const BRINGS_IN = /(?:source|\.)[ \t]+(?:-[-p][ \t]|[^\s|;&()#-])/g;

/** Characters after which a command may begin. */
const BEFORE_COMMANDS = new Set([...'\n;&|(){}"\'`!@]']);
const WORDS_BEFORE_COMMANDS =
  /(?<!\w)(?:then|else|do|if|elif|while|until|time|coproc|command|builtin|eval|exec|env|noglob|nocorrect)$/;

/** Whether a script may bring in a file: `source` or `.` where a command may begin, and not in plain words. */
function mayBringIn(text: string): boolean {
  return broughtInBy(text, 1).length > 0;
}

/** At most `most` files that a text brings in if it is a script, as written: `"$HERE/vm.sh"`. */
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
  // A code above 127 may be part of an undecoded wide blank; `\source` is `source`.
  if (end === 0 || text.charCodeAt(end - 1) > 127) return true;
  if (BEFORE_COMMANDS.has(text.charAt(end - 1))) return true;
  if (end === at) return text[end - 1] === '\\';
  let start = end;
  while (start > 0 && /\S/.test(text.charAt(start - 1))) start--;
  const word = text.slice(start, end);
  // After an option of `command` or `time`, an assignment, or a redirection.
  return /^-|[=<>]/.test(word) || WORDS_BEFORE_COMMANDS.test(word);
}

/**
 * Words of options and monitor commands that open a monitor, a gdbstub, a display or a port. Each is a whole word,
 * since `kata-monitor` and `rbd-nbd` are other programs; in a string `\n` may precede it.
 */
const OPENS_SOMETHING = new RegExp(
  [
    apart(oneOf([...MONITOR_OPTIONS, 'serial', 'qtest', 'vnc', 'spice', 'incoming']), '-{0,2}'),
    'chardev|debugcon|virtioconsole|readconfig|gdbserver|nbd[-_]server',
    apart('parallel|gdb', '--?'),
  ].join('|'),
  'g',
);

/** Whole words. The lookbehind comes last, since engines find letters faster than positions. */
function apart(words: string, dashes: string): string {
  return String.raw`(?:${words})(?![\w./-])(?<=(?:(?<![\w./-])|\\[nrt])${dashes}(?:${words}))`;
}

/** The beginning of a comment line. */
const WHOLE_COMMENT = /^[ \t]*#/;

/**
 * Whether a script may have findings of its own: it has, outside of comments, a word of an option that opens
 * something. A QEMU whose options all come from elsewhere has none. Cached, since many scripts bring in the same one.
 */
export const mayOpenSomething = oncePer(({ source }: { readonly source: string }) =>
  opensOutsideOfComments(source),
);

/** The same for a text, without the cache. */
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
 * Text that starts QEMU, holds options for its monitors, or sends a monitor command that makes others. An option
 * begins a word; in a string `\n` may precede it.
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

/** Whether a text mentions QEMU. */
export function namesQemu(text: string): boolean {
  return NAMES_QEMU.test(text);
}

const NAMES_SYSTEM_QEMU =
  /(?<![\w.-])(?:(?:qemu|panda)-system|qemu-kvm|x86_64-qemu-kvm|kvm-spice|xemu|qemu-storage-daemon|qemu-vnc)/;

/** Whether a text names one of QEMU's programs with a monitor; `qemu` and `kvm` alone do not count. */
export function namesSystemQemu(text: string): boolean {
  return NAMES_SYSTEM_QEMU.test(text);
}

const HOLDS_OPTIONS = new RegExp(
  `(?:(?<![\\w-])|\\\\[nrt])--?(?:${OWN_OPTIONS.map((option) => option.slice(1)).join('|')})(?![\\w-])`,
);

/** Whether a text has options of QEMU's kind. */
export function holdsQemuOptions(text: string): boolean {
  return HOLDS_OPTIONS.test(text);
}

/**
 * Whether a file may hold QEMU's options or start it, if most files of its kind concern other things and bring in
 * none: words such as `storage` are no evidence.
 */
export function mayHoldQemu(text: string): boolean {
  return HOLDS_QEMU.test(text);
}

/**
 * Whether a script may start QEMU, hold its options, write its config file, make it listen elsewhere, or bring in a
 * file that does. Stricter than `mayConcernQemu`, which accepts mere words.
 */
export function mayActOnQemu(script: string): boolean {
  return mayHoldQemu(script) || mayBringIn(script) || mayBeQemuConfig(script);
}

/** A monitor option in a text for people. */
const SHOWS_MONITOR = new RegExp(String.raw`-${oneOf(ALL_MONITOR_OPTIONS)}[\s"']`);

/** Whether a text shows a monitor option, and so may have findings. */
export function mayShowMonitor(text: string): boolean {
  return SHOWS_MONITOR.test(text);
}

/**
 * Whether words can only be QEMU's: they have `needed` different options that only QEMU has. Position decides what a
 * word means, but values of options rarely look like these.
 */
export function areQemuOptions(words: readonly Word[], needed: number): boolean {
  return lastQemuOptions(words, needed) !== undefined;
}

/**
 * The last index from which the words can only be QEMU's; so they can from each earlier one. Undefined if there is
 * none.
 */
export function lastQemuOptions(words: readonly Word[], needed: number): number | undefined {
  let seen: Set<string> | undefined;
  // If several are needed, one must be QEMU's alone: netperf has `-m` and `-M`, too.
  let own = needed < 2;
  for (let index = words.length - 1; index >= 0; index--) {
    const text = words[index]?.value.decoded ?? '';
    if (!text.startsWith('-')) continue;
    // `--name` is `-name`.
    const option = text.replace(/^--(?=\w)/, '-');
    if (!TELLING_OPTIONS.has(option)) continue;
    // Another program's `--qmp --cxl`: no chardev has such a name.
    const next = words[index + 1]?.value.decoded;
    if (next?.startsWith('--') && /^-(?:monitor|qmp)/.test(option)) continue;
    seen ??= new Set();
    seen.add(option);
    own ||= !ORDINARY_OPTIONS.has(option);
    if (own && seen.size >= needed) return index;
  }
  return undefined;
}
