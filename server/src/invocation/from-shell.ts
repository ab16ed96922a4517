/**
 * Finds the QEMU commands of a shell script and hands them out with their arguments expanded, and what
 * the script sends to a QEMU that runs. What a word expands to is the affair of `shell-values.ts`.
 */
import type { ShellScript } from '../syntax/shell/tree.ts';
import { isKnown, spanOf, UNKNOWN } from '../text/mapped-text.ts';
import type {
  ArgvInvocation,
  Invocation,
  ProgramKind,
  SentInvocation,
  SentText,
  Word,
} from './invocation.ts';
import type { Permissions } from './permissions.ts';
import { areQemuOptions, programOf, programOfName, soundsLikeQemu } from './program.ts';
import { commandIndex, isRunner } from './runners.ts';
import { isPermissionCommand, permissionLog } from './shell-permissions.ts';
import { type FoundCommand, type ShellScan, scanShell } from './shell-scan.ts';
import { baseName, inputOf, maySend, sentByCommand, sentByPipeline } from './shell-sent.ts';
import { type ShellValues, shellValues } from './shell-values.ts';

/** The QEMU command lines of a script, in reading order. */
export function lowerShell(script: ShellScript): readonly ArgvInvocation[] {
  const scan = scanShell(script);
  const values = shellValues(scan);
  return commandLines(scan, values, findSteps(scan, values));
}

/** The QEMU command lines of a script in reading order, and after them what it sends, if it sends any. */
export function lowerShellScript(script: ShellScript): readonly Invocation[] {
  const scan = scanShell(script);
  const values = shellValues(scan);
  const steps = findSteps(scan, values);
  const found = commandLines(scan, values, steps);
  const sent = sentTexts(scan, values, steps);
  return sent ? [...found, sent] : found;
}

/** A command that may start QEMU, send something, or say something about permissions. */
interface Step {
  readonly found: FoundCommand;
  /** Undefined for a command that, by its name, cannot start QEMU: it is expanded when it matters. */
  readonly words: readonly Word[] | undefined;
  readonly start: ProgramStart | undefined;
}

function findSteps(scan: ShellScan, values: ShellValues): readonly Step[] {
  const steps: Step[] = [];
  for (const found of scan.commands) {
    const { name } = found;
    if (name === undefined || mayRunQemu(name)) {
      const words = expand(found, values);
      steps.push({ found, words, start: findProgram(words) });
    } else if (isPermissionCommand(baseName(name)) || maySend(baseName(name))) {
      steps.push({ found, words: undefined, start: undefined });
    }
  }
  return steps;
}

function commandLines(
  scan: ShellScan,
  values: ShellValues,
  steps: readonly Step[],
): readonly ArgvInvocation[] {
  if (steps.every(({ start }) => start === undefined)) return [];
  const permissions = permissionLog(scan.commands);
  const lines: ArgvInvocation[] = [];
  for (const step of steps) {
    const { found, start } = step;
    if (found.name !== undefined && maySend(baseName(found.name))) continue;
    const words = step.words ?? expand(found, values);
    const word = start && words[start.index];
    if (start && word) {
      lines.push({
        kind: 'argv',
        program: start.program,
        programAt: spanOf(word.text),
        words: words.slice(start.index + 1),
        partial: start.wrapper ? 'wrapper' : false,
        name: undefined,
        permissions: permissionsOf(permissions.at(found), words.slice(0, start.index)),
      });
    } else {
      const rest = words.slice(commandIndex(words, 0));
      permissions.note(programName(rest), rest, found);
    }
  }
  return lines;
}

/** The name of the program that words begin with; empty where there is none. */
function programName(words: readonly Word[]): string {
  return baseName(words[0]?.text.text ?? '');
}

/** A variable assigned in front of a command is not seen by the command's own words. */
function expand({ command, scope }: FoundCommand, values: ShellValues): readonly Word[] {
  const place = { position: command.at.start, scope };
  return command.words.flatMap((word) => values.expand(word, place));
}

function sentTexts(
  scan: ShellScan,
  values: ShellValues,
  steps: readonly Step[],
): SentInvocation | undefined {
  const texts: SentText[] = [];
  for (const { found, start, words = expand(found, values) } of steps) {
    const rest = start ? [] : words.slice(commandIndex(words, 0));
    const name = programName(rest);
    if (!maySend(name)) continue;
    const input = inputOf(found.command, found.scope, values);
    for (const text of sentByCommand(name, rest, found.command, input)) texts.push(text);
  }
  for (const pipeline of scan.pipelines) {
    for (const text of sentByPipeline(pipeline, values)) texts.push(text);
  }
  if (texts.length === 0) return undefined;
  return { kind: 'sent', texts: texts.toSorted((a, b) => a.at.start - b.at.start) };
}

/** Whether a command of this name can start QEMU; nearly all of a script's cannot. */
function mayRunQemu(name: string): boolean {
  return isRunner(name) || programOfName(name) !== undefined;
}

interface ProgramStart {
  readonly index: number;
  readonly program: ProgramKind;
  /** Whether it is a program of another name, which only takes QEMU's options. */
  readonly wrapper: boolean;
}

/** Runners that give what they run a umask of their own, which lets nobody else write. */
const OWN_UMASK = new Set(['sudo', 'doas', 'systemd-run']);

function permissionsOf(permissions: Permissions, runners: readonly Word[]): Permissions {
  const own = runners.some(({ text }) => OWN_UMASK.has(baseName(text.text)));
  return own ? { ...permissions, umask: undefined } : permissions;
}

/** How many unknown words may stand before the program, as in `$SUDO $NICE qemu-system-x86_64`. */
const MAX_UNKNOWN_RUNNERS = 4;

/** Which word of a command is QEMU's name, if there is one. */
function findProgram(words: readonly Word[]): ProgramStart | undefined {
  let index = commandIndex(words, 0);
  for (let unknown = 0; unknown <= MAX_UNKNOWN_RUNNERS; unknown++) {
    const word = words[index];
    if (word === undefined) return undefined;
    const program = programOf(word.text);
    if (program) return { index, program, wrapper: false };
    if (isKnown(word.text)) return undefined;
    const rest = words.slice(index + 1);
    if (areQemuOptions(rest, soundsLikeQemu(word.text) ? 1 : 2) && !namesProgram(rest[0])) {
      return { index, program: 'system', wrapper: hasOtherName(word) };
    }
    if (!word.many) return undefined;
    index = commandIndex(words, index + 1);
  }
  return undefined;
}

/** Whether the last part of a path is literal, and no name of QEMU: `"$dir"/run-qemu`. */
function hasOtherName({ text }: Word): boolean {
  const name = text.text.slice(text.text.lastIndexOf('/') + 1);
  return name !== '' && !name.includes(UNKNOWN);
}

/** Whether a word could be the program: it is no option, and says so by its name or is unknown. */
function namesProgram(word: Word | undefined): boolean {
  if (word === undefined || word.text.text.startsWith('-')) return false;
  return programOf(word.text) !== undefined || soundsLikeQemu(word.text);
}
