/** Finds QEMU and its options among the words of a command. */

import type { SimpleCommand } from '../../../syntax/shell/tree.ts';
import { LIMITS } from '../../../text/limits.ts';
import { isKnown, type MappedText, UNKNOWN } from '../../../text/mapped-text.ts';
import { nameOf } from '../../../text/paths.ts';
import { sameSpan } from '../../../text/span.ts';
import { ARGUMENTS } from '../../domain/keys.ts';
import type { ConcreteValue } from '../../domain/values.ts';
import type { ProgramKind, Word } from '../../invocation.ts';
import {
  areQemuOptions,
  lastQemuOptions,
  programOf,
  programOfName,
  soundsLikeQemu,
  soundsLikeStorageDaemon,
} from '../../program.ts';
import type { Context } from '../context.ts';
import { commandIndex } from '../nested/wrapped.ts';
import { programAt } from '../programs/table.ts';
import { onlyTalks } from '../programs/talking.ts';
import { isMonitorOption, openMonitors, speakOfMonitors } from './monitor-options.ts';

export interface ProgramStart {
  readonly index: number;
  readonly program: ProgramKind;
  /** Whether another program takes QEMU's options. */
  readonly wrapper: boolean;
  readonly options: number;
  /** Set if only monitor options suggest QEMU. */
  readonly byMonitor?: true;
}

/** Finds QEMU's name; `start` is behind programs that run others. */
export function findProgram(
  words: readonly Word[],
  start = commandIndex(words, 0),
): ProgramStart | undefined {
  let index = start;
  for (let unknown = 0; unknown <= LIMITS.few; unknown++) {
    const word = words[index];
    if (word === undefined) return undefined;
    const program = programOf(word.value);
    if (program) return { index, program, wrapper: false, options: index + 1 };
    if (isKnown(word.value)) {
      const wrapper = wrapperAt(words, index);
      const behind = behindOptional(words, index);
      if (wrapper || behind === index) return wrapper;
      index = behind;
      continue;
    }
    const rest = words.slice(index + 1);
    const needed = soundsLikeQemu(word.value) ? 1 : 2;
    if (areQemuOptions(rest, needed) && !namesProgram(rest[0])) {
      const program = soundsLikeStorageDaemon(word.value) ? 'storage-daemon' : 'system';
      const wrapper = hasOtherName(word.value);
      const options = wrapper ? optionsOfWrapper(words, index) : index + 1;
      return { index, program, wrapper, options, ...byMonitors(rest, needed) };
    }
    if (!word.many) return undefined;
    index = commandIndex(words, index + 1);
  }
  return undefined;
}

/** Skips optional words: `[ $x ] && RUN="foo -n "; $RUN kvm`; else returns `start`. */
function behindOptional(words: readonly Word[], start: number): number {
  const pieces = words[start]?.value.pieces ?? [];
  if (!pieces.every(({ branch }) => branch !== undefined)) return start;
  for (const use of pieces[0]?.through ?? []) {
    const end = words.findIndex(({ value }, index) => {
      return (
        index > start &&
        !value.pieces.some(({ through }) => through.some(({ at }) => sameSpan(at, use.at)))
      );
    });
    const index = end === -1 ? end : commandIndex(words, end);
    const next = words[index];
    if (next && programOf(next.value)) return index;
  }
  return start;
}

/** A script named like QEMU, with its options: `qemu-start -u vm -- -m 1G …`. */
function wrapperAt(words: readonly Word[], index: number): ProgramStart | undefined {
  const word = words[index];
  if (word === undefined || !wrapsCommand(word.value.decoded)) return undefined;
  const options = optionsOfWrapper(words, index);
  const given = words.slice(options);
  if (!areQemuOptions(given, 3) || !speakOfMonitors(given)) return undefined;
  return { index, program: 'system', wrapper: true, options };
}

/** QEMU behind an unknown program: `retry 3 qemu-system-arm -m 1G …`, or its options: `./start.sh -monitor tcp:…`. */
export function findBehind(
  words: readonly Word[],
  index = commandIndex(words, 0),
): ProgramStart | undefined {
  const first = words[index];
  if (first === undefined) return undefined;
  const named = programBehind(words, index);
  // A monitor before QEMU's name counts for any program.
  const isFirst = named && !openMonitors(words.slice(index, named.index));
  const start = isFirst ? named : monitorsBehind(words, index, named === undefined);
  const isNone = start && isKnown(first.value) && !mayStartOthers(first.value.decoded);
  return isNone ? undefined : start;
}

