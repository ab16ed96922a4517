/** Variables of a target's recipe: its own, those of targets that need it, and `$@`. */

import { type Fuel, isUsedUp, spend } from '../../text/fuel.ts';
import { LIMITS } from '../../text/limits.ts';
import { addTo, addToSet, once } from '../../text/lookup.ts';
import { concat, type MappedText, mappedText, slice } from '../../text/mapped-text.ts';
import { UNKNOWN_VALUES, UNSET } from '../domain/values.ts';
import {
  assign,
  type Evaluation,
  type FoundRule,
  scopeOf,
  type TargetVariable,
} from './evaluate.ts';
import { REFERENCE } from './expand.ts';
import { type Variables, valuesOf, variablesAbove, withTexts } from './variables.ts';
import { calculated, type Pattern, patternOf, stemIn } from './words.ts';

/** A path to a target. */
interface Way {
  readonly variables: Variables;
  /** Whether no assignment for a target applies. */
  readonly isPlain: boolean;
}

/** Assignments for one target. */
interface Said {
  /** Their numbers: `12 40`. */
  readonly key: string;
  readonly variables: readonly TargetVariable[];
}

/** A target for which a rule runs: `run-dbg` of `run-%`. */
interface Instance {
  readonly target: MappedText;
  /** `dbg` */
  readonly stem: MappedText | undefined;
}

interface Targets {
  readonly needing: ReadonlyMap<string, ReadonlySet<string>>;
  /** The same for names that are partly unknown: `$(wildcard *.vm)`. */
  readonly needingSome: readonly (readonly [pattern: Pattern, by: readonly string[]])[];
  readonly named: ReadonlyMap<string, readonly TargetVariable[]>;
  /** `run-%: PORT=4444` */
  readonly patterns: readonly (readonly [pattern: Pattern, variable: TargetVariable])[];
  /** Targets of pattern rules, if named somewhere. */
  readonly instances: ReadonlyMap<FoundRule, readonly Instance[]>;
  readonly making: () => ReadonlyMap<string, readonly FoundRule[]>;
  readonly read: ReadonlySet<string>;
  /** For a target itself and for its prerequisites, by name. */
  readonly said: Readonly<Record<'itself' | 'needed', Map<string, Said>>>;
  readonly made: Map<string, Variables>;
}

/** Indexes targets as far as these rules need it. */
export function targetsOf(
  evaluation: Evaluation,
  wanted: readonly FoundRule[],
  read: ReadonlySet<string>,
): Targets {
  const named = new Map<string, TargetVariable[]>();
  const patterns: (readonly [Pattern, TargetVariable])[] = [];
  for (const variable of evaluation.targetVariables) {
    if (!read.has(variable.assignment.name.decoded)) continue;
    for (const text of new Set(variable.targets.map((target) => target.decoded))) {
      const pattern = patternOf(withAnything(text));
      if (pattern.end === undefined) addTo(named, pattern.start, variable);
      else patterns.push([pattern, variable]);
    }
  }
  const making = once(() => rulesBy(evaluation.rules));
  const said = { itself: new Map<string, Said>(), needed: new Map<string, Said>() };
  const isAlone = named.size + patterns.length === 0 && !wanted.some(({ isPattern }) => isPattern);
  const found = isAlone ? NO_INSTANCES : instancesIn(evaluation, making);
  const hands = (name: string) => named.has(name) || patterns.some(([one]) => stemIn(name, one));
  const needingSome = [...found.needing].flatMap(([name, by]) => {
    const handing = /[\ufffc$]/.test(name) ? [...by].filter(hands) : [];
    return handing.length > 0 ? [[patternOf(withAnything(name)), handing] as const] : [];
  });
  return { ...found, needingSome, named, patterns, making, read, said, made: new Map() };
}

/** An unknown part of a name may be anything, as may `$$@` until make expands it again. */
function withAnything(name: string): string {
  const first = name.search(/[\ufffc$]/);
  if (first === -1) return name;
  const rest = name.includes('$') ? '' : name.slice(name.lastIndexOf('\ufffc') + 1);
  return `${name.slice(0, first)}%${rest}`;
}

const NO_INSTANCES: ReturnType<typeof instancesIn> = { instances: new Map(), needing: new Map() };

