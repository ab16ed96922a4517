/** Aliases (bash manual 6.6), read as functions: `alias vm='kvm -S'` as `vm() { kvm -S "$@"; }`. */

import { SHELL } from '../../../syntax/shell/encodings.ts';
import { placementIn } from '../../../syntax/shell/placement.ts';
import type { SimpleCommand } from '../../../syntax/shell/tree.ts';
import { stopAt } from '../../../text/fuel.ts';
import { LIMITS } from '../../../text/limits.ts';
import { concat, isKnown, type MappedText, slice, unwritten } from '../../../text/mapped-text.ts';
import { nameOf } from '../../../text/paths.ts';
import { mayConcernQemu } from '../../program.ts';
import type { Context } from '../context.ts';
import { textsOf } from '../expand/expand.ts';
import type { Interpreter } from '../interpreter.ts';
import { areBroken, readText } from '../nested/nested.ts';
import { define, optionOf } from '../options.ts';
import { viewOf } from '../view.ts';

const INTERACTIVE =
  /^\.?(?:bashrc|bash_aliases|bash_profile|bash_login|aliases|profile|kshrc|zshrc|zprofile|zlogin|zshenv)$/;

export function alias(interpreter: Interpreter, command: SimpleCommand, context: Context): void {
  const view = viewOf(interpreter, context);
  for (const { name, value } of command.assignments) {
    const word = value.kind === 'scalar' ? value.word : undefined;
    for (const { value: held } of word ? textsOf(word, view) : []) {
      defineAlias(interpreter, name, held.text, context);
    }
  }
  for (const word of command.words.slice(1)) {
    for (const { value } of textsOf(word, view)) {
      const [whole, name] = /^([^\s=$`/]+)=/.exec(value.text.decoded) ?? [];
      if (whole !== undefined && name !== undefined)
        defineAlias(interpreter, name, slice(value.text, whole.length), context);
    }
  }
}

function defineAlias(
  interpreter: Interpreter,
  name: string,
  text: MappedText,
  context: Context,
): void {
  const { budget, defined } = interpreter;
  const { path, dialect, nesting } = context;
  const { start, end } = text.place;
  // The text does not expand the alias again.
  const isOwn = text.decoded.trim().split(/\s/, 1)[0] === name;
  const before = isOwn ? [unwritten('command ', start, SHELL.bare)] : [];
  const whole = concat([...before, text, unwritten(' "$@"', end, SHELL.bare)]);
  const body =
    nesting < LIMITS.few && isKnown(text) ? readText(interpreter, whole, dialect) : undefined;
  if (body === undefined) return;
  // Keywords in aliases, as in `alias try=if`, change how the script is read.
  if (areBroken(body)) stopAt(budget, text.place);
  const definition = { name, body, start, placement: placementIn(whole), path };
  if (areExpanded(context)) define(name, definition, context.state);
  if (mayConcernQemu(text.decoded)) {
    defined.set(start, { definition, context: { ...context, nesting: nesting + 1 } });
  }
}

/** Whether the shell expands aliases; bash only if interactive or told to. */
function areExpanded({ dialect, path, state }: Context): boolean {
  const isTold = optionOf('expand_aliases', state) !== '';
  return dialect !== 'bash' || isTold || INTERACTIVE.test(nameOf(path ?? ''));
}
