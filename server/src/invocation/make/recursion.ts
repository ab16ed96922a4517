/**
 * A make that a recipe starts for the same Makefile: `$(MAKE) run FLAGS="-S"`. What is said on its command line is what
 * the variables are there, whatever the file says.
 */
import { MAKE } from '../../syntax/make/encodings.ts';
import { everyCommand } from '../../syntax/shell/inside.ts';
import { placementIn } from '../../syntax/shell/placement.ts';
import { readShell } from '../../syntax/shell/reader.ts';
import type { ShellWord, SimpleCommand } from '../../syntax/shell/tree.ts';
import { readAgainAs } from '../../text/again.ts';
import { concat, type MappedText, slice } from '../../text/mapped-text.ts';
import { contains, type Span } from '../../text/span.ts';
import type { Block } from '../shell/domain/blocks.ts';
import { baseName, literalText } from '../shell/domain/blocks.ts';
import type { EmbeddedScript } from '../shell/embedded.ts';
import type { FoundRule } from './evaluate.ts';
import { rulesBy } from './targets.ts';

/** What make is told on its command line. */
export interface CommandLine {
  readonly variables: ReadonlyMap<string, MappedText>;
  /** None for the first target of the Makefile. */
  readonly targets: readonly string[];
  /** Where the values are written. */
  readonly values: readonly Span[];
  readonly block: Block | undefined;
}

/** What nobody has said yet. */
const NOTHING: CommandLine['variables'] = new Map();

/**
 * The makes that a script starts with variables for the same Makefile; `handed` are those of the make that starts it, which
 * hands them on.
 */
export function commandLinesIn(
  { text, dialect, block }: EmbeddedScript,
  handed = NOTHING,
): readonly CommandLine[] {
  // Hardly any script has one.
  if (!(handed.size > 0 ? /\bg?make\b/ : /\bg?make\b[^\n]*=/).test(text.decoded)) return [];
  const place = placementIn(text).text;
  return everyCommand(readShell(text.decoded, undefined, dialect).nodes).flatMap((command) => {
    const found = commandLineOf(command, place, handed);
    return found ? [{ ...found, block }] : [];
  });
}

/** Whether two makes are told the same. */
export function saysTheSame(one: CommandLine, other: CommandLine): boolean {
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
  return { variables, targets, values: placed.flatMap(spansOf) };
}

/** The text of a word in which nothing is expanded. */
function wordText({ parts }: ShellWord): MappedText | undefined {
  const texts = parts.flatMap((part) => (part.kind === 'text' ? [part.text] : []));
  return texts.length === parts.length ? concat(texts) : undefined;
}

function textAt(words: readonly ShellWord[], at: Span): MappedText {
  const word = words.find((one) => one.at === at);
  return (word && wordText(word)) ?? concat([]);
}

function spansOf({ pieces }: MappedText): readonly Span[] {
  return pieces.map(({ at }) => at);
}

/** Whether a place is one of those at which a make is told something. */
export function isTold(lines: readonly CommandLine[], at: Span): boolean {
  return lines.some(({ values }) => values.some((value) => contains(value, at)));
}

/** The rules that are made for targets, with those for all that they need. */
export function rulesFor(
  rules: readonly FoundRule[],
  targets: readonly string[],
): readonly FoundRule[] {
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
