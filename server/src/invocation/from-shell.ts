/**
 * The QEMU commands of a shell script with their arguments expanded, and what the script sends to a QEMU
 * that runs. What the script does is found by running it in `shell/`.
 */
import type { ShellScript } from '../syntax/shell/tree.ts';
import { spanOf } from '../text/mapped-text.ts';
import type { Inclusions } from './inclusions.ts';
import type { ArgvInvocation, Invocation, SentInvocation, Word } from './invocation.ts';
import type { Permissions } from './permissions.ts';
import { clientsIn } from './shell/clients.ts';
import { conditionOf } from './shell/domain/blocks.ts';
import type { Found } from './shell/found.ts';
import { knownLines } from './shell/known-lines.ts';
import { permissionLog } from './shell/permission-log.ts';
import { programAt } from './shell/programs/table.ts';
import { runWholeScript, type ScriptOptions } from './shell/script.ts';

/** The QEMU command lines of a script, in reading order. */
export function lowerShell(
  script: ShellScript,
  options: ScriptOptions = {},
): readonly ArgvInvocation[] {
  return lower(script, options).filter((found) => found.kind === 'argv');
}

/** The QEMU command lines of a script in reading order, and after them what it sends, if it sends any. */
export function lowerShellScript(
  script: ShellScript,
  inclusions?: Inclusions,
): readonly Invocation[] {
  return lower(script, { inclusions });
}

function lower(script: ShellScript, options: ScriptOptions): readonly Invocation[] {
  const { found, others, budget } = runWholeScript(script, options);
  const sent = sentTexts(found);
  const clients = clientsIn(found);
  const all = [...commandLines(found), ...others];
  const nounset = found.some(({ kind }) => kind === 'nounset');
  const lines = nounset ? all.map((line) => strict(line)) : all;
  return [
    ...lines,
    ...(sent ? [sent] : []),
    ...(clients ? [clients] : []),
    ...(budget.stopped ? [{ kind: 'unfollowed', at: budget.stopped.at } as const] : []),
  ];
}

function strict(line: Invocation): Invocation {
  return line.kind === 'argv' ? { ...line, nounset: true } : line;
}

function commandLines(found: readonly Found[]): readonly ArgvInvocation[] {
  const permissions = permissionLog();
  const lines: { readonly at: number; readonly line: ArgvInvocation }[] = [];
  const known = knownLines();
  for (const item of found) {
    if (item.kind === 'permission') permissions.note(item);
    if (item.kind !== 'launch' && item.kind !== 'passed') continue;
    const line = item.kind === 'passed' ? item.invocation : launched(item, permissions.at(item));
    if (line === undefined) continue;
    // A function that is called twice with the same words starts the same machine.
    if (known.isNew(line)) lines.push({ at: item.found.command.at.start, line });
  }
  return lines.toSorted((a, b) => a.at - b.at).map(({ line }) => line);
}

function launched(
  { found, words, start, foreign, execution, configs }: Extract<Found, { kind: 'launch' }>,
  permissions: Permissions,
): ArgvInvocation | undefined {
  const word = words[start.index];
  if (word === undefined) return undefined;
  return {
    kind: 'argv',
    program: start.program,
    programAt: spanOf(word.text),
    words: words.slice(start.options),
    partial: start.wrapper ? 'wrapper' : false,
    name: undefined,
    permissions: permissionsOf(permissions, foreign, words.slice(0, start.index)),
    ...(configs ? { configs } : {}),
    execution,
    condition: conditionOf(found.scope),
  };
}

function permissionsOf(
  permissions: Permissions,
  foreign: boolean,
  runners: readonly Word[],
): Permissions {
  const own = foreign || runners.some(({ text }) => programAt(text.text)?.ownUmask === true);
  return own ? { ...permissions, umasks: [] } : permissions;
}

function sentTexts(found: readonly Found[]): SentInvocation | undefined {
  const known = new Set<string>();
  const texts = found.flatMap((item) => {
    if (item.kind !== 'sent') return [];
    const key = `${item.text.at.start} ${item.text.text.text}`;
    if (known.has(key)) return [];
    known.add(key);
    return item.text;
  });
  if (texts.length === 0) return undefined;
  return { kind: 'sent', texts: texts.toSorted((a, b) => a.at.start - b.at.start) };
}
