/** Which commands matter, before expansion. */

import type { ShellWord, SimpleCommand } from '../../../syntax/shell/tree.ts';
import { nameOf } from '../../../text/paths.ts';
import { literalText } from '../../domain/blocks.ts';
import { functionKey } from '../../domain/keys.ts';
import { programOfName } from '../../program.ts';
import type { Context } from '../context.ts';
import type { Interpreter, NameFacts } from '../interpreter.ts';
import { wrapsCommand } from '../launch/find-program.ts';
import { changesBlanks } from '../output/blanks.ts';
import { isPermissionCommand } from '../permission-log.ts';
import { isNetworkClient, programAt, writesToSocket } from '../programs/table.ts';

export function isFollowed(
  path: string,
  { followed }: NameFacts,
  command: SimpleCommand,
  { output }: Pick<Context, 'output'>,
): boolean {
  if (path === 'command' && literalText(command.words[1]) === '-v') return false;
  return followed === 'always' || (followed === 'if-read' && output !== undefined);
}

/** Facts about a name, cached. */
export function factsOf(path: string, { named }: Interpreter): NameFacts {
  const known = named.get(path);
  if (known) return known;
  const facts: NameFacts = { key: functionKey(path), followed: followedName(path) };
  named.set(path, facts);
  return facts;
}

function followedName(path: string): NameFacts['followed'] {
  if (isFollowedName(path)) return 'always';
  const name = nameOf(path);
  return isNetworkClient(name) ? 'always' : changesBlanks(name) ? 'if-read' : 'never';
}

function isFollowedName(path: string): boolean {
  const name = nameOf(path);
  const row = programAt(path);
  return (
    programOfName(path) !== undefined ||
    row?.lastWords !== undefined ||
    row?.nested !== undefined ||
    row?.configures !== undefined ||
    row?.unreadPrograms !== undefined ||
    isPermissionCommand(name) ||
    writesToSocket(name) ||
    name === 'tee' ||
    path.includes('/') ||
    wrapsCommand(name)
  );
}

/** The program after `sudo`, if all words are text: `modprobe` of `sudo modprobe tun`. */
export function programRun(name: string, words: readonly ShellWord[]): string {
  const row = programAt(name);
  const isPlain = row?.boundary && row.lastWords?.operands === 0 && !row.nested;
  const behind = isPlain ? words[1]?.plain : undefined;
  return behind !== undefined && programAt(behind)?.onlyTalks ? behind : name;
}
