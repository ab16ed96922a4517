/** `declare`, `local`, `export`, `readonly`, `typeset` (bash manual 4.2). */
import type { Assignment, ShellWord } from '../../../syntax/shell/tree.ts';
import type { MappedText } from '../../../text/mapped-text.ts';
import { isKnown } from '../../../text/mapped-text.ts';
import { literalText, NAME } from '../../domain/blocks.ts';
import { havocNamed } from '../../domain/havoc.ts';
import { attributesKey } from '../../domain/keys.ts';
import {
  type AbstractValue,
  limited,
  NO_VALUES,
  only,
  UNKNOWN_VALUES,
} from '../../domain/values.ts';
import {
  type Attribute,
  beginAttributes,
  changeAttributes,
  hasAttribute,
  OPEN_REFERENCE,
  resolveNameref,
} from '../attributes.ts';
import { addLocal, type Context, type Local, localsWith } from '../context.ts';
import { listsOf, textOf } from '../expand/expand.ts';
import { assignmentIn, referenceTo, stored } from '../expand/targets.ts';
import type { Interpreter } from '../interpreter.ts';
import { type View, viewOf } from '../view.ts';
import { assign } from './assignments.ts';
import type { Builtin } from './builtins.ts';
import { visitWords } from './flow.ts';

/** Builtins whose arguments assign. */
export const DECLARING: readonly string[] = ['declare', 'typeset', 'local', 'export', 'readonly'];

/** Declares variables. */
export const declare: Builtin = (interpreter, command, context) => {
  const { words } = command;
  // In bash `x=1` of `x=1 export y` does not stay.
  const assignments = command.assignments.filter(({ at }) => {
    return context.dialect !== 'bash' || at.start > (words[0]?.at.start ?? 0);
  });
  const options = words.slice(1).flatMap((word) => {
    const text = literalText(word);
    return text !== undefined && isOption(text) ? [text] : [];
  });
  const flags = options.filter((option) => option.startsWith('-')).join('');
  if (/[fFp]/.test(flags)) {
    visitWords(interpreter, words, context);
    if (context.output) context.output.opaque = true;
    return;
  }
  const name = literalText(words[0]);
  const declaration: Declaration = {
    interpreter,
    context,
    flags,
    name: name ?? '',
    view: viewOf(interpreter, context),
    own: name === 'local' || (/^(?:declare|typeset)$/.test(name ?? '') && !flags.includes('g')),
    refers: name !== 'export' && flags.includes('n'),
    ...attributesIn(name, flags, options),
  };
  if (isMissing(declaration.name, flags, context)) {
    visitWords(interpreter, words, context);
    for (const { name: given } of assignments) context.state.set(given, UNKNOWN_VALUES);
    return;
  }
  const operands: readonly (ShellWord | Assignment)[] = [...words.slice(1), ...assignments];
  for (const operand of operands.toSorted((one, other) => one.at.start - other.at.start)) {
    if ('name' in operand) declareAssigned(declaration, operand);
    else if (!isOption(literalText(operand) ?? '')) declareWords(declaration, operand);
  }
};

function isMissing(name: string, flags: string, { dialect }: Context): boolean {
  if (/[^-aAgiIlnrtux]/.test(flags) && dialect !== 'zsh' && dialect !== 'ksh') return true;
  if (dialect === 'dash') return name === 'declare' || name === 'typeset';
  return dialect === 'ksh' && (name === 'declare' || name === 'local');
}

interface Declaration {
  readonly interpreter: Interpreter;
  readonly context: Context;
  readonly view: View;
  readonly name: string;
  readonly flags: string;
  readonly own: boolean;
  readonly refers: boolean;
  readonly added: readonly Attribute[];
  readonly removed: readonly Attribute[];
}

function isOption(text: string): boolean {
  return /^[-+]./.test(text);
}

function attributesIn(
  name: string | undefined,
  flags: string,
  options: readonly string[],
): Pick<Declaration, 'added' | 'removed'> {
  if (name === 'export') {
    return flags.includes('n') ? { added: [], removed: ['x'] } : { added: ['x'], removed: [] };
  }
  if (options.length === 0) return { added: [], removed: [] };
  const taken = options.filter((option) => option.startsWith('+')).join('');
  const added = ATTRIBUTES.filter((one) => flags.includes(one) && !isBoth(one, flags));
  const removed = ATTRIBUTES.filter((one) => {
    // `-u` removes `l` and `-l` removes `u`; given together, both are removed.
    const other = one === 'u' ? 'l' : one === 'l' ? 'u' : undefined;
    return taken.includes(one) || isBoth(one, flags) || (other && flags.includes(other));
  });
  return { added, removed };
}