/** Finds targets of pattern rules among the file's names, and which need which. */
function instancesIn(
  { rules, targetVariables, expander: { fuel } }: Evaluation,
  making: Targets['making'],
): Pick<Targets, 'instances' | 'needing'> {
  const needing = new Map<string, Set<string>>();
  const instances = new Map<FoundRule, Instance[]>();
  const names = new Map<string, MappedText>();
  const name = (texts: readonly MappedText[]): void => {
    for (const text of texts) {
      if (/[%\ufffc]/.test(text.decoded) || names.size >= LIMITS.pieces) continue;
      if (!names.has(text.decoded)) names.set(text.decoded, text);
    }
  };
  const ofPatterns = rules.filter(({ isPattern, lines }) => isPattern && lines.length > 0);
  for (const rule of rules) {
    for (const { target, stem } of ownInstances(rule)) {
      const needed = neededBy(rule, stem);
      for (const { decoded } of needed) addToSet(needing, decoded, target.decoded);
      if (ofPatterns.length > 0) [[target], needed].forEach(name);
    }
  }
  if (ofPatterns.length > 0) for (const { targets } of targetVariables) name(targets);
  // A needed target may have a pattern rule itself; the loop visits added names, too.
  for (const [text, target] of names) {
    if (
      making()
        .get(text)
        ?.some((rule) => !rule.isPattern && rule.lines.length > 0)
    )
      continue;
    if (!spend(fuel, ofPatterns.length / 8)) break;
    for (const { rule, stem } of matching(ofPatterns, text)) {
      const own = slice(target, ...stem);
      addTo(instances, rule, { target, stem: own });
      const needed = neededBy(rule, own);
      for (const { decoded } of needed) addToSet(needing, decoded, text);
      name(needed);
      // Surely the one that make takes.
      if (needed.length === 0) break;
    }
  }
  return { instances, needing };
}

/** Pattern rules for a target with its stem, the most specific first. */
function matching(rules: readonly FoundRule[], target: string) {
  const found = rules.flatMap((rule) => {
    const stems = rule.targets.flatMap(({ decoded }) => {
      const stem = stemIn(target, patternOf(decoded));
      return stem && stem[0] < stem[1] ? [stem] : [];
    });
    const [stem] = stems;
    return stem ? [{ rule, stem }] : [];
  });
  return found.toSorted(({ stem: one }, { stem: other }) => lengthOf(one) - lengthOf(other));
}

function lengthOf([start, end]: readonly [number, number]): number {
  return end - start;
}

function ownInstances({ targets, pattern }: FoundRule): readonly Instance[] {
  return targets.map((target) => {
    const stem = pattern && stemIn(target.decoded, pattern);
    return { target, stem: stem && slice(target, ...stem) };
  });
}

function neededBy({ prerequisites }: FoundRule, stem: MappedText | undefined) {
  if (stem === undefined) return prerequisites;
  return prerequisites.map((text) => {
    const percent = text.decoded.indexOf('%');
    if (percent === -1) return text;
    return concat([slice(text, 0, percent), stem, slice(text, percent + 1)]);
  });
}

function rulesBy(rules: readonly FoundRule[]): ReadonlyMap<string, readonly FoundRule[]> {
  const found = new Map<string, FoundRule[]>();
  for (const rule of rules) {
    for (const name of new Set(rule.targets.map(({ decoded }) => decoded)))
      addTo(found, name, rule);
  }
  return found;
}

/** The rules for goals, or the first target. */
export function rulesFor(
  rules: readonly FoundRule[],
  targets: readonly string[],
): readonly FoundRule[] {
  const first = rules.flatMap((rule) => (rule.isPattern ? [] : rule.targets)).at(0)?.decoded;
  const open = targets.length > 0 ? [...targets] : first === undefined ? [] : [first];
  const wanted = new Set(open);
  const making = rulesBy(rules);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const { decoded } of making.get(name)?.flatMap((rule) => rule.prerequisites) ?? []) {
      if (wanted.has(decoded)) continue;
      wanted.add(decoded);
      open.push(decoded);
    }
  }
  return rules.filter((rule) => rule.targets.some(({ decoded }) => wanted.has(decoded)));
}

