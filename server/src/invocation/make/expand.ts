/** Expands references to all possible texts. Conditions go both ways unless nothing can override them. */

import {
  type MakePart,
  type MakeText,
  type Reference,
  referencesIn,
} from '../../syntax/make/references.ts';
import { UNKNOWN_ENCODING } from '../../text/encoding.ts';
import { type Fuel, fuelFor, spend, stopAt } from '../../text/fuel.ts';
import { LIMITS } from '../../text/limits.ts';
import { once } from '../../text/lookup.ts';
import {
  concat,
  generated,
  inBranch,
  isKnown,
  type MappedText,
  mappedText,
  type Piece,
  throughUse,
  unknownText,
  withMarks,
} from '../../text/mapped-text.ts';
import { branchAround } from '../../text/operations.ts';
import { folderOf } from '../../text/paths.ts';
import {
  type Alternative,
  agree,
  combinations,
  flatMapValues,
  joinPaths,
  mapValues,
  type Path,
  through,
  throughBlock,
} from '../domain/alternatives.ts';
import { type Block, choiceOf } from '../domain/blocks.ts';
import { namesMeant } from '../domain/havoc.ts';
import { UNSET } from '../domain/values.ts';
import { type Decisions, decided } from './decisions.ts';
import { eachWord, TEXT_FUNCTIONS, type TextFunction } from './text-functions.ts';
import {
  isOpen,
  isRecursive,
  type MakeValue,
  type RecursiveValue,
  type Texts,
  textValue,
  unmarked,
} from './values.ts';
import {
  BUILT_IN,
  mayBeSet,
  type Variables,
  valuesOf,
  variablesAbove,
  withTexts,
} from './variables.ts';
import { calculated, isLong, isSure, joined, replaced, wordsOf } from './words.ts';

/** Fuel, and levels of nested references left. */
export type MakeFuel = Fuel & { levels: number };

/** The cost of a reference. */
export const REFERENCE = 12;
const PIECES_PER_REFERENCE = 4;

/** Fuel for Makefiles of `length`. */
export function makeFuelFor(length: number): MakeFuel {
  return { ...fuelFor(length), levels: LIMITS.nesting };
}

/** Shared by a Makefile's expansions. */
export interface Expander {
  readonly fuel: MakeFuel;
  readonly every: boolean;
  readonly path: string | undefined;
  readonly runs: (script: MappedText, scope: Scope) => void;
  readonly reads: (texts: Texts, scope: Scope) => void;
  readonly used: Set<string>;
  readonly decisions: Decisions;
  /** Variables whose own texts may open a monitor or a display. */
  readonly opening: Iterable<string>;
  /** Looks up what a value expands to, or runs it. */
  readonly kept?: (
    value: RecursiveValue,
    scope: Scope,
    run: (expander: Expander) => Texts,
  ) => Texts;
}

interface Active {
  readonly name: string;
  readonly around: Active | undefined;
}

/** An expansion's context. */
export interface Scope {
  readonly expander: Expander;
  readonly variables: Variables;
  readonly path: Path;
  readonly block: Block | undefined;
  /** Variables being expanded, innermost first. */
  readonly active: Active | undefined;
  readonly depends: { variable: boolean };
}

const USES_PER_PIECE = 32;

/** All possible texts; never empty. */
export function expand(text: MappedText, scope: Scope): Texts {
  const { decoded, pieces } = text;
  if (decoded !== '' && !decoded.includes('$') && pieces.length <= LIMITS.pieces) return only(text);
  return expandParts(partsOf(text), text, scope);
}

const partsOf = once(referencesIn);

function expandParts(parts: MakeText, place: MappedText, scope: Scope): Texts {
  const [first, second] = parts;
  const isPlain = first?.kind === 'text' && second === undefined;
  if (isPlain && first.text.pieces.length <= LIMITS.pieces) return only(first.text);
  const sets = parts.map((part) => expandPart(part, scope));
  const whole = (texts: readonly MappedText[]): MappedText => {
    const length = texts.reduce((sum, { pieces }) => sum + pieces.length, 0);
    if (length <= LIMITS.pieces) return concat(texts);
    // Written text stays; too long insertions are unknown.
    return concat(
      texts.map((text, index) => {
        const part = parts[index];
        return part === undefined || part.kind === 'text' ? text : unknownOf(part.reference);
      }),
    );
  };
  return combined(sets, scope, whole, place);
}

