/**
 * QEMU's options in a script that starts no QEMU: `MONITOR="-monitor telnet:…"` in a file with settings, which
 * another script brings in, and what is handed to functions of other files. Only what can be nothing else
 * counts: usage texts and patterns speak of options too.
 */
import type { ShellWord, SimpleCommand } from '../../syntax/shell/tree.ts';
import { isKnown, type MappedText, slice, spanOf } from '../../text/mapped-text.ts';
import type { ArgvInvocation, Word } from '../invocation.ts';
import { NAME } from './blocks.ts';
import type { Context } from './context.ts';
import { linesOf, textsOf } from './expand.ts';
import { fieldBuilder } from './fields.ts';
import type { Interpreter } from './interpreter.ts';
import { runScript } from './nested.ts';
import { ARGUMENTS } from './parameters.ts';
import { programAt } from './programs/table.ts';
import type { State } from './state.ts';
import type { Value } from './values.ts';
import { viewOf } from './view.ts';

/** A command that is not followed, whose words may be for a QEMU that it starts. */
export interface Handed {
  readonly name: string;
  readonly command: SimpleCommand;
  readonly context: Context;
}

/** Options with a value that only QEMU has, and that concern monitors. */
const TELLING = new Set(['-monitor', '-qmp', '-qmp-pretty', '-mon', '-chardev']);
/** How a value of one of them begins that means anything to QEMU. */
const DEVICE =
  /^(?:tcp|telnet|websocket|udp|unix|stdio|pty|null|none|vc|file|pipe|mon|chardev|socket|con|msmouse|\/dev\/|ringbuf|memory|braille|tn3270|spice|fd|mux|hub|serial|parallel|id=|qmp|compat_monitor)/;

/** Whether words can only be QEMU's options, and say something of a monitor. */
export function areMonitorOptions(words: readonly Word[]): boolean {
  return words[0]?.text.text.startsWith('-') === true && speakOfMonitors(words);
}

/** Whether one of QEMU's options for monitors is among words, with a value that means something to it. */
export function speakOfMonitors(words: readonly Word[]): boolean {
  return words.some(({ text }, index) => {
    const value = words[index + 1]?.text.text ?? '';
    return TELLING.has(text.text.replace(/^--/, '-')) && DEVICE.test(value);
  });
}

/** The options in the variables of a script that starts no QEMU itself. */
export function fragmentsIn(states: readonly State[]): readonly ArgvInvocation[] {
  const found: ArgvInvocation[] = [];
  for (const state of states) {
    for (const name of state.names()) {
      if (!NAME.test(name)) continue;
      for (const { value } of state.get(name)) {
        const words = beginsWithOption(value) ? wordsOf(value) : [];
        if (areMonitorOptions(words)) found.push(fragment(words));
      }
    }
  }
  return found;
}

/**
 * Takes note of a command, unless no word of it can become options: whatever is noted is held until the
 * script ends, with all that its variables are.
 */
export function noteHanded({ handed }: Pick<Interpreter, 'handed'>, noted: Handed): void {
  const { name, command } = noted;
  if (programAt(name)?.onlyTalks) return;
  const { words, assignments } = command;
  if (assignments.length > 0 || words.some((word, index) => index > 0 && mayHoldOptions(word))) {
    handed.push(noted);
  }
}

/**
 * The options that are given to a command of another file: `vm_setup --qemu-args="-qmp tcp:…"`, or in its
 * environment, as in `QEMU_ARGS="-qmp tcp:…" ./run.sh`.
 */
