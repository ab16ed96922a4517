/** Evaluates a Makefile in make's order, both arms of conditions; recipes later, with the final variables. */

import { readMake } from '../../syntax/make/reader.ts';
import type {
  MakeAssignment,
  MakeCondition,
  Makefile,
  MakeModifier,
  MakeNode,
} from '../../syntax/make/tree.ts';
import { isUsedUp, spend, stopAt } from '../../text/fuel.ts';
import { LIMITS } from '../../text/limits.ts';
import { once } from '../../text/lookup.ts';
import { definedAt, isKnown, type MappedText, replaceEach, slice } from '../../text/mapped-text.ts';
import { pathOf, trimmed } from '../../text/operations.ts';
import { folderOf } from '../../text/paths.ts';
import {
  type Alternative,
  agree,
  mapValues,
  onPath,
  type Path,
  through,
  throughBlock,
} from '../domain/alternatives.ts';
import { type Block, choiceOf } from '../domain/blocks.ts';
import { namesMeant } from '../domain/havoc.ts';
import { limited, NO_VALUES, only, sizeOfAll, UNKNOWN_VALUES, UNSET } from '../domain/values.ts';
import { candidatePaths } from '../inclusions.ts';
import { decided } from './decisions.ts';
import { type Expander, expand, type Scope } from './expand.ts';
import {
  assignedIn,
  defaulted,
  grownAll,
  type MakeValue,
  type MakeValues,
  type RecursiveValue,
  recursive,
  type Texts,
} from './values.ts';
import { type Journal, type Variables, valuesOf } from './variables.ts';
import { isSure, type Pattern, patternOf, wordsOf } from './words.ts';

type BringIn = (
  paths: readonly string[],
  name: MappedText,
) => { readonly path: string; readonly makefile: Makefile } | undefined;

/** A rule and its recipe lines with their branches. */
export interface FoundRule {
  /** The targets and prerequisites, not expanded. */
  readonly written: readonly MappedText[];
  readonly targets: readonly MappedText[];
  readonly prerequisites: readonly MappedText[];
  /** The `%.o` of `$(OBJECTS): %.o: %.c`. */
  readonly pattern: Pattern | undefined;
  readonly isPattern: boolean;
  readonly block: Block | undefined;
  readonly lines: { readonly text: MappedText; readonly block: Block | undefined }[];
}

/** A target-specific variable; its targets are expanded when first read. */
export interface TargetVariable {
  /** In the order of the files. */
  readonly number: number;
  readonly targets: readonly MappedText[];
  readonly assignment: MakeAssignment;
  readonly block: Block | undefined;
  /** Expanded when read (`:=`); undefined if expanded at each use. */
  readonly value: MakeValues | undefined;
}

/** An evaluation's state and results. */
export interface Evaluation {
  readonly expander: Expander;
  readonly variables: Variables & { readonly values: Journal };
  readonly rules: FoundRule[];
  readonly targetVariables: TargetVariable[];
  /** The last `export` or `unexport` of a variable; '' for all. */
  readonly exported: Map<string, boolean>;
  /** Variables of make's command line. */
  readonly told: ReadonlyMap<string, RecursiveValue>;
  readonly bringIn: BringIn;
  /** Variables of the functions around a text that is evaluated. */
  readonly within?: Variables;
  /** Files being read, the Makefile first. */
  readonly files: readonly string[];
  /** Files that were read, and how many may be read again. */
  readonly included: { readonly paths: Set<string>; again: number };
}

interface Place {
  readonly block: Block | undefined;
  readonly rule: { current: FoundRule | undefined };
  readonly depth: number;
}

/** Evaluates nodes in order. */
export function evaluate(evaluation: Evaluation, nodes: readonly MakeNode[], place: Place): void {
  for (const node of nodes) evaluateNode(evaluation, node, place);
}