function programBehind(words: readonly Word[], index: number): ProgramStart | undefined {
  let lastOf: readonly (number | undefined)[] | undefined;
  for (let at = index + 1; at < words.length; at++) {
    const word = words[at];
    const program = word && programOf(word.value);
    // `dir=/etc/pki/qemu`
    if (program === undefined || /[,=]/.test(word?.value.decoded ?? '')) continue;
    const isWhole = /(?:^|\/)(?:qemu|panda)-s/.test(word?.value.decoded ?? '');
    if (!mayFollow(words[at + 1])) continue;
    lastOf ??= [lastQemuOptions(words, 1), lastQemuOptions(words, 2)];
    const last = lastOf[isWhole ? 0 : 1];
    const isTold = last !== undefined && last > at;
    const given = words.slice(at + 1);
    if (!isTold && !openMonitors(given)) continue;
    const options = behindOwnWords(words, at + 1);
    return { index: at, program, wrapper: false, options, ...byMonitors(given, isWhole ? 1 : 2) };
  }
  return undefined;
}

/** `needed` options besides monitors prove QEMU. */
function byMonitors(given: readonly Word[], needed: number): Pick<ProgramStart, 'byMonitor'> {
  const others = given.filter(({ value }) => !isMonitorOption(value.decoded.replace(/^--/, '-')));
  return areQemuOptions(others, needed) ? {} : { byMonitor: true };
}

/** Words before `--` are another program's: `run -q qemu-system-arm a.efi -- -m 1G`. */
function behindOwnWords(words: readonly Word[], options: number): number {
  const mark = words.findIndex(({ value }, at) => at >= options && value.decoded === '--');
  return mark === -1 || speakOfMonitors(words.slice(options, mark)) ? options : mark + 1;
}

/** A program whose options are all QEMU's. `byMonitor`: no name suggests QEMU. */
function monitorsBehind(
  words: readonly Word[],
  index: number,
  byMonitor: boolean,
): ProgramStart | undefined {
  const [first, ...given] = words.slice(index);
  if (!first || !openMonitors([first, ...given])) return undefined;
  const isOption = first.value.decoded.startsWith('-');
  const wrapper = isOption || isKnown(first.value) || hasOtherName(first.value);
  const behind = wrapper ? optionsOfWrapper(words, index) : index + 1;
  return {
    index: isOption ? Math.max(index - 1, 0) : index,
    program: 'system',
    wrapper,
    options: isOption ? index : behind,
    ...(byMonitor ? { byMonitor } : {}),
  };
}

/** Whether a word may follow QEMU: an option, an image or unknown text, not prose. */
export function mayFollow(word: Word | undefined): boolean {
  return word !== undefined && (/^-|[./]/.test(word.value.decoded) || !isKnown(word.value));
}

function mayStartOthers(path: string): boolean {
  const known = programAt(path);
  if (known === undefined) return !onlyTalks(path);
  // `command -v` and `sudo -l` only ask, `start-stop-daemon --stop` stops.
  const { lastWords, nested, onlyTalks: talks } = known;
  if (!lastWords) return known.runsScripts === true || !(nested || talks);
  return lastWords.idle === undefined;
}

/** Whether a command may name QEMU, before expansion. */
export function mayNameQemu({ words }: SimpleCommand, { state }: Pick<Context, 'state'>): boolean {
  return words.some((word, index) => {
    if (index === 0) return false;
    if (word.plain !== undefined) return namesQemu(word.plain);
    return word.parts.some((part) => {
      if (part.kind === 'text') return namesQemu(part.text.decoded);
      if (part.kind !== 'parameter') return false;
      const name = /^[@*\d]/.test(part.name) ? ARGUMENTS : part.name;
      return state.get(name).some(({ value }) => holdsQemu(value));
    });
  });
}

function namesQemu(word: string): boolean {
  return programOfName(word) !== undefined || isMonitorOption(word);
}

function holdsQemu(value: ConcreteValue): boolean {
  if (value.kind === 'scalar') {
    const { decoded } = value.text;
    return /\s/.test(decoded)
      ? decoded.split(/\s+/, LIMITS.definitions).some(namesQemu)
      : namesQemu(decoded);
  }
  return value.kind === 'array' && value.words.some(({ value }) => namesQemu(value.decoded));
}

/** Whether a program's name suggests that it starts QEMU. */
export function wrapsCommand(path: string): boolean {
  return /qemu|kvm|vm\b/i.test(nameOf(path));
}

function optionsOfWrapper(words: readonly Word[], index: number): number {
  const marks = ['--', '-qemu'];
  const mark = words.findIndex(({ value }, at) => at > index && marks.includes(value.decoded));
  const behind = (mark === -1 ? index : mark) + 1;
  const own = words.slice(behind).findIndex((word) => areQemuOptions([word], 1));
  return behind + Math.max(own, 0);
}

/** `"$dir"/run-qemu` */
function hasOtherName({ decoded }: MappedText): boolean {
  const name = nameOf(decoded);
  return name !== '' && !name.includes(UNKNOWN);
}

function namesProgram(word: Word | undefined): boolean {
  if (word === undefined || word.value.decoded.startsWith('-')) return false;
  return programOf(word.value) !== undefined || soundsLikeQemu(word.value);
}

/** The program's name; empty without words. */
export function programName(words: readonly Word[]): string {
  return nameOf(words[0]?.value.decoded ?? '');
}