export function handedTo(interpreter: Interpreter): readonly ArgvInvocation[] {
  const found: ArgvInvocation[] = [];
  for (const { command, context } of interpreter.handed) {
    const view = viewOf(interpreter, context);
    const add = (text: MappedText) => {
      if (EXPORTING.test(text.text)) runScript(interpreter, exporting(text), context);
      const options = splitOptions(text);
      if (areMonitorOptions(options)) found.push(fragment(options));
    };
    for (const [index, word] of command.words.entries()) {
      if (index === 0 || !mayHoldOptions(word) || !mayHaveBlanks(word, context)) continue;
      // One by one, since it does not matter which values of different words go together.
      for (const { words } of linesOf([word], view)) {
        for (const { text } of words) add(text);
      }
    }
    for (const { value } of command.assignments) {
      if (value.kind !== 'scalar' || !value.word || !mayHoldOptions(value.word)) continue;
      for (const { value: held } of textsOf(value.word, view)) add(held.text);
    }
  }
  return found;
}

/** How an option or a variable begins that is handed over with its value. */
const NAMED = /^(?:--?[\w-]+|[A-Za-z_]\w*)=/;

/** How a script in a string begins that sets what programs see. */
const EXPORTING = /^\s*export\s+[A-Za-z_]\w*=/;

/** A string that a command of another file runs somewhere: the `run_on_host` of `run_on_host 'export …'`. */
function exporting(text: MappedText): Parameters<typeof runScript>[1] {
  return { kind: 'script', text, shell: 'foreign', positional: [], input: undefined };
}

/**
 * Whether a word may become several options, as far as its beginning tells. Asked before anything in it is
 * expanded, since hardly any word of a script does.
 */
function mayHoldOptions(word: ShellWord): boolean {
  if (word.plain !== undefined) return false;
  const [first] = word.parts;
  if (first?.kind !== 'text' || first.text.text === '') return first !== undefined;
  const { text } = first.text;
  return /^[-\s]/.test(text) || NAMED.test(text) || EXPORTING.test(text) || !isKnown(first.text);
}

/**
 * Whether a word may come to have several words in it. Asked before it is expanded: what most commands are
 * given is a name or a number.
 */
function mayHaveBlanks({ parts }: ShellWord, { state }: Context): boolean {
  return parts.some((part) => {
    if (part.kind === 'text') return /\s/.test(part.text.text);
    if (part.kind !== 'parameter' || part.name === '*') return true;
    if (part.prefix !== undefined || part.operator !== undefined) return true;
    const name = part.name === '@' || /^\d/.test(part.name) ? ARGUMENTS : part.name;
    return state.get(name).some(({ value }) => {
      if (value.kind === 'scalar') return /\s/.test(value.text.text);
      return value.kind === 'array' && value.words.some(({ text }) => /\s/.test(text.text));
    });
  });
}

/** The words in `-qmp tcp:…`, `--qemu-args=-qmp tcp:…` and `QEMU_ARGS=-qmp tcp:…`; none of a text without blanks. */
function splitOptions(text: MappedText): readonly Word[] {
  const start = NAMED.exec(text.text)?.[0].length ?? 0;
  const options = slice(text, start);
  return /\s/.test(options.text) ? split(options) : [];
}

/** Whether the first word of a value is an option; asked before it is divided, since hardly any is. */
function beginsWithOption(value: Value): boolean {
  if (value.kind === 'scalar') return /^\s*-/.test(value.text.text);
  return value.kind === 'array' && value.words[0]?.text.text.startsWith('-') === true;
}

function wordsOf(value: Value): readonly Word[] {
  switch (value.kind) {
    case 'scalar':
      return split(value.text);
    case 'array':
      return value.words;
    case 'unset':
    case 'unknown':
      return [];
  }
}

function split(text: MappedText): readonly Word[] {
  const fields = fieldBuilder(text.place);
  fields.addSplit(text);
  return fields.finish().map((word) => (isKnown(word.text) ? { ...word, many: false } : word));
}

function fragment(words: readonly Word[]): ArgvInvocation {
  const [first] = words;
  const at = first ? spanOf(first.text) : { start: 0, end: 0 };
  const programAt = first?.text.pieces[0]?.definition ?? at;
  return {
    kind: 'argv',
    program: 'system',
    programAt,
    words,
    partial: 'fragment',
    name: undefined,
  };
}