function evaluateNode(evaluation: Evaluation, node: MakeNode, place: Place): void {
  const { block, rule } = place;
  const scope = scopeOf(
    { ...evaluation, variables: evaluation.within ?? evaluation.variables },
    block,
  );
  switch (node.kind) {
    case 'assignment': {
      rule.current = undefined;
      const own = node.operator === '+=' ? laterScope(evaluation, scope) : scope;
      for (const name of changeNamed(evaluation, node, scope, (old) => assigned(old, node, own))) {
        for (const modifier of node.modifiers) {
          if (modifier === 'export') evaluation.exported.set(name, true);
          if (modifier === 'unexport') evaluation.exported.set(name, false);
          // No recipe sees it.
          if (modifier === 'private') assignHere(evaluation, name, [], (old) => [...old, ...UNSET]);
        }
      }
      break;
    }
    case 'undefine':
      changeNamed(evaluation, node, scope, (old) => assignedIn(old, NO_VALUES, block));
      break;
    case 'export': {
      const names = wordsIn(node.names, scope);
      const isAll = names.length === 0 || (node.isExported && !names.every(isKnown));
      if (isAll) evaluation.exported.set('', node.isExported);
      for (const { decoded } of names) evaluation.exported.set(decoded, node.isExported);
      break;
    }
    case 'rule':
      rule.current = ruleOf(evaluation, node, scope);
      break;
    case 'recipe':
      rule.current?.lines.push({ text: node.text, block });
      break;
    case 'conditional': {
      const { arms, otherwise } = node;
      const depth = place.depth + 1;
      if (depth > LIMITS.nesting) {
        stopAt(evaluation.expander.fuel, arms[0]?.condition.at ?? node.at);
        break;
      }
      const conditions = arms.map(({ condition }) => condition);
      const found = decide(conditions, otherwise !== undefined, scope);
      for (const [index, arm] of found.entries()) {
        const body = arms[index]?.body ?? otherwise ?? [];
        if (arm.isRun) evaluate(evaluation, body, { ...place, block: arm.block, depth });
      }
      break;
    }
    case 'include':
      include(evaluation, node, place, scope);
      break;
    case 'vpath':
      assignHere(evaluation, 'VPATH', [], (old) => [...old, ...through(UNKNOWN_VALUES, block)]);
      break;
    case 'expression':
      expand(node.text, scope);
      break;
  }
}

/** Evaluates texts of `$(eval …)`, each in a branch unless alone. */
export function evaluateTexts(
  evaluation: Evaluation,
  texts: Texts,
  { block, path, variables: within }: Scope,
): void {
  // Texts from the same places do the same.
  const distinct = new Map(
    texts.map(({ value }) => [
      `${value.pieces.map(({ at }) => at.start).join(' ')}\n${value.decoded}`,
      value,
    ]),
  );
  const [first] = texts;
  const isSure = texts.length === 1 && first?.path.length === 0 && isOnlyIn(path, block);
  const arms = [...distinct.values()].map(() => undefined);
  const choice = choiceOf({ inFunction: undefined, block }, arms, texts.length > 1);
  for (const [index, text] of [...distinct.values()].entries()) {
    const own = isSure ? block : choice[index];
    evaluate({ ...evaluation, within }, readMake(text).nodes, {
      block: own,
      rule: { current: undefined },
      depth: 0,
    });
    if (text.decoded.split('\n').some(isUnknownLine)) havoc(evaluation, own);
  }
}

function isUnknownLine(line: string): boolean {
  return /^\ufffc+$/.test(line.trim());
}

/** Whether a path says no more than the block. */
function isOnlyIn(path: Path, block: Block | undefined): boolean {
  return path.every((step) => step.taken && step.block === block);
}

/** The scope of text in a branch. */
export function scopeOf(
  { expander, variables }: Pick<Scope, 'expander' | 'variables'>,
  block: Block | undefined,
): Scope {
  const path: Path = throughBlock([], block);
  return { expander, variables, path, block, active: undefined, depends: { variable: false } };
}

/** Changes the variables that a name means; returns the known names. */
function changeNamed(
  evaluation: Evaluation,
  node: Extract<MakeNode, { kind: 'assignment' | 'undefine' }>,
  scope: Scope,
  change: (old: MakeValues) => MakeValues,
): ReadonlySet<string> {
  const texts = expand(node.name, scope).map(({ value }) => trimmed(value));
  const known = new Set(texts.filter(isKnown).map(({ decoded }) => decoded));
  known.delete('');
  const isOnly = texts.length === 1;
  const assignment = node.kind === 'assignment' ? node : undefined;
  for (const one of known) {
    const changed = (old: MakeValues) => (isOnly ? change(old) : [...old, ...change(old)]);
    assignHere(evaluation, one, node.modifiers, changed, assignment);
  }
  for (const text of texts) if (!isKnown(text)) havoc(evaluation, scope.block, text);
  return known;
}

/** Adds an unknown value to variables that a partly unknown name may mean, or to all. */
function havoc(evaluation: Evaluation, block: Block | undefined, name?: MappedText): void {
  const { expander, variables } = evaluation;
  // Without fuel every reference is unknown.
  if (isUsedUp(expander.fuel)) return;
  const names = [...variables.values.keys()];
  spend(expander.fuel, names.length / 8);
  for (const one of namesMeant(names, name)) {
    assignHere(evaluation, one, [], (old) =>
      old.some(({ value }) => value.kind === 'unknown')
        ? old
        : [...old, ...through(UNKNOWN_VALUES, block)],
    );
  }
}

