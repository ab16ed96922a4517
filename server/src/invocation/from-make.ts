/**
 * The QEMU commands of a Makefile: make is gone through as it reads, and what it gives to shells is run as scripts.
 * Why: docs/decisions/shells-in-host-languages.md
 */

import { MAKE } from '../syntax/make/encodings.ts';
import { MAX_NESTING } from '../syntax/make/references.ts';
import type { Makefile } from '../syntax/make/tree.ts';
import { everyCommand } from '../syntax/shell/inside.ts';
import { placementIn } from '../syntax/shell/placement.ts';
import { readShell } from '../syntax/shell/reader.ts';
import type { ShellWord, SimpleCommand } from '../syntax/shell/tree.ts';
import { readAgainAs } from '../text/again.ts';
import { concat, type MappedText, slice, spanOf } from '../text/mapped-text.ts';
import { contains, type Span } from '../text/span.ts';
import { lowerEmbeddedShell } from './from-shell.ts';
import type { Inclusions } from './inclusions.ts';
import type { Invocation } from './invocation.ts';
import { type Evaluation, evaluate, evaluateTexts, type FoundRule } from './make/evaluate.ts';
import type { Expander } from './make/expand.ts';
import { heldTexts, recipeScripts, shellIn } from './make/recipes.ts';
import { rulesBy } from './make/targets.ts';
import { variablesAbove } from './make/variables.ts';
import { type Block, baseName, literalText } from './shell/domain/blocks.ts';
import type { EmbeddedScript } from './shell/embedded.ts';

/** How a Makefile is looked at. */
interface MakeOptions {
  readonly inclusions?: Inclusions | undefined;
  /** How long its text is. */
  readonly length: number;
  /** Whether every combination of values is wanted, and not only each value once. */
  readonly every?: boolean;
}

/**
 * How many references are expanded, in any case, for each character and at most: 99 of 100 public Makefiles need less than
 * 5,000, and U-Boot's, of 96 KB, 31,000. Behind that, values are unknown.
 */
const REFERENCES = 10_000;
const REFERENCES_FOR_EACH = 0.5;
const MAX_REFERENCES = 100_000;

/**
 * How many words command lines may have in all, each as often as it is there, before nothing is put into recipes any more:
 * a third of what is looked at in a document, and counted like that. Two public Makefiles have 7,500 and 8,000, and no other
 * of 250 has 2,500.
 */
const MAX_STARTED_WORDS = 10_000;

/** How many makes are followed that the recipes start; what is told to others is held for somebody. */
const MAX_MAKES = 16;
/**
 * How many scripts they have together, in any case and for how many characters of the Makefile one more. In public one of
 * 278 KB has 2,500, and no other more than 120.
 */
const FEW_SCRIPTS = 500;
const CHARACTERS_PER_SCRIPT = 100;

/** The QEMU command lines of a Makefile, in the order of its recipes. Never throws. */
export function lowerMakefile(makefile: Makefile, options: MakeOptions): readonly Invocation[] {
  const { inclusions, length } = options;
  const every = options.every === true;
  const references = Math.min(MAX_REFERENCES, REFERENCES + REFERENCES_FOR_EACH * length);
  const left: Expander['left'] = { references, levels: MAX_NESTING };
  const run: EmbeddedScript[] = [];
  const evaluation = evaluated(makefile, options, left, run);
  if (inclusions?.isWaiting?.()) return [];
  const makes: CommandLine[] = [];
  // Where every combination is wanted there are as many command lines as that takes.
  const started = { words: options.every ? Number.POSITIVE_INFINITY : MAX_STARTED_WORDS };
  let cut: Span | undefined;
  let scriptsLeft = FEW_SCRIPTS + length / CHARACTERS_PER_SCRIPT;
  // One at a time: a Makefile has very many, and none is wanted behind its turn.
  function* scripts(): Iterable<EmbeddedScript> {
    for (const script of recipeScripts(evaluation)) {
      for (const one of [...run.splice(0), script]) yield* followed(one);
    }
    for (const one of run.splice(0)) yield* followed(one);
    for (const [index, make] of makes.entries()) {
      if (cut) {
        makes.length = index;
        return;
      }
      const inner = evaluated(makefile, options, left, [], make);
      const rules = rulesFor(inner.rules, make.targets);
      for (const script of recipeScripts({ ...inner, rules: [...rules] })) {
        if (--scriptsLeft < 0) {
          cut ??= script.text.place;
          makes.length = index;
          return;
        }
        yield* followed({ ...script, block: script.block ?? make.block }, make);
      }
    }
  }
  function* followed(script: EmbeddedScript, make?: CommandLine): Iterable<EmbeddedScript> {
    // Where there is no room for another one, nobody asks what else is started.
    const lines = makes.length < MAX_MAKES ? commandLinesIn(script, make?.variables) : [];
    for (const line of lines) {
      const isNew = make === undefined || !makes.some((other) => saysTheSame(line, other));
      if (isNew && makes.length < MAX_MAKES) makes.push(line);
    }
    yield script;
    if (started.words >= 0) return;
    left.references = 0;
    cut ??= script.text.place;
  }
  const found = lowerEmbeddedShell(scripts(), {
    inclusions,
    length,
    every,
    held: () => heldTexts(evaluation),
    left: started,
  }).filter((one) => {
    if (one.kind !== 'argv' || one.partial !== 'fragment' || makes.length === 0) return true;
    const [first] = one.words;
    return (
      first === undefined ||
      !makes.some(({ values }) => values.some((at) => contains(at, spanOf(first.value))))
    );
  });
  // What a script was not followed for lies behind that.
  if (cut)
    return [...found.filter(({ kind }) => kind !== 'unfollowed'), { kind: 'unfollowed', at: cut }];
  const [first] = makefile.nodes;
  const isCut = (left.references <= 0 || left.isCut === true) && first !== undefined;
  return isCut ? [...found, { kind: 'unfollowed', at: first.at }] : found;
}

