/** Recognizes QEMU by its programs' names, without helpers and user-mode emulators. */
import { mayBeQemuConfig } from '../syntax/readconfig/detect.ts';
import { once } from '../text/lookup.ts';
import { type MappedText, UNKNOWN } from '../text/mapped-text.ts';
import { splitWords, wordSet } from '../text/split-words.ts';
import type { ProgramKind, Word } from './invocation.ts';
import { ALL_MONITOR_OPTIONS, MONITOR_OPTIONS, oneOf } from './monitor-options.ts';

/** `qemu-system-x86_64-microvm`, `qemu-kvm-7.2`, `kvm`, `kvm-spice`, `qemu-9.1.exe`; not `qemu-img`, `kvm-ok`. */
const SYSTEM_NAME =
  /^(?:(?:qemu|panda)-system(?:-[\w.+-]*)?|xemu|(?:x86_64-)?qemu-kvm(?:[-_.][\w.+-]*)?|kvm(?:-spice|[-_.]?\d[\w.+-]*)?|qemu(?:[-_.]?\d[\w.+-]*)?)(?:\.exe)?$/;
const FIRST_LETTERS = new Set([...'qkxp'].map((letter) => letter.charCodeAt(0)));
const STORAGE_DAEMON_NAME = /^qemu-storage-daemon(?:[-_.][\w.+-]*)?$/;
/** A VNC server since QEMU 11.1. */
const VNC_SERVER_NAME = /^qemu-vnc(?:-\d[\w.+-]*)?$/;

/** A word's program; undefined for others. */
export function programOf(text: MappedText): ProgramKind | undefined {
  const name = text.decoded.slice(nameStart(text.decoded));
  const known = name.indexOf(UNKNOWN);
  if (known === -1) return programOfName(name);
  // `qemu-system-$(uname -m)`
  return /^(?:qemu|panda)-system-/.test(name.slice(0, known)) ? 'system' : undefined;
}

/** A name's or path's program; undefined for others. */
export function programOfName(path: string): ProgramKind | undefined {
  const start = nameStart(path);
  if (!FIRST_LETTERS.has(path.charCodeAt(start))) return undefined;
  const name = path.slice(start);
  if (STORAGE_DAEMON_NAME.test(name)) return 'storage-daemon';
  if (VNC_SERVER_NAME.test(name)) return 'vnc-server';
  return SYSTEM_NAME.test(name) ? 'system' : undefined;
}

/** A Windows path may have `\`. */
function nameStart(path: string): number {
  return Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1;
}

/** Whether a word suggests QEMU: `$QEMU`, `$(find_qemu)`. */
export function soundsLikeQemu(text: MappedText): boolean {
  return text.pieces.some((piece) => {
    const words = [piece.kind === 'unknown' ? piece.source : piece.text];
    for (const use of piece.through) words.push(use.source);
    return words.some((word) => /qemu|kvm/i.test(word) && !/qemu-(?:img|io|nbd|ga)\b/.test(word));
  });
}

/** Whether a word suggests the storage daemon: `$QSD`. */
export function soundsLikeStorageDaemon(text: MappedText): boolean {
  return text.pieces.some((piece) => {
    const word = piece.kind === 'unknown' ? piece.source : piece.text;
    return /qsd\b|storage[-_]?daemon/i.test(word);
  });
}

/** Options that other programs rarely spell so. */
const TELLING_OPTIONS = wordSet(`
  ${ALL_MONITOR_OPTIONS.map((name) => `-${name}`).join(' ')} -nographic -drive -netdev -device
  -enable-kvm -smp -cpu -machine -M -accel -m -kernel -append -initrd -hda -cdrom -boot -display
  -vga -bios -pflash -daemonize -snapshot -nodefaults -no-reboot -object -readconfig
`);

const TELLING_WORDS = splitWords(`
  qemu kvm xemu panda-system virt virsh qsd storage monitor qmp chardev gdbserver execute nbd
  spice vnc qtest migrat incoming
`);

/** Telling options that other programs have, too. */
const ORDINARY_OPTIONS = new Set(['-m', '-M']);

const OWN_OPTIONS = [...TELLING_OPTIONS].filter((option) => !ORDINARY_OPTIONS.has(option));

const CONCERNS_QEMU = new RegExp([...TELLING_WORDS, ...OWN_OPTIONS].join('|'), 'i');

/** Whether a script may concern QEMU or includes a file; no false negatives. Also for bytes as Latin-1. */
export function mayConcernQemu(text: string): boolean {
  return CONCERNS_QEMU.test(text) || mayBringIn(text);
}

