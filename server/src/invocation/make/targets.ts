/** Variables of a target's recipe: its own, those of targets that need it, and `$@` and the like. */
import { type MappedText, mappedText } from '../../text/mapped-text.ts';
import {
  assign,
  type Evaluation,
  type FoundRule,
  scopeOf,
  type TargetVariable,
} from './evaluate.ts';
import { type Variables, variablesAbove, withTexts } from './variables.ts';
import { joined, type Pattern, patternOf, stemIn } from './words.ts';

/** Limits of paths to a target and of targets visited. */
const MAX_WAYS = 8;
const MAX_LOOKED_AT = 2_000;
/** Rules and patterns that cost as much as one reference. */
const LOOKED_AT_PER_REFERENCE = 8;

/** A path to a target. */
interface Way {
  readonly variables: Variables;
  /** Whether no variables are set on it. */
  readonly isPlain: boolean;
}

/** Target-specific assignments. */
interface Said {
  /** Identifies their places: `12 40`. */
  readonly key: string;
  readonly variables: readonly TargetVariable[];
}

/** Rules by prerequisite, and variables by target. */
interface Targets {
  readonly needing: ReadonlyMap<string, readonly FoundRule[]>;
  readonly named: ReadonlyMap<string, readonly TargetVariable[]>;
  /** Pattern-specific variables. */
  readonly patterns: readonly (readonly [pattern: Pattern, variable: TargetVariable])[];
  /** Assignments for a target itself and for its prerequisites, by name. */
  readonly said: Readonly<Record<'itself' | 'needed', Map<string, Said>>>;
  /** Variables by path, shared by targets. */
  readonly made: Map<string, Variables>;
}

/** Indexes a Makefile's targets. */
export function targetsOf({ rules, targetVariables }: Evaluation): Targets {
  const named = new Map<string, TargetVariable[]>();
  const patterns: (readonly [Pattern, TargetVariable])[] = [];
  for (const variable of targetVariables) {
    for (const text of new Set(variable.targets.map((target) => target.decoded))) {
      const known = named.get(text);
      if (known) known.push(variable);
      else named.set(text, [variable]);
      if (text.includes('%')) patterns.push([patternOf(text), variable]);
    }
  }
  const needing = rulesBy(rules, ({ prerequisites }) => prerequisites);
  const said = { itself: new Map<string, Said>(), needed: new Map<string, Said>() };
  return { needing, named, patterns, said, made: new Map() };
}

/** Rules by some of their names, in order. */
export function rulesBy(
  rules: readonly FoundRule[],
  namesIn: (rule: FoundRule) => readonly MappedText[],
): ReadonlyMap<string, readonly FoundRule[]> {
  const found = new Map<string, FoundRule[]>();
  for (const rule of rules) {
    for (const name of new Set(namesIn(rule).map(({ decoded }) => decoded))) {
      const known = found.get(name);
      if (known) known.push(rule);
      else found.set(name, [rule]);
    }
  }
  return found;
}

/** The variables of a rule for each path to its targets. */
export function variablesFor(
  evaluation: Evaluation,
  known: Targets,
  rule: FoundRule,
): readonly Way[] {
  const ways = new Map<string, readonly Said[]>();
  const targets = rule.targets.length > 0 ? rule.targets.map(({ decoded }) => decoded) : [''];
  for (const target of targets) {
    for (const way of waysTo(evaluation, known, target)) {
      const key = keyOf(way);
      if (ways.size < MAX_WAYS && !ways.has(key)) ways.set(key, way);
    }
  }
  const isAsked = known.named.size === 0 || evaluation.expander.left.references > 0;
  return [...ways.values()].map((way) => {
    // Assignments by `eval` in a recipe are not part of them.
    const variables = variablesAbove(variablesOn(evaluation, known, way));
    return { isPlain: way.length === 0 && isAsked, variables: automatic(rule, variables) };
  });
}

function keyOf(way: readonly Said[]): string {
  return way.map(({ key }) => key).join('\n');
}

