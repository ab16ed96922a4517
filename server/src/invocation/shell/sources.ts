/** `source FILE`: a written file, or one of the workspace. */

import { placementAt, placementIn } from '../../syntax/shell/placement.ts';
import type { SimpleCommand } from '../../syntax/shell/tree.ts';
import { addFuel, isShort, stopAt } from '../../text/fuel.ts';
import { LIMITS } from '../../text/limits.ts';
import { isKnown, type MappedText } from '../../text/mapped-text.ts';
import { pathOf } from '../../text/operations.ts';
import { folderOf } from '../../text/paths.ts';
import { havoc } from '../domain/havoc.ts';
import { type AbstractValue, textsIn } from '../domain/values.ts';
import { candidatePaths, type IncludedScript } from '../inclusions.ts';
import type { Context } from './context.ts';
import { arrayValues } from './execute/assignments.ts';
import { assignUnknown, runHere } from './execute/calls.ts';
import { runChoice } from './execute/flow.ts';
import { textOf } from './expand/expand.ts';
import { directoryIn } from './expand/parameter-held.ts';
import { readFile, useFile } from './files.ts';
import type { Interpreter } from './interpreter.ts';
import { areBroken, havocOf, readText } from './nested/nested.ts';
import { viewOf } from './view.ts';

export function runSource(
  interpreter: Interpreter,
  command: SimpleCommand,
  context: Context,
): boolean {
  const [, operand, ...others] = command.words;
  if (operand === undefined) return false;
  const view = viewOf(interpreter, context);
  const name = textOf(operand, view);
  const args = others.length > 0 ? arrayValues(others, view) : undefined;
  const [part] = operand.parts;
  const isProcess = part?.kind === 'opaque' && part.body.length > 0;
  const isInput = /^\/(?:dev|proc\/self)\/(?:stdin$|fd\/)/.test(name.decoded);
  const { state, input } = context;
  const given = input === undefined ? undefined : state.get(input);
  const ofFile = isInput ? given : useFile(interpreter, name, context);
  const read = isProcess ? interpreter.capture({ ...part, kind: 'substitution' }, context) : ofFile;
  const isRewritten =
    readFile(name, context)?.some(({ value }) => value.kind === 'unknown') === true;
  const [content, ...further] = textsIn(read ?? []);
  if (content) {
    const arms = [content, ...further].map((text) => ({
      run: (inner: Context) => runText(interpreter, text, args, inner),
    }));
    if (further.length === 0) runText(interpreter, content, args, context);
    else runChoice(context, arms, true);
    if (isRewritten) havoc(state);
    return true;
  }
  if (context.files.length > LIMITS.depth || context.isolated) return false;
  const candidates = candidatesFor(name, context);
  const hinted = command.sourceHint;
  const paths = hinted === undefined ? candidates : [...placesOf(hinted, context), ...candidates];
  const found = paths.length > 0 ? interpreter.inclusions?.script(paths, name) : undefined;
  // The file is unknown, or includes itself.
  if (found === undefined || context.files.includes(found.path)) {
    if (isInput || isRewritten || (found === undefined && !isKnown(name))) havoc(state);
    return false;
  }
  const { broughtIn } = interpreter;
  const isOneTooMany = !broughtIn.has(found.path) && broughtIn.size >= LIMITS.definitions;
  if (isOneTooMany || (broughtIn.has(found.path) && isShort(interpreter.budget))) {
    stopAt(interpreter.budget, context.placement.span(command.at));
    assignUnknown(found.script.nodes, interpreter.budget, context);
    return true;
  }
  bringIn(interpreter, found);
  const inside: Context = {
    ...context,
    placement: placementAt(found.start),
    path: found.path,
    files: [...context.files, found.path],
  };
  runHere(args, inside, (inner) => interpreter.run(found.script.nodes, inner));
  if (isRewritten) havoc(state);
  return true;
}

function bringIn({ budget, broughtIn }: Interpreter, file: IncludedScript): void {
  if (broughtIn.has(file.path)) return;
  broughtIn.set(file.path, file);
  addFuel(budget, file.script.source.length);
}

function runText(
  interpreter: Interpreter,
  text: MappedText,
  args: AbstractValue | undefined,
  context: Context,
): void {
  const { nesting, dialect } = context;
  const nodes = nesting < LIMITS.few ? readText(interpreter, text, dialect) : undefined;
  if (nodes === undefined) return;
  const inside = { ...context, placement: placementIn(text), nesting: context.nesting + 1 };
  runHere(args, inside, (inner) => interpreter.run(nodes, inner));
  if (!isKnown(text)) havocOf(nodes, inside);
  // Where the shell stops is unknown.
  if (areBroken(nodes)) assignUnknown(nodes, interpreter.budget, context);
}

/** Paths where a file may be. */
export function candidatesFor(name: MappedText, context: Context): readonly string[] {
  const path = pathOf(name);
  return path === undefined ? [] : placesOf(path, context);
}

function placesOf(
  path: string,
  { path: own, files: [document], state }: Context,
): readonly string[] {
  const folders = [directoryIn(state), own && folderOf(own), document && folderOf(document)];
  return candidatePaths(
    path,
    folders.filter((folder) => folder !== undefined),
  );
}