/** `source FILE`, `. FILE`; not `find . -name x` or `ls .`. */
const BRINGS_IN = /(?:source|\.)[ \t]+(?:-[-p][ \t]|[^\s|;&()#-])/g;

const BEFORE_COMMANDS = new Set([...'\n;&|(){}"\'`!@]']);
const WORDS_BEFORE_COMMANDS =
  /(?<!\w)(?:then|else|do|if|elif|while|until|time|coproc|command|builtin|eval|exec|env|noglob|nocorrect)$/;

function mayBringIn(text: string): boolean {
  return broughtInBy(text, 1).length > 0;
}

/** Files that a text includes, as written: `"$HERE/vm.sh"`. */
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
  // Above 127: perhaps an undecoded blank. `\source` is `source`.
  if (end === 0 || text.charCodeAt(end - 1) > 127) return true;
  if (BEFORE_COMMANDS.has(text.charAt(end - 1))) return true;
  if (end === at) return text[end - 1] === '\\';
  let start = end;
  while (start > 0 && /\S/.test(text.charAt(start - 1))) start--;
  const word = text.slice(start, end);
  return /^-|[=<>]/.test(word) || WORDS_BEFORE_COMMANDS.test(word);
}

/** Options that open a monitor, gdbstub, display or port; not `udevadm monitor`. */
const OPENING = oneOf([...MONITOR_OPTIONS, 'serial', 'qtest', 'vnc', 'spice', 'incoming']);

/** Whole words that open something, or words after `\n` in a string. */
const OPENS_SOMETHING = new RegExp(
  [
    apart(OPENING, '--?'),
    'chardev|debugcon|virtioconsole|readconfig|gdbserver|nbd[-_]server',
    apart('parallel|gdb', '-'),
  ].join('|'),
  'g',
);

/** Names without a dash: `for o in serial qmp; do a+=("-$o" …)`. */
const NAMES_OPTION = new RegExp(
  String.raw`${OPENING}(?![\w./-])(?<=(?:(?<![\w./$-]|\$\{|\blocal |\bfor )|\\[nrt])${OPENING})`,
  'g',
);

/** The lookbehind is last: engines find letters faster. */
function apart(words: string, dashes: string): string {
  return String.raw`(?:${words})(?![\w./-])(?<=(?:(?<![\w./})-])|\\[nrt])${dashes}(?:${words}))`;
}

/** A dash with something appended: `-$o`, `-{monitor,qmp}`, `printf '-%s'`; not `kill -$SIGNAL`. */
const COMPOSES =
  /-(?<=(?:^|[\s"'`(={,;|&]|\\[nrt])--?)(?<!\bkill ["']?-)(?:[$`{\\]|%[sb]|["'][$`{\w])|\/#\/--?\}|=["']?--?["']?(?:[\s;&|)]|$)/;

/** Whether a text may compose an option of its name. */
export function composesOptions(text: string): boolean {
  return COMPOSES.test(text);
}

/** Whether code names such an option. */
export function namesOpeningOption(text: string): boolean {
  return isOutsideOfComments(NAMES_OPTION, text);
}

/** Whether code writes such an option or word. */
export function writesOpeningOption(text: string): boolean {
  return isOutsideOfComments(OPENS_SOMETHING, text);
}

const WHOLE_COMMENT = /^[ \t]*#/;

/** Whether a script may open something; no other has findings. */
export const mayOpenSomething = once(({ source }: { readonly source: string }) =>
  opensOutsideOfComments(source),
);

/** Whether code may open something; not cached. */
export function opensOutsideOfComments(text: string): boolean {
  return writesOpeningOption(text) || namesOpeningOption(text);
}

function isOutsideOfComments(pattern: RegExp, text: string): boolean {
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const line = text.lastIndexOf('\n', match.index) + 1;
    if (!WHOLE_COMMENT.test(text.slice(line, match.index))) return true;
    const next = text.indexOf('\n', match.index);
    if (next === -1) return false;
    pattern.lastIndex = next;
  }
  return false;
}

/** QEMU's start, options, or a monitor command that opens one; not `kvm_x`. */
const HOLDS_QEMU = new RegExp(
  [
    'qemu|(?:(?<!\\w)|\\\\[nrt])kvm(?![a-z_])|xemu|panda-system|-(?:monitor|qmp|chardev|mon)\\b|\\bmon:',
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

/** Whether a text names a QEMU program; `qemu` and `kvm` alone do not count. */
export function namesSystemQemu(text: string): boolean {
  return NAMES_SYSTEM_QEMU.test(text);
}

const HOLDS_OPTIONS = new RegExp(
  `(?:(?<![\\w-])|\\\\[nrt])--?(?:${OWN_OPTIONS.map((option) => option.slice(1)).join('|')})(?![\\w-])`,
);

/** Whether a text has options like QEMU's. */
export function holdsQemuOptions(text: string): boolean {
  return HOLDS_OPTIONS.test(text);
}

/** Whether a file about other things may start QEMU or hold its options. */
export function mayHoldQemu(text: string): boolean {
  return HOLDS_QEMU.test(text);
}

/** Whether a script may start QEMU, hold its options, open a monitor, or include a file. */
export function mayActOnQemu(script: string): boolean {
  return mayHoldQemu(script) || mayBringIn(script) || mayBeQemuConfig(script);
}

const SHOWS_MONITOR = new RegExp(String.raw`-${oneOf(ALL_MONITOR_OPTIONS)}[\s"']`);

/** Whether a text shows a monitor option. */
export function mayShowMonitor(text: string): boolean {
  return SHOWS_MONITOR.test(text);
}

/** Whether words have `needed` different options. */
export function areQemuOptions(words: readonly Word[], needed: number): boolean {
  return lastQemuOptions(words, needed) !== undefined;
}

/** The last index from which words are QEMU's. */
export function lastQemuOptions(words: readonly Word[], needed: number): number | undefined {
  let seen: Set<string> | undefined;
  // netperf has `-m` and `-M`, too.
  let own = needed < 2;
  for (let index = words.length - 1; index >= 0; index--) {
    const text = words[index]?.value.decoded ?? '';
    if (!text.startsWith('-')) continue;
    // `--name` is `-name`.
    const option = text.replace(/^--(?=\w)/, '-');
    if (!TELLING_OPTIONS.has(option)) continue;
    // Another program's `--qmp --cxl`.
    const next = words[index + 1]?.value.decoded;
    if (next?.startsWith('--') && /^-(?:monitor|qmp)/.test(option)) continue;
    seen ??= new Set();
    seen.add(option);
    own ||= !ORDINARY_OPTIONS.has(option);
    if (own && seen.size >= needed) return index;
  }
  return undefined;
}
