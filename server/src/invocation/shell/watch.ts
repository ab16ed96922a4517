/** Reports each command run and its values, to explain a miss. */
import { wordsOf } from '../../syntax/shell/inside.ts';
import type { ShellPart, ShellWord, SimpleCommand } from '../../syntax/shell/tree.ts';
import { addTo } from '../../text/lookup.ts';
import type { MappedText } from '../../text/mapped-text.ts';
import { ARGUMENTS } from '../domain/keys.ts';
import type { ConcreteValue } from '../domain/values.ts';
import type { CommandRun } from '../inclusions.ts';
import type { Context } from './context.ts';
import type { Interpreter } from './interpreter.ts';

export function commandRun(
  { running }: Interpreter,
  command: SimpleCommand,
  { placement, files, scope, state }: Context,
): CommandRun {
  const conditions = [];
  for (let block = scope.block; block; block = block.parent) {
    if (block.condition) conditions.unshift(block.condition);
  }
  const values = new Map<string, string[]>();
  const names = new Set(wordsOf(command).flatMap(namesIn));
  for (const name of names) {
    const key = /^[\d*@]$/.test(name) ? ARGUMENTS : name;
    for (const { value } of state.get(key)) addTo(values, key, wordsFor(value));
  }
  return {
    at: placement.span(command.at),
    words: command.words.map(({ at }) => placement.span(at)),
    files,
    functions: [...running],
    conditions,
    values,
  };
}

function namesIn({ parts }: ShellWord): readonly string[] {
  return parts.flatMap((part: ShellPart) => {
    if (part.kind !== 'parameter') return [];
    return [part.name, ...(part.operand ? namesIn(part.operand) : [])];
  });
}

function wordsFor(value: ConcreteValue): string {
  switch (value.kind) {
    case 'scalar':
      return shown(value.text);
    case 'array':
      return `(${value.words.map((word) => shown(word.value)).join(' ')})`;
    case 'function':
      return 'a function';
    case 'unset':
      return value.surely ? 'unset' : 'unset, or what the environment says';
    case 'unknown':
      return value.userProvided ? 'what the user says' : 'unknown';
  }
}

/** Unknown parts as written: `"tcp:$HOST:4444"`. */
function shown({ pieces }: MappedText): string {
  return JSON.stringify(
    pieces.map((piece) => (piece.kind === 'known' ? piece.text : piece.source)).join(''),
  );
}
