/** Redirections: here-documents, files, descriptors. */
import type {
  FileRedirection,
  ShellNode,
  ShellWord,
  SimpleCommand,
  SubstitutionPart,
} from '../../../syntax/shell/tree.ts';
import { concat } from '../../../text/mapped-text.ts';
import { type Span, sameSpan } from '../../../text/span.ts';
import { wordSet } from '../../../text/split-words.ts';
import { mapValues } from '../../domain/alternatives.ts';
import { grownBy } from '../../domain/growth.ts';
import {
  type AbstractValue,
  type ConcreteValue,
  limited,
  UNKNOWN_VALUES,
} from '../../domain/values.ts';
import type { Context } from '../context.ts';
import { textOf, textsOf } from '../expand/expand.ts';
import { isWritten, keyOf, readFile, writeFile } from '../files.ts';
import type { Interpreter } from '../interpreter.ts';
import { lineEnd } from '../output/output.ts';
import { viewOf } from '../view.ts';
import { collect, inSubshell, visitWords } from './flow.ts';

interface Redirected {
  readonly redirected: readonly ShellWord[];
  readonly input: ShellWord | undefined;
  readonly redirections: readonly FileRedirection[];
  readonly documents: readonly Span[];
}

export function isRedirected({ redirected, input, redirections }: Redirected): boolean {
  return redirections.length > 0 || redirected.length > 0 || input !== undefined;
}

/** Runs code with a command's redirections. */
export function withRedirections(
  interpreter: Interpreter,
  node: Redirected,
  context: Context,
  run: (inner: Context) => void,
): void {
  if (node.redirections.length === 0 && node.input === undefined) {
    if (node.redirected.length > 0) visitWords(interpreter, node.redirected, context);
    run(context);
    return;
  }
  const file = standardInput(node);
  const read = node.input ?? (file?.operator === '<' ? file.target : undefined);
  const output = node.redirections.findLast(takesOutput);
  const toFile =
    output !== undefined &&
    !output.operator.endsWith('&') &&
    output.operator !== '>&' &&
    !UNREAD.has(output.target.plain ?? '');
  const written = toFile ? output.target : undefined;
  const visited = node.redirected.filter(({ at }) => {
    return ![read, written].some((word) => word && sameSpan(word.at, at));
  });
  visitWords(interpreter, visited, context);
  const inside = withInput(interpreter, node, context);
  if (toFile) {
    const path = textOf(output.target, viewOf(interpreter, context));
    const content = collect(interpreter, inside, run);
    const append = output.operator === '>>' || output.operator === '&>>';
    writeFile(interpreter, path, content, append, context);
  } else run(output ? { ...inside, output: undefined } : inside);
  const { input } = inside;
  if (input !== undefined && input !== context.input) context.state.forget(input);
}

const UNREAD: ReadonlySet<string> = new Set(['/dev/null', '/dev/stderr', '/dev/tty']);

function takesOutput({ operator, descriptor }: FileRedirection): boolean {
  if (operator.startsWith('<')) return false;
  return descriptor === undefined || descriptor === 1;
}

const IN: ReadonlySet<string> = new Set(['<', '<&', '<>']);

function standardInput({ redirections }: Redirected): FileRedirection | undefined {
  return redirections.findLast(({ operator, descriptor }) => {
    return IN.has(operator) && (descriptor === undefined || descriptor === 0);
  });
}

function withInput(interpreter: Interpreter, node: Redirected, context: Context): Context {
  const { input, documents } = node;
  const view = viewOf(interpreter, context);
  const file = standardInput(node);
  if (input) {
    const name = interpreter.freshName();
    // A here-document has its last line end; `<<<` adds one.
    const ends = documents.some((document) => sameSpan(document, input.at));
    const texts = mapValues(textsOf(input, view), ({ text }): ConcreteValue => {
      return { kind: 'scalar', text: ends ? text : concat([text, lineEnd(text)]) };
    });
    context.state.set(name, texts);
    return { ...context, input: name, piped: undefined };
  }
  if (file === undefined) return context;
  if (file.operator !== '<') return { ...context, input: undefined, piped: undefined };
  const body = outputOf(file.target);
  if (body) {
    const name = interpreter.freshName();
    inSubshell(interpreter, { ...context, output: undefined }, (inner) => {
      const printed = collect(interpreter, inner, (own) => interpreter.run(body, own));
      context.state.set(name, printed);
    });
    return { ...context, input: name, piped: undefined };
  }
  const written = readFile(textOf(file.target, view), context);
  if (written === undefined) return { ...context, input: undefined, piped: undefined };
  const name = interpreter.freshName();
  context.state.set(name, written);
  return { ...context, input: name, piped: undefined };
}

/** `<(…)` */
function outputOf({ parts }: ShellWord): readonly ShellNode[] | undefined {
  const [part, ...others] = parts;
  if (part?.kind !== 'opaque' || others.length > 0 || !part.source.startsWith('<('))
    return undefined;
  return part.body;
}

/** Prints the file of `$(<file)`; false for other substitutions. */
export function redirected(
  interpreter: Interpreter,
  { body }: SubstitutionPart,
  context: Context,
): boolean {
  const [only, ...others] = body;
  if (only?.kind !== 'command' || others.length > 0 || only.words.length > 0) return false;
  const file = only.redirections.find(({ operator }) => operator === '<');
  if (file === undefined || only.assignments.length > 0) return false;
  const path = textOf(file.target, viewOf(interpreter, context));
  const written = readFile(path, context);
  if (written) print(written, only, context);
  else printUnknown(context);
  return true;
}

/** `cp A FILE`, `sudo sed -i … FILE`: the file may then hold something else. */
export function rewriteFiles(
  interpreter: Interpreter,
  words: readonly ShellWord[],
  context: Context,
): void {
  const program = words.slice(0, 2).find(({ plain = '' }) => COPYING.has(plain) || plain === 'sed');
  if (program === undefined) return;
  const edits = program.plain === 'sed';
  if (edits && !words.some(({ plain = '' }) => /^-\w*i|^--in-place/.test(plain))) return;
  const view = viewOf(interpreter, context);
  for (const word of edits ? words.slice(1) : words.slice(-1)) {
    if (word.plain === undefined && word.parts.some(({ kind }) => kind === 'arithmetic')) continue;
    const key = keyOf(textOf(word, view));
    if (key === undefined) continue;
    const held = context.state.get(key).filter(isWritten);
    context.state.set(key, limited([...held, ...UNKNOWN_VALUES]));
  }
}

const COPYING = wordSet('cp install ln mv');

/** Prints to the sink; `shown` is one output. */
export function print(
  values: AbstractValue,
  { at }: Pick<SimpleCommand, 'at'>,
  context: Context,
  {
    escaped = false,
    shown = values,
  }: { readonly escaped?: boolean; readonly shown?: AbstractValue } = {},
): void {
  const { output, state, placement } = context;
  if (output === undefined) return;
  if (values.some(({ value }) => value.kind !== 'scalar')) output.opaque = true;
  else {
    const before = state.get(output.variable);
    state.set(output.variable, limited(grownBy(before, values, true, false, output.every)));
  }
  for (const { value } of shown) {
    if (value.kind !== 'scalar') continue;
    output.prints.push({ text: value.text, at: placement.span(at), escaped });
  }
}

/** Prints unknown text. */
export function printUnknown({ output }: Context): void {
  if (output) output.opaque = true;
}