/** The number of combinations, and whether all are wanted. */
function bound({ every }: Expander): readonly [number, boolean] {
  return [every ? LIMITS.group : LIMITS.values, every];
}

/** Results for each combination; undefined ones become unknown. */
function combined(
  sets: readonly Texts[],
  { expander, path }: Scope,
  make: (texts: readonly MappedText[]) => MappedText | undefined,
  place: MappedText,
  reference?: Reference,
): Texts {
  const found = sets.every((set) => set.length === 1)
    ? [alone(sets)]
    : combinations(sets, ...bound(expander));
  const texts = mapValues(found, (values) => {
    const made = values.length === 0 ? mappedText([], place.place) : make(values);
    const isFine = made !== undefined && made.pieces.length <= LIMITS.pieces;
    const value = isFine
      ? made
      : reference
        ? unknownOf(reference)
        : mappedText(made?.pieces.slice(0, LIMITS.pieces) ?? [], place.place);
    return value;
  });
  const possible = texts.filter((text) => agree(text.path, path));
  return possible.length > 0 ? possible : texts.slice(0, 1);
}

function alone(sets: readonly Texts[]) {
  const values: MappedText[] = [];
  let path: Path = [];
  for (const [only] of sets) {
    if (only === undefined) continue;
    values.push(only.value);
    path = joinPaths(path, only.path);
  }
  return { value: values, path };
}

function expandPart(part: MakePart, scope: Scope): Texts {
  if (part.kind === 'text') return only(part.text);
  const { reference } = part;
  const { fuel } = scope.expander;
  if (fuel.levels === 0) stopAt(fuel, reference.use.at);
  if (part.kind === 'open' || fuel.levels === 0 || !spend(fuel, REFERENCE))
    return only(unknownOf(reference));
  fuel.levels--;
  const texts = part.kind === 'variable' ? variable(part, scope) : call(part, scope);
  fuel.levels++;
  // Long texts, and those with many uses, cost more to copy.
  const count = texts.reduce((sum, { value: { pieces } }) => {
    return sum + pieces.length * (1 + (pieces[0]?.through.length ?? 0) / USES_PER_PIECE);
  }, 0);
  spend(fuel, REFERENCE * Math.floor(count / PIECES_PER_REFERENCE));
  const { branch } = reference;
  return branch ? mapValues(texts, (text) => inBranch(text, branch)) : texts;
}

function scopeOn(scope: Scope, path: Path): Scope {
  return { ...scope, path: joinPaths(scope.path, path) };
}

function only(text: MappedText): Texts {
  return [{ value: text, path: [] }];
}

function unknownOf({ use, branch }: Reference, path?: string): MappedText {
  return unknownText(use.source, { ...use, branch, path });
}

type VariablePart = Extract<MakePart, { kind: 'variable' }>;
type FunctionPart = Extract<MakePart, { kind: 'function' }>;

function variable({ reference, name, change }: VariablePart, scope: Scope): Texts {
  const names = namesOf(name, reference, scope);
  const texts = flatMapValues(names, (value, path): Texts => {
    if (!isSure(value) || !agree(path, scope.path)) return only(unknownOf(reference));
    return givenBy(value.decoded.trim(), reference, scopeOn(scope, path));
  });
  if (change === undefined) return texts;
  const [from, to] = change.map((side) => expandParts(side, unknownOf(reference), scope));
  return combined(
    [from ?? [], to ?? [], texts],
    scope,
    ([pattern, replacement, text]) =>
      pattern && replacement && text && changed(pattern, replacement, text),
    unknownOf(reference),
    reference,
  );
}

