/** `source FILE`: a file that the script writes itself, or one that lies in the workspace. */
import { placementAt, placementIn } from '../../syntax/shell/placement.ts';
import type { SimpleCommand } from '../../syntax/shell/tree.ts';
import type { MappedText } from '../../text/mapped-text.ts';
import { candidatePaths, folderOf, type IncludedScript } from '../inclusions.ts';
import { arrayValues } from './assignments.ts';
import { runHere } from './calls.ts';
import type { Context } from './context.ts';
import { textOf } from './expand.ts';
import { runChoice, visitWords } from './flow.ts';
import type { Interpreter } from './interpreter.ts';
import { budgetFor, MAX_INCLUSIONS, MAX_NESTING } from './limits.ts';
import { onlyText, readText, textsIn } from './nested.ts';
import { DIRECTORY, pathOf } from './parameters.ts';
import type { Values } from './values.ts';
import { viewOf } from './view.ts';

/** Runs the commands of a file in the same shell, if they are at hand. */
export function runSource(
  interpreter: Interpreter,
  command: SimpleCommand,
  context: Context,
): void {
  const [, operand, ...others] = command.words;
  if (operand === undefined) return;
  const view = viewOf(interpreter, context);
  const name = textOf(operand, view);
  const args = others.length > 0 ? arrayValues(others, undefined, view) : undefined;
  const file = interpreter.files.read(name, context.scope);
  const [content, ...further] = textsIn(file?.content ?? []);
  if (content && further.length === 0) {
    runText(interpreter, content, args, context);
    return;
  }
  if (content) {
    // A file that was written in several ways is one of them.
    const arms = [content, ...further].map((text) => ({
      run: (inner: Context) => runText(interpreter, text, args, inner),
    }));
    runChoice(context, arms, true);
    return;
  }
  visitWords(interpreter, [operand], context);
  if (context.files.length > MAX_INCLUSIONS || context.foreign) return;
  const candidates = candidatesFor(name, context);
  const hinted = command.sourceHint;
  const paths = hinted === undefined ? candidates : [...placesOf(hinted, context), ...candidates];
  const found = paths.length > 0 ? interpreter.inclusions?.script(paths, name) : undefined;
  // A file that brings in itself would do so without end.
  if (found === undefined || context.files.includes(found.path)) return;
  growBudget(interpreter, found);
  runHere(interpreter, found.script.nodes, args, {
    ...context,
    placement: placementAt(found.start),
    path: found.path,
    files: [...context.files, found.path],
  });
}

/** A file may cost as much as if it stood in the document, however often it is brought in. */
function growBudget({ budget, broughtIn }: Interpreter, found: IncludedScript): void {
  const { path, script } = found;
  if (broughtIn.has(path)) return;
  broughtIn.set(path, found);
  const [none, more] = [budgetFor(0), budgetFor(script.nodes.at(-1)?.at.end ?? 0)];
  budget.steps += more.steps - none.steps;
  budget.pieces += more.pieces - none.pieces;
  budget.characters += more.characters - none.characters;
}

/** Runs a text as a script in the same shell. */
function runText(
  interpreter: Interpreter,
  text: MappedText,
  args: Values | undefined,
  context: Context,
): void {
  const dialect = context.zsh ? 'zsh' : 'posix';
  const nodes = context.nesting < MAX_NESTING ? readText(interpreter, text, dialect) : undefined;
  if (nodes === undefined) return;
  runHere(interpreter, nodes, args, {
    ...context,
    placement: placementIn(text),
    nesting: context.nesting + 1,
  });
}

/** Where a file may lie that a command names. */
export function candidatesFor(name: MappedText, context: Context): readonly string[] {
  const path = pathOf(name);
  return path === undefined ? [] : placesOf(path, context);
}

function placesOf(path: string, { path: own, files, state }: Context): readonly string[] {
  const current = onlyText(state.get(DIRECTORY));
  const directory = current && pathOf(current);
  const folders = [own, files[0]].flatMap((file) => (file === undefined ? [] : folderOf(file)));
  return candidatePaths(path, directory === undefined ? folders : [directory, ...folders]);
}
