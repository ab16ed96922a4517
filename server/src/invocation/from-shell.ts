/**
 * Finds the QEMU commands of a shell script and hands them out with their arguments expanded, and what
 * the script sends to a QEMU that runs. What a word expands to is the affair of `shell-values.ts`, what is
 * inside strings that of `shell-embedded.ts`.
 */
import type { ShellScript, SimpleCommand } from '../syntax/shell/tree.ts';
import { isKnown, type MappedText, spanOf, UNKNOWN } from '../text/mapped-text.ts';
import type {
  ArgvInvocation,
  Invocation,
  ProgramKind,
  SentInvocation,
  SentText,
  Word,
} from './invocation.ts';
import type { Permissions } from './permissions.ts';
import {
  areQemuOptions,
  programOf,
  programOfName,
  soundsLikeQemu,
  soundsLikeStorageDaemon,
} from './program.ts';
import { commandIndex, isRunner } from './runners.ts';
import {
  type Budget,
  embeddedBudget,
  fileLevel,
  MAX_DEPTH,
  openScript,
  type ScriptLevel,
} from './shell-embedded.ts';
import { forwarded } from './shell-embedded-functions.ts';
import { isVirtTool, passedToLibvirt } from './shell-embedded-libvirt.ts';
import { carriedBy, mayCarry } from './shell-embedded-programs.ts';
import { readAgainText } from './shell-embedded-text.ts';
import { writtenText } from './shell-output.ts';
import { isPermissionCommand, permissionLog } from './shell-permissions.ts';
import { type FoundCommand, literalText } from './shell-scan.ts';
import { baseName, inputOf, maySend, sentByCommand, sentByPipeline } from './shell-sent.ts';

/** The QEMU command lines of a script, in reading order. */
export function lowerShell(script: ShellScript): readonly ArgvInvocation[] {
  return commandLines(findSteps(script).steps);
}

/** The QEMU command lines of a script in reading order, and after them what it sends, if it sends any. */
export function lowerShellScript(script: ShellScript): readonly Invocation[] {
  const { steps, levels } = findSteps(script);
  const found = commandLines(steps);
  const sent = sentTexts(steps, levels);
  return sent ? [...found, sent] : found;
}

/** A command that may start QEMU, send something, or say something about permissions. */
interface Step {
  /** The command as seen from the file, also where it stands in a string. */
  readonly found: FoundCommand;
  /** Undefined for a command that, by its name, cannot start QEMU: it is expanded when it matters. */
  readonly words: readonly Word[] | undefined;
  readonly start: ProgramStart | undefined;
  /** What libvirt is asked to pass on to a QEMU that it starts. */
  readonly passed?: readonly ArgvInvocation[];
  /** Whether another user or machine runs it. */
  readonly foreign: boolean;
  readonly level: ScriptLevel;
  /** The command where its words are expanded: in the script that it stands in. */
  readonly local: FoundCommand;
}

interface Search {
  readonly steps: Step[];
  /** The scripts that were read: that of the file first, then those inside its strings. */
  readonly levels: ScriptLevel[];
  readonly budget: Budget;
}

function findSteps(script: ShellScript): Search {
  const search: Search = { steps: [], levels: [], budget: embeddedBudget() };
  searchLevel(search, fileLevel(script));
  return search;
}

function searchLevel(search: Search, level: ScriptLevel): void {
  search.levels.push(level);
  for (const local of level.scan.commands) {
    const found = level.inFile(local);
    const { name } = found;
    const step: Step = {
      ...{ found, local, level, foreign: level.foreign },
      ...{ words: undefined, start: undefined },
    };
    if (name === undefined || mayRunQemu(name) || mayPassOn(name, level)) {
      const { command, scope } = local;
      const count = search.steps.length;
      // A variable with several values makes several command lines of one command.
      for (const words of level.values.lines(command.words, {
        position: command.at.start,
        scope,
      })) {
        searchWords(search, { ...step, words }, words, 0);
      }
      if (search.steps.length === count) search.steps.push({ ...step, words: expand(step) });
    } else if (isPermissionCommand(baseName(name)) || maySend(baseName(name))) {
      search.steps.push(step);
    }
  }
  searchPipelines(search, level);
}

/** Adds what is written into a shell: `echo 'kvm -S' | sudo sh`, `cat <<EOF | ssh host`. */
function searchPipelines(search: Search, level: ScriptLevel): void {
  for (const { nodes, scope } of level.scan.pipelines) {
    for (const [index, command] of nodes.entries()) {
      const writer = nodes[index - 1];
      if (writer?.kind !== 'command' || command.kind !== 'command') continue;
      const name = literalText(command.words[0]);
      if (name === undefined || !(mayCarry(name) || isRunner(name))) continue;
      const expandAll = ({ words, at }: SimpleCommand) =>
        words.flatMap((word) => level.values.expand(word, { position: at.start, scope }));
      const writing = expandAll(writer);
      const input = inputOf(writer, scope, level.values);
      const written = writtenText(programName(writing), writing, input);
      if (written === undefined) continue;
      // printf has escapes of its own in what it writes.
      const text = programName(writing) === 'printf' ? readAgainText(written) : written;
      for (const item of carriedBy(expandAll(command), text)) {
        // Anything else that it carries was found with the commands.
        if (item.kind !== 'script' || (item.text !== text && item.input !== text)) continue;
        const inner = openScript(item, level, { command, name, scope }, search.budget);
        if (inner) searchLevel(search, inner);
      }
    }
  }
}