/** Whether an assignment gives the same if it is evaluated later. */
function isLater({ operator, value: { decoded } }: MakeAssignment): boolean {
  if (operator === '=' || operator === '?=' || (operator !== '!=' && !decoded.includes('$')))
    return true;
  return operator === '+=' && !ACTS.test(decoded);
}

/** Functions that may do more than give a text. */
const ACTS = /[({](?:eval|shell|call)\s/;

/** A scope with the values of now. */
function laterScope({ variables }: Evaluation, scope: Scope): Scope {
  return { ...scope, variables: { ...variables, values: variables.values.kept() } };
}

function wordsLater(
  text: MappedText,
  evaluation: Evaluation,
  scope: Scope,
): () => readonly MappedText[] {
  const isNow = !text.decoded.includes('$') || ACTS.test(text.decoded);
  const words = isNow ? wordsIn(text, scope) : undefined;
  if (words) return () => words;
  const own = laterScope(evaluation, scope);
  return once(() => wordsIn(text, own));
}

const NO_WORDS: readonly MappedText[] = [];

function wordsIn(text: MappedText, scope: Scope): readonly MappedText[] {
  const { decoded } = text;
  if (decoded === '') return NO_WORDS;
  if (!/[$\s]|^\.\//.test(decoded)) return [text];
  const words = expand(text, scope).flatMap(({ value }) => wordsOf(value));
  return distinct(words.map(withoutFolder));
}

/** `./run` is `run` (`parse_file_seq`). */
function withoutFolder(word: MappedText): MappedText {
  const [own] = /^(?:\.\/+)+(?=.)/.exec(word.decoded) ?? [];
  return own ? slice(word, own.length) : word;
}

function distinct(words: readonly MappedText[]): readonly MappedText[] {
  const known = new Map<string, MappedText>();
  for (const word of words) if (!known.has(word.decoded)) known.set(word.decoded, word);
  return [...known.values()];
}

/** Changes a variable, but without `override` not one held by `override` or the command line. */
function assignHere(
  { expander, variables }: Evaluation,
  name: string,
  modifiers: readonly MakeModifier[],
  change: (old: MakeValues) => MakeValues,
  assignment?: MakeAssignment,
): void {
  const isOverride = modifiers.includes('override');
  const apply = (old: MakeValues) => bounded(changedBy(change, old, isOverride), expander);
  const values = assignment && !isLater(assignment) ? apply(valuesOf(variables, name)) : undefined;
  if (assignment) variables.values.note(name, assignment.value);
  variables.values.change(name, values ? () => values : apply);
}

function changedBy(
  change: (old: MakeValues) => MakeValues,
  old: MakeValues,
  isOverride: boolean,
): MakeValues {
  const held = isOverride ? [] : old.filter(({ value }) => value.isHeld);
  const changed =
    held.length === 0
      ? change(old)
      : old.flatMap((one) => {
          if (one.value.isHeld) return [one];
          return onPath(
            change([one]).filter(({ path }) => agree(path, one.path)),
            one.path,
          );
        });
  // An unused default changes nothing, not even the origin.
  const kept = new Set(old.map(({ value }) => value));
  return changed.map((one): Alternative<MakeValue> => {
    return isOverride && !kept.has(one.value)
      ? { ...one, value: { ...one.value, isHeld: true } }
      : one;
  });
}

/** Assigns a variable, possibly in a branch. */
export function assign(
  variables: Variables,
  name: string,
  node: MakeAssignment,
  scope: Scope,
  ready?: MakeValues,
): void {
  const values = assigned(valuesOf(variables, name), node, { ...scope, variables }, ready);
  variables.values.set(name, bounded(values, scope.expander));
}

function bounded(values: MakeValues, { fuel }: Expander): MakeValues {
  for (const { value } of values) {
    const isLong = value.kind === 'scalar' && value.text.pieces.length > LIMITS.pieces;
    if (isLong) stopAt(fuel, value.text.place);
  }
  return limited(values);
}

function assigned(
  old: MakeValues,
  { operator, value, at }: MakeAssignment,
  scope: Scope,
  ready?: MakeValues,
): MakeValues {
  const { block } = scope;
  const text = definedAt(value, at);
  if (operator === '+=') {
    const { fuel } = scope.expander;
    if (old.length > 1) spend(fuel, sizeOfAll(old) / 3);
    if (isUsedUp(fuel)) return UNKNOWN_VALUES;
    return grownAll(
      old,
      (before) =>
        before.kind === 'scalar' && !before.recursive
          ? expand(text, scope)
          : [{ value: text, path: [] }],
      block,
    );
  }
  if (operator === '?=') return defaulted(old, only(recursive(text)), block);
  const values = ready ?? valuesNow(operator, text, scope);
  return assignedIn(old, values, block);
}

function valuesNow(
  operator: MakeAssignment['operator'],
  text: MappedText,
  scope: Scope,
): MakeValues {
  if (operator === '=') return only(recursive(text));
  const texts = expand(text, scope);
  if (operator === '!=') {
    for (const { value } of texts) scope.expander.runs(value, scope);
    return UNKNOWN_VALUES;
  }
  if (operator !== ':::=') return mapValues(texts, (text) => ({ kind: 'scalar', text }));
  // Appended text is expanded at each use.
  return mapValues(texts, (text) => recursive(replaceEach(text, /\$/g, () => '$$')));
}

function ruleOf(
  evaluation: Evaluation,
  node: Extract<MakeNode, { kind: 'rule' }>,
  scope: Scope,
): FoundRule | undefined {
  const targets = wordsLater(node.targets, evaluation, scope);
  if (node.variable) {
    const [perhaps] = choiceOf({ inFunction: undefined, block: scope.block }, [undefined], false);
    const add = (assignment: MakeAssignment, value: MakeValues | undefined): void => {
      evaluation.variables.values.note(assignment.name.decoded, assignment.value);
      evaluation.targetVariables.push({
        ...{ number: evaluation.targetVariables.length, assignment, value },
        get targets() {
          return targets();
        },
        get block() {
          return targets().every(isKnown) ? scope.block : perhaps;
        },
      });
    };
    const [name = node.variable.name] = expand(node.variable.name, scope).map(({ value }) => value);
    if (!isKnown(name)) havoc(evaluation, scope.block, name);
    const assignment = decidedNow({ ...node.variable, name }, targets, evaluation);
    // The command line wins for targets too, unless overridden.
    const said = evaluation.told.get(assignment.name.decoded);
    const values = valuesOf(evaluation.variables, assignment.name.decoded);
    const isSaid = said && values.every(({ value }) => value === said);
    if (isSaid && !assignment.modifiers.includes('override')) {
      // A pattern appends to the command line's value (`initialize_file_variables`).
      const isAdded = assignment.operator === '+=' && isPatternIn(targets());
      const told: MakeAssignment = isAdded
        ? { ...assignment, value: said.text }
        : { ...assignment, operator: ':=' };
      add(told, values);
      return undefined;
    }
    const { operator, value, at } = assignment;
    const isNow = operator !== '=' && operator !== '+=' && operator !== '?=';
    add(assignment, isNow ? valuesNow(operator, definedAt(value, at), scope) : undefined);
    return undefined;
  }
  const prerequisites = wordsLater(node.prerequisites, evaluation, scope);
  const [pattern] = node.pattern ? wordsIn(node.pattern, scope) : [];
  const found: FoundRule = {
    written: [node.targets, node.prerequisites],
    get targets() {
      return targets();
    },
    get prerequisites() {
      return prerequisites();
    },
    pattern: pattern && patternOf(pattern.decoded),
    get isPattern() {
      return node.pattern === undefined && isPatternIn(targets());
    },
    block: scope.block,
    lines: [],
  };
  evaluation.rules.push(found);
  return found;
}

function isPatternIn(targets: readonly MappedText[]): boolean {
  return targets.some(({ decoded }) => decoded.includes('%'));
}

/** A target's `?=`, decided when read if nothing else may set the variable. */
function decidedNow(
  assignment: MakeAssignment,
  targets: () => readonly MappedText[],
  { variables, targetVariables }: Evaluation,
): MakeAssignment {
  const { decoded } = assignment.name;
  const isFree =
    assignment.operator === '?=' &&
    valuesOf(variables, decoded).every(({ value }) => value.kind === 'unset') &&
    !targetVariables.some((one) => one.assignment.name.decoded === decoded) &&
    !isPatternIn(targets());
  return isFree ? { ...assignment, operator: '=' } : assignment;
}

function include(
  evaluation: Evaluation,
  { names, isOptional }: Extract<MakeNode, { kind: 'include' }>,
  place: Place,
  scope: Scope,
): void {
  const { bringIn, expander, files, included } = evaluation;
  place.rule.current = undefined;
  if (files.length > LIMITS.depth) return;
  // make searches its working directory, usually the first folder.
  const folders = [...new Set([...files.slice(0, 1), ...files.slice(-1)].map(folderOf))];
  const texts = expand(names, scope).map(({ value }) => wordsOf(value));
  let isFound = false;
  let isOpen = false;
  for (const name of distinct(texts.flat())) {
    if (included.again < 0) {
      stopAt(expander.fuel, name.place);
      return;
    }
    const path = pathOf(name);
    const found = path ? bringIn(candidatePaths(path, folders), name) : undefined;
    if (found === undefined) {
      isOpen ||= !((isOptional && isKnown(name)) || namesDependencies(name));
      continue;
    }
    isFound = true;
    if (files.includes(found.path)) continue;
    if (included.paths.has(found.path)) included.again--;
    included.paths.add(found.path);
    const inner = { ...evaluation, files: [...files, found.path] };
    evaluate(inner, found.makefile.nodes, { ...place, rule: { current: undefined } });
  }
  // If one of several names leads to a file, unknown ones stand for its other versions.
  if (isOpen && !(isFound && texts.length > 1)) havoc(evaluation, place.block);
}

/** Whether files set no variable and only name dependencies: `$(DEPS)`, `$(OBJECTS:.o=.d)`. */
function namesDependencies({ pieces }: MappedText): boolean {
  return pieces.some((piece) => {
    return /\.(?:d|P)\b|dep/i.test(piece.kind === 'unknown' ? piece.source : piece.text);
  });
}

interface DecidedArm {
  readonly isRun: boolean;
  readonly block: Block | undefined;
}

function decide(
  conditions: readonly MakeCondition[],
  hasOtherwise: boolean,
  scope: Scope,
): readonly DecidedArm[] {
  const asked = conditions.map((condition) => ask(condition, scope));
  const chosen = asked.findIndex(({ holds }) => holds);
  if (asked.every(({ holds }) => holds !== undefined)) {
    const arms = conditions.map((_, index) => ({ isRun: index === chosen, block: scope.block }));
    return [...arms, { isRun: chosen === -1, block: scope.block }];
  }
  const spans = [...conditions.map(({ at }) => at), undefined];
  // Without `else` there is still a path around all arms.
  const choose = () => choiceOf({ inFunction: undefined, block: scope.block }, spans, true);
  const [alone] = conditions.length === 1 ? asked : [];
  const blocks = alone ? armsOf(alone, choose, scope) : choose();
  return blocks.map((block, index) => ({
    isRun: index < conditions.length ? asked[index]?.holds !== false : hasOtherwise,
    block,
  }));
}

/** Both arms of a condition, reused for equal or negated ones. */
function armsOf(
  { condition, used }: Asked,
  choose: () => readonly Block[],
  { expander, variables, block }: Scope,
): readonly (Block | undefined)[] {
  const { kind, sides } = condition;
  const isOpposite = kind === 'unequal' || kind === 'undefined';
  const family = kind === 'equal' || kind === 'unequal' ? 'equal' : 'defined';
  const text = JSON.stringify([family, ...sides.map((side) => side?.decoded)]);
  const { yes, no } = decided(expander.decisions, { text, used, variables, around: block }, () => {
    const [first, second] = choose();
    return isOpposite ? { yes: second, no: first } : { yes: first, no: second };
  });
  return isOpposite ? [no, yes] : [yes, no];
}

interface Asked {
  readonly condition: MakeCondition;
  /** Undefined if the condition depends on a variable. */
  readonly holds: boolean | undefined;
  readonly used: ReadonlySet<string>;
}

function ask(condition: MakeCondition, scope: Scope): Asked {
  const { kind, sides } = condition;
  const [left, right] = sides;
  const used = new Set<string>();
  const inner = { ...scope, expander: { ...scope.expander, used } };
  const one = constant(left, inner);
  const other = right && constant(right, inner);
  const isFixed = one !== undefined && other !== undefined;
  if (kind === 'defined' || kind === 'undefined') used.add(left.decoded);
  return {
    condition,
    holds: isFixed ? (one === other) === (kind === 'equal') : undefined,
    used,
  };
}

/** A side's text; undefined if it depends on variables. */
function constant(side: MappedText, scope: Scope): string | undefined {
  const depends = { variable: false };
  const [text, ...others] = expand(side, { ...scope, depends });
  if (depends.variable || others.length > 0 || !text || !isSure(text.value)) return undefined;
  return text.value.decoded;
}