/** The names of `$(FLAGS_$(BOARD))`, also of other boards that open a monitor if make's command line may choose. */
function namesOf(name: MakeText, reference: Reference, scope: Scope): Texts {
  const place = unknownOf(reference);
  const isComputed = name.length > 1;
  if (!isComputed) return expandParts(name, place, scope);
  const { expander, variables, block } = scope;
  const own = { depends: { variable: false }, expander: { ...expander, used: new Set<string>() } };
  const names = expandParts(name, place, { ...scope, ...own });
  const { used } = own.expander;
  for (const one of used) expander.used.add(one);
  if (!own.depends.variable) return names;
  scope.depends.variable = true;
  const pattern = name.map((part) =>
    part.kind === 'text' ? part.text : unknownOf(part.reference),
  );
  const others = namesMeant(expander.opening, concat(pattern)).filter((one) => {
    return names.every(({ value }) => value.decoded !== one);
  });
  if (others.length === 0) return names;
  const { at, source: text } = reference.use;
  const { yes, no } = decided(expander.decisions, { text, used, variables, around: block }, () => {
    const [chosen, usual] = choiceOf({ inFunction: undefined, block }, [at, undefined], true);
    return { yes: chosen, no: usual };
  });
  const chosen = others.flatMap((one) => only(calculated(one, place)));
  return [...through(names, no), ...through(chosen, yes)];
}

/** `$(NAME:.c=.o)`: suffixes, or a pattern. */
function changed(from: MappedText, to: MappedText, text: MappedText): MappedText | undefined {
  if (isLong(text)) return undefined;
  const hasPattern = from.decoded.includes('%');
  const percent = generated('%', { at: from.place, encodings: UNKNOWN_ENCODING });
  const pattern = hasPattern ? from : concat([percent, from]);
  const replacement = hasPattern ? to : concat([percent, to]);
  return eachWord(text, (word) => replaced(word, pattern, replacement));
}

function givenBy(name: string, reference: Reference, scope: Scope): Texts {
  const { expander, variables, active, path } = scope;
  expander.used.add(name);
  if (mayBeSet(variables, name)) scope.depends.variable = true;
  const values = valuesOf(variables, name).filter((one) => agree(one.path, path));
  if (isActive(name, active)) return only(unknownOf(reference));
  const inner = { ...scope, active: { name, around: active } };
  const found = flatMapValues(values, (value, own) =>
    textsOf(name, value, reference, scopeOn(inner, own)),
  );
  if (found.length === 0) return only(unknownOf(reference));
  const [most] = bound(expander);
  return found.length <= most ? found : [...found.slice(0, most), ...only(unknownOf(reference))];
}

function isActive(name: string, active: Active | undefined): boolean {
  for (let one = active; one; one = one.around) if (one.name === name) return true;
  return false;
}

function textsOf(name: string, value: MakeValue, reference: Reference, scope: Scope): Texts {
  switch (value.kind) {
    case 'scalar': {
      const texts = isRecursive(value) ? expandedValue(value, scope) : only(value.text);
      return mapValues(texts, (text) => throughUse(text, reference.use));
    }
    case 'unset':
      return only(value.surely ? mappedText([], reference.use.at) : ownOf(name, reference, scope));
    default:
      return only(unknownOf(reference));
  }
}

function expandedValue(value: RecursiveValue, scope: Scope): Texts {
  const { kept } = scope.expander;
  const run = (expander: Expander): Texts =>
    expandParts(partsOf(value.text), value.text, { ...scope, expander });
  return kept ? kept(value, scope, run) : run(scope.expander);
}

/** make's own value of an unset variable. */
function ownOf(name: string, reference: Reference, { expander }: Scope): MappedText {
  const { path } = expander;
  if (name === 'CURDIR' && path !== undefined) return unknownOf(reference, folderOf(path));
  if (name === 'MAKEFILE_LIST') return unknownOf(reference, path);
  const text = BUILT_IN.get(name);
  if (text === undefined) return unknownOf(reference);
  return generated(text, { ...reference.use, encodings: UNKNOWN_ENCODING });
}

