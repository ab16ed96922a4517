/**
 * What the recipe of a target sees: the variables of the target, those of whatever needs it, and what `$@` and its kin
 * stand for.
 */
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

/** How many ways to a target are told apart, and how many targets are looked through for them. */
const MAX_WAYS = 8;
const MAX_LOOKED_AT = 2_000;

/** One way in which make may come to a target. */
interface Way {
  readonly variables: Variables;
  /** Whether nothing is said on it of variables. */
  readonly isPlain: boolean;
}

/** What is known of targets: the rules that need each, and the variables that each has. */
interface Targets {
  readonly needing: ReadonlyMap<string, readonly FoundRule[]>;
  readonly named: ReadonlyMap<string, readonly TargetVariable[]>;
  /** Variables of patterns, with each of these. */
  readonly patterns: readonly (readonly [pattern: Pattern, variable: TargetVariable])[];
}

/** Looks through a Makefile once for all of its targets. */
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
  return { needing: rulesBy(rules, ({ prerequisites }) => prerequisites), named, patterns };
}

/** Rules by some of the names in them, in their order. */
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

/** Variables of a rule, one for each way in which make may come to its targets. */
export function variablesFor(
  evaluation: Evaluation,
  known: Targets,
  rule: FoundRule,
): readonly Way[] {
  const ways = new Map<string, readonly TargetVariable[]>();
  const targets = rule.targets.length > 0 ? rule.targets.map(({ decoded }) => decoded) : [''];
  for (const target of targets) {
    for (const way of waysTo(known, target)) {
      const key = way.map(({ assignment }) => assignment.at.start).join(' ');
      if (ways.size < MAX_WAYS && !ways.has(key)) ways.set(key, way);
    }
  }
  return [...ways.values()].map((way) => {
    const variables = variablesAbove(evaluation.variables);
    for (const { assignment, block, value } of way) {
      const scope = scopeOf({ expander: evaluation.expander, variables }, block);
      assign(variables, assignment.name.decoded, assignment, scope, value);
    }
    return { isPlain: way.length === 0, variables: automatic(rule, variables) };
  });
}

/** The variables of a target, alone and with those of each target that needs it and has some. */
function waysTo(known: Targets, target: string): readonly (readonly TargetVariable[])[] {
  if (known.named.size === 0) return [[]];
  const own = variablesOf(known, target, true);
  const ways: (readonly TargetVariable[])[] = [own];
  const seen = new Set([target]);
  const open: { readonly name: string; readonly below: readonly TargetVariable[] }[] = [
    { name: target, below: own },
  ];
  let looked = 0;
  for (let next = open.shift(); next && ways.length < MAX_WAYS; next = open.shift()) {
    for (const { targets } of known.needing.get(next.name) ?? []) {
      if (++looked > MAX_LOOKED_AT) return ways;
      for (const { decoded } of targets) {
        if (seen.has(decoded)) continue;
        seen.add(decoded);
        const handed = variablesOf(known, decoded, false);
        const below = [...handed, ...next.below];
        if (handed.length > 0) ways.push(below);
        open.push({ name: decoded, below });
      }
    }
  }
  return ways;
}

/** The variables of a target, those of patterns first; `private` ones are for itself alone. */
function variablesOf(
  { named, patterns }: Targets,
  target: string,
  isItself: boolean,
): readonly TargetVariable[] {
  const matching = patterns.filter(([pattern]) => {
    const [start, end] = stemIn(target, pattern) ?? [0, 0];
    // Of a target nothing else than a character or more is taken for `%` (`lookup_pattern_var`).
    return start < end;
  });
  const ofPatterns = new Set(matching.map(([, variable]) => variable));
  return [...ofPatterns, ...(named.get(target) ?? [])].filter(({ assignment }) => {
    return isItself || !assignment.modifiers.includes('private');
  });
}

/** `$@` and its kin, where it is known what they are; all others are unknown. */
function automatic({ targets, prerequisites, isPattern }: FoundRule, above: Variables): Variables {
  const [target, ...others] = targets;
  if (isPattern || target === undefined || others.length > 0) return above;
  const known: (readonly [name: string, text: MappedText])[] = [['@', target]];
  const { decoded } = target;
  const slash = decoded.lastIndexOf('/');
  if (slash === -1) known.push(['@F', target]);
  // What stands behind `|` is made first and is none of them; a file may lie elsewhere for make.
  const names = prerequisites.map((one) => one.decoded);
  const isPlain = names.every((name) => !/[*?[|\ufffc]/.test(name));
  const [first] = prerequisites;
  if (isPlain && names.length > 0 && new Set(names).size === names.length) {
    known.push(['^', joined(prerequisites, target)]);
    if (first) known.push(['<', first]);
  } else if (isPlain && names.length === 0) known.push(['^', mappedText([], target.place)]);
  return withTexts(above, known);
}