const AUTOMATIC = ['@', '@D', '@F', '*', '<'];
const OF_TARGET = /\$[({]?[@*<]/;

/** Whether each target runs by itself: few, literal, and named by the recipe. */
function isOfTarget(instances: readonly Instance[], { lines, targets }: FoundRule): boolean {
  if (instances.length > LIMITS.kept || !lines.some(({ text }) => OF_TARGET.test(text.decoded))) {
    return false;
  }
  return targets.every(({ pieces }) =>
    pieces.every(({ kind, through }) => kind === 'known' && through.length === 0),
  );
}

/** A rule's variables per path to its targets. */
export function variablesFor(
  evaluation: Evaluation,
  known: Targets,
  rule: FoundRule,
): readonly Way[] {
  const { fuel } = evaluation.expander;
  const instances = instancesOf(known, rule);
  const isForEach = isOfTarget(instances, rule);
  const ways = new Map<string, { readonly way: readonly Said[]; readonly instance: Instance }>();
  const others = new Set<string>();
  for (const instance of instances) {
    const target = instance.target.decoded;
    for (const way of waysTo(evaluation, known, target)) {
      const isApart = isForEach && (way.length > 0 || !rule.isPattern);
      const key = isApart ? `${keyOf(way)}\n${target}` : keyOf(way);
      if (ways.has(key)) continue;
      if (ways.size < LIMITS.kept) ways.set(key, { way, instance });
      else
        for (const { variables } of way)
          for (const one of variables) others.add(one.assignment.name.decoded);
    }
  }
  const isAsked = known.named.size + known.patterns.length === 0 || !isUsedUp(fuel);
  const isKnown = isForEach || instances.length === 1;
  const found = [...ways.values()].map(({ way, instance }): Way => {
    // A new layer: `eval` in a recipe changes no shared variables.
    const variables = variablesAbove(variablesOn(evaluation, known, way));
    return {
      isPlain: way.length === 0 && isAsked,
      variables: isKnown ? automatic(known, rule, instance, variables) : variables,
    };
  });
  return others.size === 0
    ? found
    : [...found, { isPlain: false, variables: anything(evaluation, others) }];
}

/** Variables on further paths may be unknown, too. */
function anything({ variables }: Evaluation, names: ReadonlySet<string>): Variables {
  const found = variablesAbove(variables);
  for (const name of names)
    found.values.set(name, [...valuesOf(variables, name), ...UNKNOWN_VALUES]);
  return found;
}

/** A pattern is one of the targets, for unnamed ones. */
function instancesOf(known: Targets, rule: FoundRule): readonly Instance[] {
  const own = ownInstances(rule);
  if (own.length === 0) return [{ target: mappedText([]), stem: undefined }];
  if (!rule.isPattern) return own.flatMap((one) => [one, ...madeBySuffix(known, one)]);
  const among = own.flatMap(({ target }) => {
    return known.patterns.flatMap(([pattern]) => overlapOf(target, pattern) ?? []);
  });
  return [...own, ...among, ...(known.instances.get(rule) ?? [])];
}

/** The targets with own variables that a suffix rule may make: `a.run` for `.img.run`. */
function madeBySuffix({ named }: Targets, { target }: Instance): readonly Instance[] {
  const [, suffix] = /^\.[^./]+(\.[^./]+)$/.exec(target.decoded) ?? [];
  const names = suffix === undefined ? [] : [...named.keys()].filter((one) => one.endsWith(suffix));
  return names.map((one) => ({ target: calculated(one, target), stem: undefined }));
}

/** What both patterns match: `run-%-dbg` for `run-%` and `%-dbg`; undefined for nothing, or all of the first. */
function overlapOf(target: MappedText, { start, end = '' }: Pattern): Instance | undefined {
  const own = patternOf(target.decoded);
  if (own.end === undefined) return undefined;
  const starts = [own.start, start].toSorted((one, other) => one.length - other.length);
  const ends = [own.end, end].toSorted((one, other) => one.length - other.length);
  const [[less = '', more = ''], [shorter = '', longer = '']] = [starts, ends];
  if (!more.startsWith(less) || !longer.endsWith(shorter)) return undefined;
  const text = `${more}%${longer}`;
  return text === target.decoded
    ? undefined
    : { target: calculated(text, target), stem: undefined };
}

function keyOf(way: readonly Said[]): string {
  return way.map(({ key }) => key).join('\n');
}

function variablesOn(evaluation: Evaluation, known: Targets, way: readonly Said[]): Variables {
  const last = way.at(-1);
  if (last === undefined) return evaluation.variables;
  const key = keyOf(way);
  const made = known.made.get(key);
  if (made) return made;
  const variables = variablesAbove(variablesOn(evaluation, known, way.slice(0, -1)));
  spend(evaluation.expander.fuel, REFERENCE * last.variables.length);
  const held = new Set<string>();
  for (const { assignment, block, value } of last.variables) {
    const { modifiers, name } = assignment;
    if (modifiers.includes('override')) held.add(name.decoded);
    else if (held.has(name.decoded)) continue;
    const scope = scopeOf({ expander: evaluation.expander, variables }, block);
    assign(variables, name.decoded, assignment, scope, value);
  }
  known.made.set(key, variables);
  return variables;
}

/** Paths to a target, as assignments: for itself, and each target that needs it. */
function waysTo(
  { expander: { fuel } }: Evaluation,
  known: Targets,
  target: string,
): readonly (readonly Said[])[] {
  if (known.named.size + known.patterns.length === 0 || isUsedUp(fuel)) return [[]];
  const own = saidOf(known, target, 'itself', fuel);
  const ways: (readonly Said[])[] = [own];
  const seen = new Set([target]);
  const open: { readonly name: string; readonly below: readonly Said[] }[] = [
    { name: target, below: own },
  ];
  let looked = 0;
  for (let next = open.shift(); next && ways.length < LIMITS.kept; next = open.shift()) {
    for (const name of targetsNeeding(known, next.name)) {
      if (++looked > LIMITS.pieces) return ways;
      spend(fuel, 1);
      if (seen.has(name)) continue;
      seen.add(name);
      const handed = saidOf(known, name, 'needed', fuel);
      const below = [...handed, ...next.below];
      if (handed.length > 0) ways.push(below);
      open.push({ name, below });
    }
  }
  return ways;
}

function* targetsNeeding({ needing, needingSome }: Targets, name: string): Iterable<string> {
  yield* needing.get(name) ?? [];
  for (const [pattern, by] of needingSome) if (stemIn(name, pattern)) yield* by;
}

/** Assignments for a target, patterns first; all but `private` ones pass to what it needs. */
function saidOf(
  { named, patterns, said }: Targets,
  target: string,
  whose: 'itself' | 'needed',
  fuel: Fuel,
): readonly Said[] {
  let found = said[whose].get(target);
  if (found === undefined) {
    if (!spend(fuel, patterns.length)) return [];
    const matching = patterns.flatMap(([pattern, variable]) => {
      const length = lengthOf(stemIn(target, pattern) ?? [0, 0]);
      // `%` matches at least one character (`lookup_pattern_var`).
      return length > 0 ? [{ length, variable }] : [];
    });
    // The most specific pattern is the last one.
    const sorted = matching.toSorted((one, other) => other.length - one.length);
    const ofPatterns = new Set(sorted.map(({ variable }) => variable));
    const variables = [...ofPatterns, ...(named.get(target) ?? [])].filter(({ assignment }) => {
      return whose === 'itself' || !assignment.modifiers.includes('private');
    });
    const key = variables.map(({ number }) => number).join(' ');
    found = { key, variables };
    said[whose].set(target, found);
  }
  return found.variables.length > 0 ? [found] : [];
}

/** Known automatic variables that are read, such as `$@`. */
function automatic(
  { making, read }: Targets,
  rule: FoundRule,
  { target, stem }: Instance,
  above: Variables,
): Variables {
  const { decoded } = target;
  // A suffix rule and `.DEFAULT` make other files than those that they name.
  if (!AUTOMATIC.some((name) => read.has(name)) || /%|^\.[^/]*$|^$/.test(decoded)) return above;
  const slash = decoded.lastIndexOf('/');
  const known: (readonly [name: string, text: MappedText])[] = [
    ['@', target],
    ['@D', slash === -1 ? calculated('.', target) : slice(target, 0, Math.max(slash, 1))],
    ['@F', slice(target, slash + 1)],
  ];
  if (stem) known.push(['*', stem]);
  const [first] = neededBy(rule, stem);
  // An order-only one is not in `$<`; make may find files elsewhere (`VPATH`).
  const isPlain = read.has('<') && first && !/[*?[|$%\ufffc]|^-l|^\.WAIT$/.test(first.decoded);
  const isOnly = () => (making().get(decoded) ?? []).every((one) => one === rule);
  if (isPlain && isOnly() && valuesOf(above, 'VPATH') === UNSET) known.push(['<', first]);
  return withTexts(above, known);
}
