/** QEMU commands of a Makefile; recipes run as scripts. Why: docs/decisions/shells-in-host-languages.md */

import { MAKE } from '../syntax/make/encodings.ts';
import type { Makefile } from '../syntax/make/tree.ts';
import { everyCommand } from '../syntax/shell/inside.ts';
import { placementIn } from '../syntax/shell/placement.ts';
import { readShell } from '../syntax/shell/reader.ts';
import type { ShellWord, SimpleCommand } from '../syntax/shell/tree.ts';
import { readAgainAs } from '../text/again.ts';
import { isUsedUp, useUp } from '../text/fuel.ts';
import { LIMITS } from '../text/limits.ts';
import { concat, type MappedText, slice, spanOf } from '../text/mapped-text.ts';
import { pathOf } from '../text/operations.ts';
import { folderOf, isAbsolute, nameOf, normalPath } from '../text/paths.ts';
import { contains, type Span } from '../text/span.ts';
import { type Block, literalText } from './domain/blocks.ts';
import { lowerEmbeddedShell } from './from-shell.ts';
import type { IncludedMakefile, Inclusions } from './inclusions.ts';
import type { Invocation } from './invocation.ts';
import { type Evaluation, evaluate, evaluateTexts } from './make/evaluate.ts';
import { type MakeFuel, makeFuelFor } from './make/expand.ts';
import { exportedTexts, heldTexts, recipeScripts, shellIn } from './make/recipes.ts';
import { recursive } from './make/values.ts';
import { Journal } from './make/variables.ts';
import { handsAddress, mayOpenMonitor } from './monitor-options.ts';
import type { EmbeddedScript } from './shell/embedded.ts';
import { unfollowedAmong } from './shell/launch/orphan-options.ts';

interface MakeOptions {
  readonly inclusions?: Inclusions | undefined;
  readonly length: number;
  /** Tries every combination of values. */
  readonly every?: boolean;
}

/** Most public Makefiles need fuel for 5,000 references (U-Boot's 31,000), 2,500 words and 120 scripts. */
const CHARACTERS_PER_SCRIPT = 100;

/** Command lines in order of recipes; never throws. */
export function lowerMakefile(makefile: Makefile, options: MakeOptions): readonly Invocation[] {
  const { inclusions, length } = options;
  const every = options.every === true;
  const fuel = makeFuelFor(length);
  const run: EmbeddedScript[] = [];
  const evaluation = evaluated(makefile, options, fuel, run);
  if (inclusions?.isWaiting?.()) return [];
  const makes: CommandLine[] = [];
  const handed: MappedText[] = [];
  const started = { words: options.every ? Number.POSITIVE_INFINITY : LIMITS.words / 3 };
  let cut: Span | undefined;
  let scriptsLeft = LIMITS.group + length / CHARACTERS_PER_SCRIPT;
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
      const inner = evaluated(makefile, options, fuel, [], make);
      for (const script of recipeScripts(inner, make.targets)) {
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
    for (const line of commandLinesIn(script, inclusions, handed, make)) {
      const isNew = make === undefined || !makes.some((other) => saysTheSame(line, other));
      if (isNew && makes.length < LIMITS.several) makes.push(line);
    }
    yield script;
    if (started.words >= 0) return;
    useUp(fuel);
    cut ??= script.text.place;
  }
  const found = lowerEmbeddedShell(scripts(), {
    inclusions,
    length,
    every,
    held: () => heldTexts(evaluation),
    left: started,
  }).filter((one) => {
    const [first] = one.kind === 'argv' && one.partial === 'fragment' ? one.words : [];
    const at = first && spanOf(first.value);
    return !at || !makes.some(({ values }) => values.some((own) => contains(own, at)));
  });
  if (cut)
    return [...found.filter(({ kind }) => kind !== 'unfollowed'), { kind: 'unfollowed', at: cut }];
  const [first] = makefile.nodes;
  const isCut = isUsedUp(fuel) || fuel.stopped !== undefined;
  if (isCut && first) return [...found, { kind: 'unfollowed', at: first.at }];
  return [...found, ...unfollowedAmong([...handed, ...exportedTexts(evaluation)], found)];
}

