/** A script's QEMU commands with expanded arguments, and text sent to a running QEMU. */
import type { ShellScript } from '../syntax/shell/tree.ts';
import { spanOf } from '../text/mapped-text.ts';
import { contains, cover, type Span } from '../text/span.ts';
import { conditionOf } from './domain/blocks.ts';
import type { Inclusions } from './inclusions.ts';
import type {
  ArgvInvocation,
  Invocation,
  Permissions,
  SentInvocation,
  Word,
} from './invocation.ts';
import { clientsIn } from './shell/connect/connections.ts';
import {
  type EmbeddedCommand,
  type EmbeddedOptions,
  type EmbeddedScript,
  runEmbeddedScripts,
} from './shell/embedded.ts';
import type { Found } from './shell/interpreter.ts';
import { knownLines } from './shell/launch/known-lines.ts';
import { templateWords } from './shell/launch/template-words.ts';
import { type PermissionLog, permissionLog } from './shell/permission-log.ts';
import { programAt } from './shell/programs/table.ts';
import { runWholeScript, type ScriptOptions, type ScriptResult } from './shell/script.ts';

export function lowerShell(
  script: ShellScript,
  options: ScriptOptions = {},
): readonly ArgvInvocation[] {
  return lower(script, options).filter((found) => found.kind === 'argv');
}

/** Lowers command lines, then sent text. */
export function lowerShellScript(
  script: ShellScript,
  inclusions?: Inclusions,
): readonly Invocation[] {
  return lower(script, { inclusions });
}

/** Lowers scripts of a host language in order of execution. Why: docs/decisions/shells-in-host-languages.md */
export function lowerEmbeddedShell(
  scripts: Iterable<EmbeddedScript | EmbeddedCommand>,
  options: EmbeddedOptions,
): readonly Invocation[] {
  const result = runEmbeddedScripts(scripts, options);
  const found = result.found.filter(({ kind }) => !options.isForPeople || kind !== 'unread');
  return invocationsOf({ ...result, found }, false);
}

function lower(script: ShellScript, options: ScriptOptions): readonly Invocation[] {
  return invocationsOf(runWholeScript(script, options), true);
}

function invocationsOf(
  { found, others, stopped }: ScriptResult,
  sorted: boolean,
): readonly Invocation[] {
  const sent = sentTexts(found);
  const clients = clientsIn(found);
  const nounset = found.some(({ kind }) => kind === 'nounset');
  const unfollowed = stopped ?? found.find((one) => one.kind === 'unread')?.at;
  const held = nounset ? others.map(strict) : others;
  const lines = [...commandLines(found, sorted, nounset), ...held];
  return [
    ...lines,
    ...(sent ? [sent] : []),
    ...(clients ? [clients] : []),
    ...(unfollowed ? [{ kind: 'unfollowed', at: unfollowed } as const] : []),
  ];
}

function strict(line: Invocation): Invocation {
  return line.kind === 'argv' ? { ...line, nounset: true } : line;
}

function commandLines(
  found: readonly Found[],
  sorted: boolean,
  nounset: boolean,
): readonly Invocation[] {
  const permissions = permissionLog();
  const lines: { readonly at: number; readonly line: ArgvInvocation }[] = [];
  const known = knownLines();
  for (const item of found) {
    if (item.kind === 'permission') permissions.note(item);
    if (item.kind !== 'launch' && item.kind !== 'passed') continue;
    const line = commandLine(item, permissions, nounset);
    if (line === undefined) continue;
    // A function called twice with equal words starts one machine.
    if (known.isNew(line)) lines.push({ at: item.found.command.at.start, line });
  }
  const inOrder = sorted ? lines.toSorted((a, b) => a.at - b.at) : lines;
  return inOrder.map(({ line }) => line);
}

function commandLine(
  item: Extract<Found, { kind: 'launch' | 'passed' }>,
  permissions: PermissionLog,
  nounset: boolean,
): ArgvInvocation | undefined {
  const line = item.kind === 'passed' ? item.invocation : launched(item, permissions.at(item));
  return line && nounset ? { ...line, nounset } : line;
}

function launched(
  { found, words, start, isolated, execution, configs }: Extract<Found, { kind: 'launch' }>,
  permissions: Permissions,
): ArgvInvocation | undefined {
  const word = words[start.index];
  if (word === undefined) return undefined;
  return {
    kind: 'argv',
    program: start.program,
    programAt: programPlace(word),
    words: templateWords(words.slice(start.options)),
    partial: start.wrapper ? 'wrapper' : false,
    name: undefined,
    permissions: permissionsOf(permissions, isolated, words.slice(0, start.index)),
    ...(configs ? { configs } : {}),
    execution,
    condition: conditionOf(found.scope),
  };
}

/** `qemu-system-$ARCH` whole, of `$QEMU` its value. */
function programPlace({ value, at }: Word): Span {
  const span = spanOf(value);
  if (value.pieces[0]?.through.length !== 0 || !contains(at, span)) return span;
  return value.pieces.map((piece) => piece.through[0]?.at ?? piece.at).reduce(cover, span);
}

function permissionsOf(
  permissions: Permissions,
  isolated: boolean,
  runners: readonly Word[],
): Permissions {
  const own = isolated || runners.some(({ value }) => programAt(value.decoded)?.ownUmask === true);
  return own ? { ...permissions, umasks: [] } : permissions;
}

function sentTexts(found: readonly Found[]): SentInvocation | undefined {
  const known = new Set<string>();
  const texts = found.flatMap((item) => {
    if (item.kind !== 'sent') return [];
    const key = `${item.text.at.start} ${item.text.text.decoded}`;
    if (known.has(key)) return [];
    known.add(key);
    return item.text;
  });
  if (texts.length === 0) return undefined;
  return { kind: 'sent', texts: texts.toSorted((a, b) => a.at.start - b.at.start) };
}
