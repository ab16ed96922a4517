/** Recipe lines as scripts, with make's environment. */

import { IN_ENVIRONMENT, MAKE } from '../../syntax/make/encodings.ts';
import { type Dialect, shellNamed } from '../../syntax/shell/dialect.ts';
import { readAgainAs } from '../../text/again.ts';
import { isUsedUp, spend } from '../../text/fuel.ts';
import { once } from '../../text/lookup.ts';
import { concat, type MappedText, slice, UNKNOWN, unwritten } from '../../text/mapped-text.ts';
import { nameOf } from '../../text/paths.ts';
import { choiceOf, NAME } from '../domain/blocks.ts';
import { UNSET } from '../domain/values.ts';
import { mayOpenMonitor } from '../monitor-options.ts';
import { mayActOnQemu, soundsLikeQemu } from '../program.ts';
import type { EmbeddedScript, HostValue } from '../shell/embedded.ts';
import { mayNameClient } from '../shell/programs/table.ts';
import { assign, type Evaluation, type FoundRule, scopeOf } from './evaluate.ts';
import { expand, type Scope } from './expand.ts';
import { Reach } from './reach.ts';
import { rulesFor, targetsOf, variablesFor } from './targets.ts';
import { isRecursive, type MakeValues, type Texts } from './values.ts';
import { type Variables, valuesOf, variablesAbove } from './variables.ts';

/** Scripts of recipes that may concern QEMU, in order; only of `goals`, if any. */
export function* recipeScripts(
  evaluation: Evaluation,
  goals?: readonly string[],
): Iterable<EmbeddedScript> {
  const isOneShell = evaluation.rules.some(({ written: [targets] }) => {
    return targets !== undefined && /(?<!\S)\.ONESHELL(?!\S)/.test(targets.decoded);
  });
  const usual = shellOf(evaluation, evaluation.variables, undefined);
  const concerning = concerningRules(evaluation, usual);
  if (concerning.length === 0) return;
  const wanted = goals && new Set(rulesFor(evaluation.rules, goals));
  const rules = wanted ? concerning.filter((rule) => wanted.has(rule)) : concerning;
  const known = targetsOf(evaluation, rules, readBy(evaluation, rules));
  const { values } = evaluation.variables;
  const before = values.now;
  for (const rule of rules) {
    for (const { variables, isPlain } of variablesFor(evaluation, known, rule)) {
      const shell = isPlain ? usual : shellOf(evaluation, variables, usual);
      yield* scriptsOf(evaluation, rule, variables, shell, isOneShell);
      values.forget(before);
    }
  }
}

/** Evaluates what a recipe may, for other ones. */
function evaluatePerhaps(evaluation: Evaluation, { lines }: FoundRule): void {
  const [perhaps] = choiceOf({ inFunction: undefined, block: undefined }, [undefined], false);
  const around = { ...evaluation, expander: { ...evaluation.expander, runs: () => undefined } };
  for (const { text } of lines) expand(text, scopeOf(around, perhaps));
}

/** The rules whose recipes may concern QEMU or run make for one; all if recipes evaluate or export such text. */
function concerningRules(
  evaluation: Evaluation,
  { environment }: RecipeShell,
): readonly FoundRule[] {
  const reach = new Reach(evaluation, kindsOf);
  const rules = evaluation.rules.filter(({ lines }) => lines.length > 0);
  const kinds = rules.map(({ lines, written }) => {
    const texts = [...lines.map(({ text }) => text), ...written];
    return texts.reduce((all, text) => all | reach.kindsIn(text), 0);
  });
  const exported = [...evaluation.exported.keys(), ...environment.keys()];
  for (const [index, rule] of rules.entries()) {
    if ((kinds[index] ?? 0) & EVALUATES) evaluatePerhaps(evaluation, rule);
  }
  const isAll =
    exported.some((name) => reach.kindsOfName(name) & CONCERNS) ||
    kinds.some((one) => one & EVALUATES);
  if (isAll) return rules;
  // What another make hands may be handed on.
  if (evaluation.told.size === 0 && !kinds.some((one) => one & CONCERNS)) return [];
  return rules.filter((_, index) => kinds[index]);
}