/** Adds what a command line starts, itself or through what it carries. */
function searchWords(search: Search, step: Step, words: readonly Word[], nesting: number): void {
  const start = findProgram(words);
  if (start) {
    search.steps.push({ ...step, words, start });
    return;
  }
  const { level, local } = step;
  const name = programName(words);
  const forwarder = level.forwarders.get(name);
  const carried = [
    ...(forwarder ? forwarded(words, forwarder) : []),
    ...carriedBy(words, inputFor(step)),
  ];
  if (nesting >= MAX_DEPTH) return;
  for (const item of carried) {
    if (item.kind === 'words') {
      const foreign = step.foreign || item.foreign;
      searchWords(search, { ...step, foreign }, item.words, nesting + 1);
    } else {
      const inner = openScript(item, level, local, search.budget);
      if (inner) searchLevel(search, inner);
    }
  }
  const tool = words.slice(commandIndex(words, 0));
  const passed = isVirtTool(programName(tool)) ? passedToLibvirt(tool) : [];
  if (passed.length > 0) search.steps.push({ ...step, words, passed });
}

/** What a command finds on its standard input: its own here-document, or that of the string it is in. */
function inputFor({ level, local }: Step): MappedText | undefined {
  return inputOf(local.command, local.scope, level.values) ?? level.input;
}

function commandLines(steps: readonly Step[]): readonly ArgvInvocation[] {
  if (steps.every(({ start, passed }) => start === undefined && passed === undefined)) return [];
  const permissions = permissionLog(steps.map(({ found }) => found));
  const lines: ArgvInvocation[] = [];
  for (const step of steps) {
    const { found, start, passed } = step;
    if (passed) {
      lines.push(...passed);
      continue;
    }
    if (found.name !== undefined && maySend(baseName(found.name))) continue;
    const words = step.words ?? expand(step);
    const word = start && words[start.index];
    if (start && word) {
      lines.push({
        kind: 'argv',
        program: start.program,
        programAt: spanOf(word.text),
        words: words.slice(start.index + 1),
        partial: start.wrapper ? 'wrapper' : false,
        name: undefined,
        permissions: permissionsOf(permissions.at(found), step, words.slice(0, start.index)),
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
function expand({ level, local: { command, scope } }: Step): readonly Word[] {
  const place = { position: command.at.start, scope };
  return command.words.flatMap((word) => level.values.expand(word, place));
}

function sentTexts(
  steps: readonly Step[],
  levels: readonly ScriptLevel[],
): SentInvocation | undefined {
  const texts: SentText[] = [];
  for (const step of steps) {
    const { found, start, words = expand(step) } = step;
    const rest = start ? [] : words.slice(commandIndex(words, 0));
    const name = programName(rest);
    if (!maySend(name)) continue;
    for (const text of sentByCommand(name, rest, found.command, inputFor(step))) texts.push(text);
  }
  for (const { scan, values, span } of levels) {
    for (const pipeline of scan.pipelines) {
      for (const text of sentByPipeline(pipeline, values)) {
        texts.push({ ...text, at: span(text.at) });
      }
    }
  }
  if (texts.length === 0) return undefined;
  return { kind: 'sent', texts: texts.toSorted((a, b) => a.at.start - b.at.start) };
}

/** Whether a command of this name can start QEMU; nearly all of a script's cannot. */
function mayRunQemu(name: string): boolean {
  return isRunner(name) || programOfName(name) !== undefined;
}

/** Whether a command of this name may be given another one, or QEMU's arguments for libvirt. */
function mayPassOn(name: string, level: ScriptLevel): boolean {
  return mayCarry(name) || level.forwarders.has(name) || isVirtTool(baseName(name));
}

interface ProgramStart {
  readonly index: number;
  readonly program: ProgramKind;
  /** Whether it is a program of another name, which only takes QEMU's options. */
  readonly wrapper: boolean;
}

/** Runners that give what they run a umask of their own, which lets nobody else write. */
const OWN_UMASK = new Set(['sudo', 'doas', 'systemd-run']);

function permissionsOf(
  permissions: Permissions,
  { foreign }: Step,
  runners: readonly Word[],
): Permissions {
  const own = foreign || runners.some(({ text }) => OWN_UMASK.has(baseName(text.text)));
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
      const program = soundsLikeStorageDaemon(word.text) ? 'storage-daemon' : 'system';
      return { index, program, wrapper: hasOtherName(word) };
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
