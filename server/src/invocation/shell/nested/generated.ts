/** Files that a script writes and does not use: scripts, -readconfig files, domains, settings, units, crontabs. */

import { dialectOfFirstLine } from '../../../syntax/shell/dialect.ts';
import { everyCommand } from '../../../syntax/shell/inside.ts';
import { placementIn } from '../../../syntax/shell/placement.ts';
import { readShell } from '../../../syntax/shell/reader.ts';
import { concat, type MappedText, spanOf } from '../../../text/mapped-text.ts';
import { contains } from '../../../text/span.ts';
import { literalText } from '../../domain/blocks.ts';
import { State } from '../../domain/state.ts';
import { type AbstractValue, onlyText, textsIn } from '../../domain/values.ts';
import type { ArgvInvocation, Invocation } from '../../invocation.ts';
import { holdsMonitor } from '../../lists/mentions.ts';
import { mayConcernQemu, programOfName } from '../../program.ts';
import type { Context } from '../context.ts';
import { isWritten, type WrittenFile } from '../files.ts';
import type { Interpreter } from '../interpreter.ts';
import { fragmentsIn, heldIn } from '../launch/orphan-options.ts';
import { programAt } from '../programs/table.ts';
import { configIn, domainsIn, isConfig } from './embedded-documents.ts';
import { runScript } from './nested.ts';
import { commandsIn, machineArgumentsIn } from './written-commands.ts';

/** Reads all written files; runs scripts in them. */
export function runGenerated(
  interpreter: Interpreter,
  ends: () => readonly State[],
): readonly Invocation[] {
  const files = [...interpreter.written];
  const states = files.length > 0 ? ends() : [];
  const seen = new Set<MappedText>();
  const inTheEnd = files.flatMap(([key, file]) => {
    const contents = new Set(states.map((state) => state.get(key)));
    for (const text of [...contents].flatMap(textsIn)) seen.add(text);
    return [...contents].flatMap((held) => runOne(interpreter, file, held.filter(isWritten)));
  });
  const gone = interpreter.givenUp.filter(({ content }) => {
    return textsIn(content).some((text) => !seen.has(text));
  });
  return [...inTheEnd, ...gone.flatMap((file) => runOne(interpreter, file, file.content))];
}

function runOne(
  interpreter: Interpreter,
  { path, context, added, used }: WrittenFile,
  content: AbstractValue,
): readonly Invocation[] {
  const text = onlyText(content);
  const texts = text ? [text] : textsIn(content);
  const found: Invocation[] = text === undefined ? [] : [...domainsIn(text)];
  const unread = texts.find((one) => isUnread(path.decoded, one.decoded));
  if (unread) interpreter.found.push({ kind: 'unread', at: spanOf(unread) });
  for (const script of texts.filter(isScript)) {
    // A run with other arguments may have started nothing.
    const isRead = !used || (holdsMonitor(script.decoded) && !isStarted(interpreter, script));
    if (isRead) runFor(interpreter, script, context);
  }
  if (used) return found;
  if (text !== undefined && isConfig(text)) return [...found, configIn(text)];
  const known = added.flatMap((one) => onlyText(one) ?? []);
  const parts = known.length < added.length ? added.flatMap(textsIn) : [concat(known)];
  for (const part of added.length > 0 ? parts : text ? [text] : []) {
    if (isScript(part) || !mayConcernQemu(part.decoded)) continue;
    const commands = commandsIn(part, path.decoded);
    for (const script of commands) runFor(interpreter, script, context);
    if (STARTED.test(path.decoded) || (!LOG.test(path.decoded) && startsQemu(part))) {
      runFor(interpreter, part, context);
    }
    for (const options of machineArgumentsIn(part)) found.push(...heldIn(options));
    for (const fragment of settingsIn(interpreter, part, context)) found.push(fragment);
  }
  return found;
}

/** Whether a command of a script was found to start QEMU. */
function isStarted({ found }: Interpreter, script: MappedText): boolean {
  return found.some(
    (one) => one.kind === 'launch' && contains(spanOf(script), one.found.command.at),
  );
}

const STARTED =
  /(?:^|\/)(?:rc\.local|\.(?:bashrc|bash_aliases|bash_profile|profile|zshrc|xinitrc|xprofile)|(?:profile|local)\.d\/[^/]*)$|\.(?:ba|k|z)?sh$/;

/** Files that only list commands. */
const LOG = /(?:^|[./_-])(?:log|out|txt|md|err)s?$/i;

function startsQemu({ decoded }: MappedText): boolean {
  return [...everyCommand(readShell(decoded).nodes)].some(({ words }) => {
    const names = words.map((word) => literalText(word) ?? '');
    return programOfName(names.find((name) => !programAt(name)?.lastWords) ?? '') !== undefined;
  });
}

const OTHER_PROGRAM = /\.(?:py|pl|rb|m?js|ps1|bat|cmd)$/;

/** `cat > run.py <<EOF`, if it may start a machine. */
function isUnread(path: string, text: string): boolean {
  const isProgram = text.startsWith('#!') && dialectOfFirstLine(text) === undefined;
  return (isProgram || OTHER_PROGRAM.test(path)) && holdsMonitor(text);
}

function runFor(interpreter: Interpreter, text: MappedText, context: Context): void {
  const run = { kind: 'script', text, positional: [], input: undefined } as const;
  runScript(interpreter, { ...run, shell: 'isolated' }, context);
}

function isScript({ decoded }: MappedText): boolean {
  return dialectOfFirstLine(decoded) !== undefined;
}

function settingsIn(
  interpreter: Interpreter,
  text: MappedText,
  context: Context,
): readonly ArgvInvocation[] {
  const { nodes } = readShell(text.decoded);
  const assigns = nodes.every((node) => node.kind === 'command' && node.words.length === 0);
  if (!assigns || nodes.length === 0) return [];
  const state = new State(undefined, interpreter.budget);
  const placement = placementIn(text);
  interpreter.run(nodes, { ...context, state, placement, nesting: context.nesting + 1 });
  return fragmentsIn([state]);
}