/** A Makefile as it is read, with what is said on make's command line. */
function evaluated(
  makefile: Makefile,
  { inclusions, every = false }: MakeOptions,
  left: Expander['left'],
  scripts: EmbeddedScript[],
  make?: CommandLine,
): Evaluation {
  const path = inclusions?.path;
  const told = new Map(
    [...(make?.variables ?? [])].map(([name, text]) => {
      return [name, { kind: 'recursive', text, isHeld: true } as const];
    }),
  );
  const evaluation: Evaluation = {
    expander: {
      left,
      every,
      path,
      runs: (text, { block }) => {
        const dialect = shellIn(evaluation, evaluation.variables);
        if (dialect) scripts.push({ text, dialect, block });
      },
      reads: (texts, scope) => evaluateTexts(evaluation, texts, scope),
      used: new Set(),
      decisions: new Map(),
    },
    variables: variablesAbove(undefined),
    rules: [],
    targetVariables: [],
    exported: new Map(),
    told,
    bringIn: (paths, name) => inclusions?.makefile?.(paths, name),
    files: path === undefined ? [] : [path],
  };
  for (const [name, value] of told) {
    evaluation.variables.values.set(name, [{ value, path: [] }]);
  }
  evaluate(evaluation, makefile.nodes, {
    block: undefined,
    rule: { current: undefined },
    depth: 0,
  });
  return evaluation;
}

interface CommandLine {
  readonly variables: ReadonlyMap<string, MappedText>;
  /** None for the first target of the Makefile. */
  readonly targets: readonly string[];
  readonly values: readonly Span[];
  readonly block: Block | undefined;
}

/** What nobody has said yet. */
const NOTHING: CommandLine['variables'] = new Map();

/**
 * The makes that a script starts with variables for the same Makefile; `handed` are those of the make that starts it, which
 * hands them on.
 */
function commandLinesIn(
  { text, dialect, block }: EmbeddedScript,
  handed = NOTHING,
): readonly CommandLine[] {
  // Hardly any script has one.
  const mayHand = handed.size > 0 || text.decoded.includes('=');
  if (!mayHand || !/\bg?make\b/.test(text.decoded)) return [];
  const place = placementIn(text).text;
  return everyCommand(readShell(text.decoded, undefined, dialect).nodes).flatMap((command) => {
    const found = commandLineOf(command, place, handed);
    return found ? [{ ...found, block }] : [];
  });
}

/** Whether two makes are told the same. */
function saysTheSame(one: CommandLine, other: CommandLine): boolean {
  const [own, said] = [one, other].map(({ targets, variables }) => {
    const values = [...variables].map(([name, { decoded }]) => `${name}=${decoded}`);
    return [...targets, ...values.toSorted()].join('\n');
  });
  return own === said;
}

const NAME = /^([A-Za-z_][\w.-]*)(?::{0,3}=)/;

function commandLineOf(
  { words }: SimpleCommand,
  place: (text: MappedText) => MappedText,
  handed: CommandLine['variables'],
): Omit<CommandLine, 'block'> | undefined {
  const [first, ...others] = words;
  if (!/^g?make$/.test(baseName(literalText(first) ?? ''))) return undefined;
  const variables = new Map(handed);
  const targets: string[] = [];
  const values: Span[] = [];
  for (const word of others) {
    const text = wordText(word);
    // Another directory or file is another Makefile.
    if (text === undefined || /^(?:-\w*[Cf]|--(?:directory|file|makefile))/.test(text.decoded)) {
      return undefined;
    }
    const [before, name] = NAME.exec(text.decoded) ?? [];
    if (before === undefined || name === undefined) {
      if (!text.decoded.startsWith('-')) targets.push(text.decoded);
      continue;
    }
    variables.set(name, readAgainAs(place(slice(text, before.length)), MAKE['make-line']));
    values.push(word.at);
  }
  if (variables.size === 0) return undefined;
  const placed = values.map((at) => place(textAt(others, at)));
  return { variables, targets, values: placed.flatMap(({ pieces }) => pieces.map(({ at }) => at)) };
}

function wordText({ parts }: ShellWord): MappedText | undefined {
  const texts = parts.flatMap((part) => (part.kind === 'text' ? [part.text] : []));
  return texts.length === parts.length ? concat(texts) : undefined;
}

function textAt(words: readonly ShellWord[], at: Span): MappedText {
  const word = words.find((one) => one.at === at);
  return (word && wordText(word)) ?? concat([]);
}

/** The rules that are made for targets, with those for all that they need. */
function rulesFor(rules: readonly FoundRule[], targets: readonly string[]): readonly FoundRule[] {
  const first = rules.flatMap((rule) => (rule.isPattern ? [] : rule.targets)).at(0)?.decoded;
  const open = targets.length > 0 ? [...targets] : first === undefined ? [] : [first];
  const wanted = new Set(open);
  const making = rulesBy(rules, ({ targets: own }) => own);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const { decoded } of making.get(name)?.flatMap((rule) => rule.prerequisites) ?? []) {
      if (wanted.has(decoded)) continue;
      wanted.add(decoded);
      open.push(decoded);
    }
  }
  return rules.filter((rule) => rule.targets.some(({ decoded }) => wanted.has(decoded)));
}