const ATTRIBUTES: readonly Attribute[] = ['i', 'l', 'n', 'u', 'x'];

function isBoth(attribute: Attribute, flags: string): boolean {
  return /[ul]/.test(attribute) && flags.includes('u') && flags.includes('l');
}

/** Returns whether it becomes local. */
function declareOne(declaration: Declaration, variable: string, hasValue: boolean): boolean {
  const { context, flags, own, added, removed } = declaration;
  const { locals, state } = context;
  const fresh = own && locals !== undefined && !localsWith(variable, locals);
  if (fresh) {
    const local = localHere(variable, context);
    const key = attributesKey(variable);
    addLocal(variable, local, locals);
    if (state.attributed.has(variable)) {
      addLocal(key, localHere(key, context), locals);
      beginAttributes(variable, state);
    } else addLocal(key, { before: undefined, surely: local.surely }, locals);
  }
  if (added.length + removed.length > 0) changeAttributes(variable, added, removed, state);
  if (declaration.refers) {
    state.set(variable, OPEN_REFERENCE);
  } else if (
    /[aA]/.test(flags) &&
    (fresh || context.state.get(variable).every(({ value }) => value.kind === 'unset'))
  ) {
    const associative = flags.includes('A');
    const keys = associative ? { keys: [], associative } : {};
    state.set(variable, only({ kind: 'array', words: [], ...keys }));
  } else if (fresh && !hasValue) state.set(variable, valuesOfNew(variable, context));
  return fresh;
}

/** dash keeps the outer value, others only that of `x=1 f`. */
function valuesOfNew(variable: string, { dialect, state }: Context): AbstractValue {
  const outside = state.get(variable);
  if (dialect === 'dash') return outside;
  const mayStay = dialect === 'posix' || hasAttribute(variable, 'x', state) !== false;
  return mayStay ? limited([...NO_VALUES, ...outside]) : NO_VALUES;
}

function declareAssigned(declaration: Declaration, assignment: Assignment): void {
  const { interpreter, context, flags, view } = declaration;
  const { name, value } = assignment;
  const isArray =
    /[aA]/.test(flags) || context.state.get(name).some((one) => one.value.kind === 'array');
  if (declaration.refers) {
    const word = value.kind === 'scalar' ? value.word : undefined;
    const reference = referenceTo(word, view);
    declareOne(declaration, name, true);
    context.state.set(name, reference);
    return;
  }
  const fresh = declareOne(declaration, name, true);
  const refusesIndex =
    assignment.index !== undefined && !/^(?:declare|typeset|local)$/.test(declaration.name);
  const asked = (isArray || refusesIndex) && value.kind === 'scalar' ? value.word : undefined;
  const isList = asked !== undefined && textOf(asked, view).decoded.startsWith('(');
  if (refusesIndex || (isArray && isList)) {
    // Bash takes it as elements, and refuses an element of a constant.
    context.state.set(name, UNKNOWN_VALUES);
    return;
  }
  // `+=` on a new variable assigns.
  assign(
    interpreter,
    fresh && assignment.append ? { ...assignment, append: false } : assignment,
    context,
    fresh && !/[aA]/.test(flags),
  );
}

/** `export "$name=$value"`, `local $names` */
function declareWords(declaration: Declaration, word: ShellWord): void {
  const { context, view } = declaration;
  const { state } = context;
  const literal = literalText(word);
  if (literal !== undefined && NAME.test(literal)) {
    declareOne(declaration, literal, false);
    return;
  }
  const ways = listsOf([word], { ...view, definition: word.at });
  const declared = new Map<string, number>();
  for (const { value: words } of ways) {
    for (const { value: text } of words) {
      const { name, value } = operandIn(text) ?? {};
      if (name === undefined) {
        havocNamed(state, text);
        continue;
      }
      const target = resolveNameref(name, state);
      const before = declared.has(target) ? state.get(target) : [];
      declareOne(declaration, target, value !== undefined);
      declared.set(target, (declared.get(target) ?? 0) + 1);
      if (value === undefined) continue;
      const isList = /[aA]/.test(declaration.flags) && value.decoded.startsWith('(');
      const values = isList
        ? UNKNOWN_VALUES
        : stored(target, only({ kind: 'scalar', text: value }), context);
      state.set(target, limited([...before, ...values]));
    }
  }
}

function operandIn(
  text: MappedText,
): { readonly name: string; readonly value?: MappedText } | undefined {
  const assigned = assignmentIn(text);
  if (assigned) return assigned;
  return isKnown(text) && NAME.test(text.decoded) ? { name: text.decoded } : undefined;
}

function localHere(name: string, { state, frames }: Context): Local {
  const base = frames.call?.base;
  return { before: state.changeSince(base, name), surely: state.parent === base };
}