function readBy(evaluation: Evaluation, rules: readonly FoundRule[]): ReadonlySet<string> {
  const { exported, targetVariables } = evaluation;
  const reach = new Reach(evaluation, () => 0);
  for (const { lines } of rules) for (const { text } of lines) reach.kindsIn(text);
  for (const name of ['SHELL', ...exported.keys()]) reach.kindsOfName(name);
  if (exported.get('')) {
    for (const { assignment } of targetVariables) reach.kindsOfName(assignment.name.decoded);
  }
  return reach.names();
}

/** May concern QEMU or its clients. */
const CONCERNS = 1;
const EVALUATES = 2;
const MAKES = 4;

function kindsOf(text: MappedText): number {
  const { decoded, pieces } = text;
  // A comma may stand before a command.
  const commands = decoded.replaceAll(',', '\n');
  const sounds =
    SOUNDS_LIKE_QEMU.test(decoded) ||
    (pieces.some(({ kind, through }) => kind === 'unknown' || through[0]) && soundsLikeQemu(text));
  const concerns =
    sounds || mayActOnQemu(commands) || mayNameClient(decoded) || mayOpenMonitor(decoded);
  return (
    (concerns ? CONCERNS : 0) |
    (/[({]eval\s+[^\s)}]/.test(decoded) ? EVALUATES : 0) |
    (/\bmake\b/i.test(decoded) ? MAKES : 0)
  );
}

/** `$(QEMU)` */
const SOUNDS_LIKE_QEMU = /\$[({]?[^\s$)}]*(?:qemu|kvm)/i;

interface RecipeShell {
  readonly dialect: Dialect | undefined;
  readonly environment: ReadonlyMap<string, readonly HostValue[]>;
}

/** `usual` is the shell without target variables. */
function shellOf(
  evaluation: Evaluation,
  variables: Variables,
  usual: RecipeShell | undefined,
): RecipeShell {
  return {
    dialect: shellIn(evaluation, variables),
    environment: environmentOf(evaluation, variables, usual?.environment),
  };
}

function* scriptsOf(
  evaluation: Evaluation,
  rule: FoundRule,
  variables: Variables,
  { dialect, environment }: RecipeShell,
  isOneShell: boolean,
): Iterable<EmbeddedScript> {
  if (isOneShell) {
    const block = rule.lines[0]?.block;
    const lines = rule.lines.map(({ text }) => withoutPrefix(text));
    const whole = concat(
      lines.flatMap((line, index) =>
        index === 0 ? [line] : [unwritten('\n', line.place.start, MAKE['make-recipe']), line],
      ),
    );
    for (const { value } of expand(whole, scopeOf({ ...evaluation, variables }, block))) {
      yield { text: withoutPrefix(value), dialect, environment, block };
    }
    return;
  }
  for (const { text, block } of rule.lines) {
    const scope = scopeOf({ ...evaluation, variables }, block);
    for (const { value } of expand(text, scope)) {
      for (const line of linesOf(value)) {
        const script = withoutPrefix(line);
        if (script.decoded !== '') yield { text: script, dialect, environment, block };
      }
    }
  }
}

/** As of a `define`; continued lines stay one. */
function linesOf(text: MappedText): readonly MappedText[] {
  if (!text.decoded.includes('\n')) return [text];
  const lines: MappedText[] = [];
  let start = 0;
  for (const { 0: own, 1: backslashes = '', index } of text.decoded.matchAll(/(?<!\\)(\\*)\n/g)) {
    if (backslashes.length % 2 === 1) continue;
    lines.push(slice(text, start, index + backslashes.length));
    start = index + own.length;
  }
  return [...lines, slice(text, start)];
}

/** A name directly after an unknown piece. */
const GLUED = /^\ufffc+(?=[A-Za-z_])/;

/** Removes `@`, `-`, `+`, and an unknown prefix: `$(Q)qemu-system-arm`. */
function withoutPrefix(text: MappedText): MappedText {
  const [prefix = ''] = /^[\s@+-]*/.exec(text.decoded) ?? [];
  const rest = slice(text, prefix.length);
  const [unknown = ''] = GLUED.exec(rest.decoded) ?? [];
  return slice(rest, unknown.length);
}

/** Undefined for programs that are no shells. */
export function shellIn(
  { expander }: Pick<Evaluation, 'expander'>,
  variables: Variables,
): Dialect | undefined {
  const [only, ...others] = valuesOf(variables, 'SHELL');
  if (only === undefined || others.length > 0) return 'posix';
  const text = textsOf(only.value, { expander, variables })[0]?.value;
  const program = text?.decoded.trim().split(/\s+/).at(-1) ?? '';
  const name = nameOf(program);
  // An unknown program is assumed to be a shell.
  return program === '' || name.includes(UNKNOWN) ? 'posix' : shellNamed(program);
}

