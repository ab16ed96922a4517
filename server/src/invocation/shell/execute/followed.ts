/**
 * Which commands matter, as far as they tell themselves before anything in them is expanded: most commands of a script change
 * nothing that is followed, and start nothing that is.
 */
import { bodiesOf, wordsOf } from '../../../syntax/shell/inside.ts';
import type {
  FileRedirection,
  ShellNode,
  ShellWord,
  SimpleCommand,
} from '../../../syntax/shell/tree.ts';
import { programOfName } from '../../program.ts';
import { maySearch } from '../connect/port-lists.ts';
import type { Context } from '../context.ts';
import { baseName, literalText } from '../domain/blocks.ts';
import { functionKey } from '../domain/keys.ts';
import { spendOnCommand } from '../domain/limits.ts';
import { definitionsAt } from '../domain/options.ts';
import type { Interpreter, NameFacts } from '../interpreter.ts';
import { mayNameQemu, wrapsCommand } from '../launch/find-program.ts';
import { mayBeHanded } from '../launch/orphan-options.ts';
import { isFilter } from '../output/filters.ts';
import { isPermissionCommand } from '../permission-log.ts';
import { isNetworkClient, isWorthReading, programAt, writesToSocket } from '../programs/table.ts';
import { onlyTalks } from '../programs/talking.ts';
import { BUILTINS, isIdleBuiltin } from './builtins.ts';
import { isRedirected, UNREAD } from './redirections.ts';

/** Whether the words of a command of this name matter. */
export function isFollowed(
  path: string,
  { followed }: NameFacts,
  command: SimpleCommand,
  { output, listing }: Pick<Context, 'output' | 'listing'>,
): boolean {
  if (listing && maySearch(baseName(path))) return true;
  if (path === 'command' && literalText(command.words[1]) === '-v') return false;
  if (followed === 'if-told') return isWorthReading(baseName(path), command);
  // What a filter prints matters only where somebody reads it.
  return followed === 'always' || (followed === 'if-read' && output !== undefined);
}

/** What the name of a command tells. */
export function factsOf(path: string, { named }: Interpreter): NameFacts {
  const known = named.get(path);
  if (known) return known;
  const facts: NameFacts = { key: functionKey(path), followed: followedName(path) };
  named.set(path, facts);
  return facts;
}

function followedName(path: string): NameFacts['followed'] {
  if (isFollowedName(path)) return 'always';
  const name = baseName(path);
  return isNetworkClient(name) ? 'if-told' : isFilter(name) ? 'if-read' : 'never';
}

function isFollowedName(path: string): boolean {
  const name = baseName(path);
  const row = programAt(path);
  return (
    programOfName(path) !== undefined ||
    row?.lastWords !== undefined ||
    row?.nested !== undefined ||
    row?.configures !== undefined ||
    isPermissionCommand(name) ||
    writesToSocket(name) ||
    name === 'tee' ||
    path.includes('/') ||
    wrapsCommand(name)
  );
}

/**
 * The program that a command of a name runs: that of `sudo modprobe tun` is `modprobe`, whose words are text and names. Of
 * anything less plain it is the command's own name.
 */
export function programRun(name: string, words: readonly ShellWord[]): string {
  const row = programAt(name);
  const isPlain = row?.boundary && row.lastWords?.operands === 0 && !row.nested;
  const behind = isPlain ? words[1]?.plain : undefined;
  return behind !== undefined && programAt(behind)?.onlyTalks ? behind : name;
}

/** How many commands are looked at together; most that have nothing to do with a machine are a few. */
const MAX_IDLE = 16;

/**
 * Takes note that commands were run of which none changes anything and nothing is started, so that it makes no difference
 * which way the script goes through them; false where that is not so, and they are to be run.
 */
export function passOver(interpreter: Interpreter, node: ShellNode, context: Context): boolean {
  if (context.output || context.listing || interpreter.aliases.named.size > 0) return false;
  const commands: SimpleCommand[] = [];
  if (!isIdleNode(interpreter, node, context, commands)) return false;
  for (const command of commands) visit(interpreter, command, context);
  return true;
}

/** Takes note that a command is run. To go once through what is written costs no more than to write it. */
export function visit({ budget, visited }: Interpreter, command: SimpleCommand, context: Context) {
  if (!visited.add(command) || context.nesting > 0) spendOnCommand(budget, context.state.depth);
}

function isIdleNode(
  interpreter: Interpreter,
  node: ShellNode,
  context: Context,
  commands: SimpleCommand[],
): boolean {
  if (node.kind === 'command') {
    return commands.push(node) <= MAX_IDLE && isIdle(interpreter, node, context);
  }
  const isOne = (inner: ShellNode) => isIdleNode(interpreter, inner, context, commands);
  return isIdleAround(node) && bodiesOf(node).every((nodes) => nodes.every(isOne));
}

/** Whether a compound command does nothing itself. */
function isIdleAround(node: Exclude<ShellNode, SimpleCommand>): boolean {
  switch (node.kind) {
    case 'function':
      return false;
    case 'loop':
      return node.over === 'while' || node.over === 'until';
    case 'group':
      return !isRedirected(node);
    case 'expression':
      return !node.arithmetic && wordsOf(node).every(isInert);
    default:
      return wordsOf(node).every(isInert);
  }
}

function isInert({ inert }: ShellWord): boolean {
  return inert;
}

/** Whether a command changes nothing that is followed, and nothing comes of its words. */
function isIdle(interpreter: Interpreter, command: SimpleCommand, context: Context): boolean {
  const { words, assignments, redirections, redirected, input } = command;
  const name = words[0]?.plain;
  if (name === undefined || assignments.length + redirected.length > 0 || input) return false;
  const facts = factsOf(name, interpreter);
  const isPlain = words.every(isInert) && redirections.every(isIdleRedirection);
  if (!isPlain || definitionsAt(facts.key, context.state)) return false;
  if (BUILTINS.has(name)) return isIdleBuiltin(name, words);
  const program = programRun(name, words);
  return (
    !/^(?:\.|source|builtin)$/.test(name) &&
    !isFollowed(program, factsOf(program, interpreter), command, context) &&
    (onlyTalks(program) || !(mayNameQemu(command, context) || mayBeHanded(command)))
  );
}

/** `>/dev/null`, `2>&1`. */
function isIdleRedirection({ operator, target: { plain = '' } }: FileRedirection): boolean {
  return operator === '>&' ? /^\d$/.test(plain) : !operator.startsWith('<') && UNREAD.has(plain);
}