function call(part: FunctionPart, scope: Scope): Texts {
  const { reference, name, args } = part;
  const place = unknownOf(reference);
  const argument = (index: number, inner = scope): Texts =>
    expandParts(args[index] ?? [], place, inner);
  const pure = TEXT_FUNCTIONS.get(name);
  if (pure) {
    const sets = args.map((_, index) => argument(index));
    return combined(sets, scope, (texts) => applied(pure, texts), place, reference);
  }
  switch (name) {
    case 'if':
      return choose(part, scope);
    case 'or':
    case 'and':
      return firstOf(args, name === 'or', part, scope);
    case 'call':
      return callFunction(part, scope);
    case 'foreach':
      return forEach(part, scope);
    case 'eval':
      scope.expander.reads(argument(0), scope);
      return nothing(place);
    case 'value':
      return writtenIn(argument(0), part, scope);
    case 'file':
      // What is written may be a script; `<FILE` is a file's content.
      for (const { value } of argument(1)) scope.expander.runs(value, scope);
      if (argument(0).every(({ value }) => /^\s*>/.test(value.decoded))) return nothing(place);
      break;
    case 'info':
    case 'warning':
    case 'error':
      argument(0);
      return nothing(place);
    case 'shell':
      for (const { value } of argument(0)) scope.expander.runs(value, scope);
      break;
    default:
  }
  scope.depends.variable = true;
  return only(place);
}

function nothing({ place }: MappedText): Texts {
  return only(mappedText([], place));
}

const EMPTY = mappedText([]);

/** An optional text gives an optional result. */
function applied(pure: TextFunction, texts: readonly MappedText[]): MappedText | undefined {
  if (texts.some(isLong)) return undefined;
  const [first = EMPTY, second = EMPTY, third = EMPTY] = texts.map(unmarked);
  const made = pure(first, second, third);
  const branch = texts.map(branchAround).find((one) => one !== undefined);
  return made && inBranch(made, branch);
}

function condition(parts: MakeText, place: MappedText, scope: Scope) {
  const depends = { variable: false };
  const texts = expandParts(parts, place, { ...scope, depends });
  scope.depends.variable ||= depends.variable;
  const [first] = texts;
  const isFixed = texts.length === 1 && !depends.variable && first !== undefined;
  return {
    texts,
    fixed: isFixed && isSure(first.value) ? first.value.decoded.trim() !== '' : undefined,
  };
}

/** `$(if …)`: both ways unless decided. */
function choose({ reference, args }: FunctionPart, scope: Scope): Texts {
  const place = unknownOf(reference);
  const [test = [], then = [], otherwise = []] = args;
  const used = new Set<string>();
  const { expander, variables, block } = scope;
  const asking = { ...scope, expander: { ...expander, used } };
  const { fixed } = condition(test, place, asking);
  for (const name of used) expander.used.add(name);
  if (fixed !== undefined) return expandParts(fixed ? then : otherwise, place, scope);
  const { at, source: text } = reference.use;
  const { yes, no } = decided(expander.decisions, { text, used, variables, around: block }, () => {
    const [first, second] = choiceOf({ inFunction: undefined, block }, [at, undefined], true);
    return { yes: first, no: second };
  });
  return [...inBlock(then, yes, place, scope), ...inBlock(otherwise, no, place, scope)];
}

function inBlock(
  parts: MakeText,
  block: Block | undefined,
  place: MappedText,
  scope: Scope,
): Texts {
  const inner = { ...scope, path: throughBlock(scope.path, block) };
  return through(expandParts(parts, place, inner), block);
}

/** The first non-empty of `$(or …)`, the last of `$(and …)` if all are. */
function firstOf(
  args: readonly MakeText[],
  isOr: boolean,
  { reference }: FunctionPart,
  scope: Scope,
): Texts {
  const place = unknownOf(reference);
  const found: Alternative<MappedText>[] = [];
  for (const [index, parts] of args.entries()) {
    const { texts, fixed } = condition(parts, place, scope);
    const isLast = index === args.length - 1;
    if (isLast || (fixed !== undefined && fixed === isOr)) return [...found, ...texts];
    if (fixed !== undefined) continue;
    const own = isOr ? texts.filter(({ value }) => value.decoded.trim() !== '') : nothing(place);
    found.push(...own);
  }
  return found.length > 0 ? found : nothing(place);
}