function textsOf(
  value: MakeValues[number]['value'],
  around: Pick<Scope, 'expander' | 'variables'>,
): Texts {
  if (value.kind !== 'scalar') return [];
  return isRecursive(value)
    ? expand(value.text, scopeOf(around, undefined))
    : [{ value: value.text, path: [] }];
}

/** Exported variables, by name or all. Fixed ones come from `usual`. */
function environmentOf(
  { exported, expander, variables: own }: Evaluation,
  variables: Variables,
  usual: RecipeShell['environment'] | undefined,
): RecipeShell['environment'] {
  const environment = new Map<string, readonly HostValue[]>();
  if (exported.size === 0 || (usual && isUsedUp(expander.fuel))) return environment;
  const names = exported.get('') ? namesIn(variables) : [...exported.keys()];
  if (usual) spend(expander.fuel, names.length);
  for (const name of names) {
    if (!NAME.test(name) || exported.get(name) === false) continue;
    const values = valuesOf(variables, name);
    if (values === UNSET) continue;
    const before = usual?.get(name);
    if (before && values === valuesOf(own, name) && areFixed(values)) {
      environment.set(name, before);
      continue;
    }
    const found = values.flatMap(({ value }): readonly HostValue[] => {
      const texts = textsOf(value, { expander, variables });
      if (texts.length > 0) return texts.map((one) => readAgainAs(one.value, IN_ENVIRONMENT));
      return value.kind === 'unset' ? [] : [undefined];
    });
    if (found.length > 0) environment.set(name, found);
  }
  return environment;
}

/** Texts in recipes' environment. */
export function exportedTexts(evaluation: Evaluation): readonly MappedText[] {
  const environment = environmentOf(evaluation, evaluation.variables, undefined);
  const scope = scopeOf(evaluation, undefined);
  const ofTargets = evaluation.targetVariables.flatMap(({ assignment: { modifiers, value } }) => {
    return modifiers.includes('export') ? expand(value, scope).map((one) => one.value) : [];
  });
  return [...[...environment.values()].flat(), ...ofTargets].filter((text) => text !== undefined);
}

const areFixed = once((values: MakeValues) => {
  return values.every(({ value }) => !isRecursive(value) || !value.text.decoded.includes('$'));
});

function namesIn(variables: Variables): readonly string[] {
  const names = new Set<string>();
  for (let layer: Variables | undefined = variables; layer; layer = layer.parent) {
    for (const name of layer.values.keys()) names.add(name);
  }
  return [...names];
}

const MAY_BE_OPTIONS = /(?:^|\s)-|qemu|kvm/i;

/** Unused variables' texts that may concern QEMU, as scripts. */
export function* heldTexts(evaluation: Evaluation): Iterable<EmbeddedScript> {
  const { expander } = evaluation;
  const reach = new Reach(evaluation, kindsOf);
  const held: { readonly name: string; readonly texts: Texts }[] = [];
  const used = new Set<string>();
  for (const variables of heldVariables(evaluation)) {
    for (const name of variables.values.keys()) {
      if (!(reach.kindsOfName(name) & CONCERNS)) continue;
      const values = valuesOf(variables, name);
      const own = { ...expander, used: new Set<string>() };
      const around = { expander: own, variables };
      const texts = values.flatMap(({ value }) => textsOf(value, around));
      for (const other of own.used) if (other !== name) used.add(other);
      held.push({ name, texts });
    }
  }
  const dialect = shellIn(evaluation, evaluation.variables);
  for (const { name, texts } of held) {
    if (used.has(name)) continue;
    for (const { value } of texts) {
      if (MAY_BE_OPTIONS.test(value.decoded)) yield { text: value, dialect };
    }
  }
}

function heldVariables(evaluation: Evaluation): readonly Variables[] {
  const own = evaluation.targetVariables.map(({ assignment, value }): Variables => {
    const variables = variablesAbove(evaluation.variables);
    const scope = scopeOf({ expander: evaluation.expander, variables }, undefined);
    variables.values.set(assignment.name.decoded, UNSET);
    assign(variables, assignment.name.decoded, assignment, scope, value);
    return variables;
  });
  return [evaluation.variables, ...own];
}