/** The variables on a path, on top of its prefix's. */
function variablesOn(evaluation: Evaluation, known: Targets, way: readonly Said[]): Variables {
  const last = way.at(-1);
  if (last === undefined) return evaluation.variables;
  const key = keyOf(way);
  const made = known.made.get(key);
  if (made) return made;
  const variables = variablesAbove(variablesOn(evaluation, known, way.slice(0, -1)));
  evaluation.expander.left.references -= last.variables.length;
  for (const { assignment, block, value } of last.variables) {
    const scope = scopeOf({ expander: evaluation.expander, variables }, block);
    assign(variables, assignment.name.decoded, assignment, scope, value);
  }
  known.made.set(key, variables);
  return variables;
}

/** Paths to a target: alone, and through each target that needs it. */
function waysTo(
  { expander: { left } }: Evaluation,
  known: Targets,
  target: string,
): readonly (readonly Said[])[] {
  // Without a budget everything is unknown.
  if (known.named.size === 0 || left.references <= 0) return [[]];
  const own = saidOf(known, target, 'itself', left);
  const ways: (readonly Said[])[] = [own];
  const seen = new Set([target]);
  const open: { readonly name: string; readonly below: readonly Said[] }[] = [
    { name: target, below: own },
  ];
  let looked = 0;
  for (let next = open.shift(); next && ways.length < MAX_WAYS; next = open.shift()) {
    for (const { targets } of known.needing.get(next.name) ?? []) {
      if (++looked > MAX_LOOKED_AT) return ways;
      left.references -= 1 / LOOKED_AT_PER_REFERENCE;
      for (const { decoded } of targets) {
        if (seen.has(decoded)) continue;
        seen.add(decoded);
        const handed = saidOf(known, decoded, 'needed', left);
        const below = [...handed, ...next.below];
        if (handed.length > 0) ways.push(below);
        open.push({ name: decoded, below });
      }
    }
  }
  return ways;
}

/** Assignments for a target, patterns first; for prerequisites without `private` ones. */
function saidOf(
  { named, patterns, said }: Targets,
  target: string,
  whose: 'itself' | 'needed',
  left: Evaluation['expander']['left'],
): readonly Said[] {
  let found = said[whose].get(target);
  if (found === undefined) {
    if (left.references <= 0) return [];
    left.references -= patterns.length / LOOKED_AT_PER_REFERENCE;
    const matching = patterns.filter(([pattern]) => {
      const [start, end] = stemIn(target, pattern) ?? [0, 0];
      // `%` matches at least one character (`lookup_pattern_var`).
      return start < end;
    });
    const ofPatterns = new Set(matching.map(([, variable]) => variable));
    const variables = [...ofPatterns, ...(named.get(target) ?? [])].filter(({ assignment }) => {
      return whose === 'itself' || !assignment.modifiers.includes('private');
    });
    const key = variables.map(({ assignment }) => assignment.at.start).join(' ');
    found = { key, variables };
    said[whose].set(target, found);
  }
  return found.variables.length > 0 ? [found] : [];
}

/** `$@` and the like, if known. */
function automatic({ targets, prerequisites, isPattern }: FoundRule, above: Variables): Variables {
  const [target, ...others] = targets;
  if (isPattern || target === undefined || others.length > 0) return above;
  const known: (readonly [name: string, text: MappedText])[] = [['@', target]];
  const { decoded } = target;
  const slash = decoded.lastIndexOf('/');
  if (slash === -1) known.push(['@F', target]);
  // Without order-only prerequisites; make may find files elsewhere.
  const names = prerequisites.map((one) => one.decoded);
  const isPlain = names.every((name) => !/[*?[|\ufffc]/.test(name));
  const [first] = prerequisites;
  if (isPlain && names.length > 0 && new Set(names).size === names.length) {
    known.push(['^', joined(prerequisites, target)]);
    if (first) known.push(['<', first]);
  } else if (isPlain && names.length === 0) known.push(['^', mappedText([], target.place)]);
  return withTexts(above, known);
}