const ARGUMENTS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** `$(call NAME,a,b)`: the variable's text with `$(1)`, `$(2)`. */
function callFunction({ reference, args }: FunctionPart, scope: Scope): Texts {
  const place = unknownOf(reference);
  const nothing = mappedText([], place.place);
  const absent = textValue(nothing);
  const [name = [], ...others] = args;
  const names = expandParts(name, place, scope);
  // A function of an absent file is unused here.
  const isElsewhere = names.every(({ value }) => {
    return valuesOf(scope.variables, value.decoded.trim()) === UNSET;
  });
  const expander = isElsewhere ? { ...scope.expander, used: new Set<string>() } : scope.expander;
  const depends = new Set<string>();
  const given = others.map((arg, index) => {
    const own = { variable: false };
    const texts = expandParts(arg, place, { ...scope, expander, depends: own });
    scope.depends.variable ||= own.variable;
    if (own.variable) depends.add(String(index + 1));
    return texts;
  });
  const all = [names, ...given];
  return flatMapValues(
    combinations(all, ...bound(scope.expander)),
    ([own, ...texts], path): Texts => {
      if (own === undefined || !isSure(own)) return only(place);
      const variables = variablesAbove(scope.variables, depends);
      // Hides arguments of the outer call.
      for (const [index, number] of ARGUMENTS.entries()) {
        const text = texts[index];
        variables.values.set(number, text ? textValue(text) : absent);
      }
      return givenBy(own.decoded.trim(), reference, scopeOn({ ...scope, variables }, path));
    },
  );
}

/** `$(foreach x,a b,text)`: the text for each word. */
function forEach({ reference, args }: FunctionPart, scope: Scope): Texts {
  const place = unknownOf(reference);
  const [name = [], list = [], body = []] = args;
  if (isOfFiles(body)) {
    scope.depends.variable = true;
    return only(place);
  }
  const [first] = expandParts(name, place, scope);
  return flatMapValues(expandParts(list, place, scope), (value, path): Texts => {
    const inner = scopeOn(scope, path);
    const round = (word: MappedText, { expander } = scope): Texts => {
      const variables = withTexts(scope.variables, [[first?.value.decoded.trim() ?? '', word]]);
      return expandParts(body, place, { ...inner, variables, expander });
    };
    if (isLong(value)) {
      // `$(eval …)` in a round differs only by the word.
      const { expander } = scope;
      const reads: Expander['reads'] = (texts, own) => {
        stopAt(expander.fuel, reference.use.at);
        expander.reads(texts, own);
      };
      round(place, { ...scope, expander: { ...expander, reads } });
      return only(place);
    }
    const words = wordsOf(value);
    const rounds = words.map((word) => {
      const texts = round(word);
      if (!isOpen(word)) return texts;
      // A word that may be several may also be none.
      const own = isKnown(word) ? branchAround(word) : undefined;
      if (own) return mapValues(texts, (text) => inBranch(text, own));
      const branch = { looped: true };
      const inLoop = (piece: Piece): Piece => ({ ...piece, branch });
      return mapValues(texts, (text) => withMarks(text, inLoop));
    });
    return combined(rounds, inner, (texts) => joined(texts, value), value);
  });
}

/** Whether only the disk knows a text: `$(dir $(wildcard $(1)/*.mk))`. */
function isOfFiles([part, ...others]: MakeText): boolean {
  if (part?.kind !== 'function' || others.length > 0) return false;
  const { name, args } = part;
  if (name === 'wildcard') return true;
  const isRound = name === 'foreach' || (name !== 'if' && args.length === 1);
  return isRound && isOfFiles(args.at(-1) ?? []);
}

/** `$(value NAME)`: assigned text, not expanded. */
function writtenIn(names: Texts, { reference }: FunctionPart, scope: Scope): Texts {
  scope.depends.variable = true;
  return flatMapValues(names, (name): Texts => {
    if (!isSure(name)) return only(unknownOf(reference));
    const text = name.decoded.trim();
    scope.expander.used.add(text);
    const values = valuesOf(scope.variables, text).filter((one) => agree(one.path, scope.path));
    return mapValues(values, (value) =>
      value.kind === 'scalar' ? throughUse(value.text, reference.use) : unknownOf(reference),
    );
  });
}