function evaluated(
  own: Makefile,
  { inclusions, every = false }: MakeOptions,
  fuel: MakeFuel,
  scripts: EmbeddedScript[],
  make?: CommandLine,
): Evaluation {
  const { path, makefile } = make?.file ?? { path: inclusions?.path, makefile: own };
  const told = new Map(
    [...(make?.variables ?? [])].map(([name, text]) => {
      return [name, { ...recursive(text), isHeld: true }] as const;
    }),
  );
  const values = new Journal();
  const evaluation: Evaluation = {
    expander: {
      fuel,
      every,
      path,
      runs: (text, { block }) => {
        scripts.push({ text, dialect: shellIn(evaluation, evaluation.variables), block });
      },
      reads: (texts, scope) => evaluateTexts(evaluation, texts, scope),
      used: new Set(),
      decisions: new Map(),
      opening: values.opening,
    },
    variables: { parent: undefined, values },
    rules: [],
    targetVariables: [],
    exported: new Map(),
    told,
    bringIn: (paths, name) => inclusions?.makefile?.(paths, name),
    files: path === undefined ? [] : [path],
    included: { paths: new Set(), again: LIMITS.definitions },
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
  /** Empty for the file's first target. */
  readonly targets: readonly string[];
  readonly values: readonly Span[];
  /** Of `-C` and `-f`; undefined for the same file. */
  readonly file: IncludedMakefile | undefined;
  readonly block: Block | undefined;
}

/** Finds makes with variables in a script, which `outer` starts, and texts that others get and may open a monitor. */
function commandLinesIn(
  { text, dialect, block }: EmbeddedScript,
  inclusions: Inclusions | undefined,
  handed: MappedText[],
  outer?: CommandLine,
): readonly CommandLine[] {
  const runsMake = /\bg?make\b/.test(text.decoded);
  const mayHand = runsMake && (outer !== undefined || text.decoded.includes('='));
  if (!mayHand && !handsAddress(text.decoded)) return [];
  const place = placementIn(text).text;
  return everyCommand(readShell(text.decoded, undefined, dialect).nodes).flatMap((command) => {
    const set = command.assignments.flatMap(({ value }) => ('word' in value ? value.word : []));
    const texts = [...command.words, ...set].map(wordText).filter((one) => one !== undefined);
    const isHanded = runsMake ? mayOpenMonitor : handsAddress;
    const opening = texts.filter(({ decoded }) => isHanded(decoded));
    handed.push(...opening.map((one) => place(one)));
    const found = commandLineOf(command, place, inclusions, outer);
    return found ? [{ ...found, block }] : [];
  });
}

function saysTheSame(one: CommandLine, other: CommandLine): boolean {
  const [own, said] = [one, other].map(({ targets, variables, file }) => {
    const values = [...variables].map(([name, { decoded }]) => `${name}=${decoded}`);
    return [file?.path, ...targets, ...values.toSorted()].join('\n');
  });
  return own === said;
}

const NAME = /^([A-Za-z_][\w.-]*)(?::{0,3}=)/;
const FILE_OPTION = /^(?:-\w*?[Cf]|--(?:directory|file|makefile)=?)/;
const USUAL_FILES = ['GNUmakefile', 'makefile', 'Makefile'];

function commandLineOf(
  { words }: SimpleCommand,
  place: (text: MappedText) => MappedText,
  inclusions: Inclusions | undefined,
  outer: CommandLine | undefined,
): Omit<CommandLine, 'block'> | undefined {
  const [first, ...others] = words;
  if (!/^g?make$/.test(nameOf(literalText(first) ?? ''))) return undefined;
  const variables = new Map(outer?.variables);
  const targets: string[] = [];
  const values: Span[] = [];
  let folder = folderOf(outer?.file?.path ?? inclusions?.path ?? '');
  let files = USUAL_FILES;
  let named: MappedText | undefined;
  const resolved = (path: string) => normalPath(isAbsolute(path) ? path : `${folder}/${path}`);
  for (let word = others.shift(); word; word = others.shift()) {
    const text = wordText(word);
    if (text === undefined) return undefined;
    const [option] = FILE_OPTION.exec(text.decoded) ?? [];
    if (option !== undefined) {
      const own = option === text.decoded ? wordText(others.shift()) : slice(text, option.length);
      named = own && place(own);
      const path = named && pathOf(named);
      if (path === undefined) return undefined;
      if (/C$|dir/.test(option)) folder = resolved(path);
      else files = [path];
      continue;
    }
    const [before, name] = NAME.exec(text.decoded) ?? [];
    if (before === undefined || name === undefined) {
      if (!text.decoded.startsWith('-')) targets.push(text.decoded);
      continue;
    }
    variables.set(name, readAgainAs(place(slice(text, before.length)), MAKE['make-line']));
    values.push(...place(text).pieces.map(({ at }) => at));
  }
  if (variables.size === 0) return undefined;
  if (!named) return { variables, targets, values, file: outer?.file };
  // Most makes in other folders build something.
  if (![...variables.values()].some(({ decoded }) => mayOpenMonitor(decoded))) return undefined;
  const file = inclusions?.makefile?.(files.map(resolved), named);
  return file && { variables, targets, values, file };
}

function wordText(word: ShellWord | undefined): MappedText | undefined {
  const texts = word?.parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])) ?? [];
  return word && texts.length === word.parts.length ? concat(texts) : undefined;
}
