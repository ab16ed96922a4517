/** Finds QEMU in `ExecStart=` and the like (systemd.service(5)); an empty setting resets earlier ones. */

import { lowerEmbeddedShell } from '../../invocation/from-shell.ts';
import type { ArgvInvocation, Invocation, Word } from '../../invocation/invocation.ts';
import { lastQemuOptions, mayShowMonitor, programOf } from '../../invocation/program.ts';
import type { EmbeddedCommand } from '../../invocation/shell/embedded.ts';
import { heldIn, optionsAmong, unusedAmong } from '../../invocation/shell/launch/orphan-options.ts';
import { HERE } from '../../invocation/shell/nested/wrapped.ts';
import { onlyTalks } from '../../invocation/shell/programs/talking.ts';
import { isShell } from '../../syntax/shell/dialect.ts';
import { allowed, fuelFor } from '../../text/fuel.ts';
import {
  type MappedText,
  slice,
  throughUse,
  unknownText,
  withMarks,
} from '../../text/mapped-text.ts';
import { wordsOf as wordsBetween } from '../../text/operations.ts';
import type { Span } from '../../text/span.ts';
import { wordSet } from '../../text/split-words.ts';
import type { UnitUse } from './encodings.ts';
import { readUnit, type UnitSetting } from './reader.ts';
import { expandVariables, type UnitVariables, type UnitWord, unitWords } from './words.ts';

const COMMANDS = wordSet(
  'ExecStart ExecStartPre ExecStartPost ExecCondition ExecReload ExecStop ExecStopPost',
);

/** Settings that may override variables. */
const OTHER_VARIABLES = wordSet('EnvironmentFile PassEnvironment UnsetEnvironment PAMName');

/** Marks before a program: ignored failure, `argv[0]`, privileges. */
const PREFIX = /^[-@:+!|]*/;

export function lowerUnit(text: string): readonly Invocation[] {
  const { settings } = readUnit(text);
  const isOthers = settings.some(({ key, value }) => key === 'User' && value.text !== 'root');
  const use: UnitUse = isOthers ? 'other-user' : 'command';
  const environment = environmentOf(settings, isOthers ? 'other-plain' : 'plain');
  const isOverridden = settings.some(({ key }) => OTHER_VARIABLES.has(key));
  const known = new Map(isOverridden ? [] : [...environment].map(([name, own]) => [name, [own]]));
  const fuel = fuelFor(0);
  const variables: UnitVariables = (name) => allowed(fuel, known.get(name)?.[0]);
  const emptied = new Map<string, number>();
  for (const [index, { key, value }] of settings.entries()) {
    if (value.text === '') emptied.set(key, index);
  }
  const found: ArgvInvocation[] = [];
  const shells: EmbeddedCommand[] = [];
  const held = [...environment.values()].flatMap((value) => heldIn(value));
  for (const [index, setting] of settings.entries()) {
    if (!COMMANDS.has(setting.key) || index <= (emptied.get(setting.key) ?? -1)) continue;
    for (const written of commandsIn(setting, use)) {
      const words = wordsIn(written, variables);
      const own = invocationOf(words);
      if (own) found.push(own);
      else if (words.some(({ value: { decoded } }) => isShell(decoded) || mayShowMonitor(decoded)))
        shells.push({ words, at: setting.at, environment: known });
      else if (!onlyTalks(words[0]?.value.decoded ?? '')) held.push(...optionsAmong(words));
    }
  }
  // Shells that the unit runs.
  const started = shells.length > 0 ? lowerEmbeddedShell(shells, { length: text.length }) : [];
  const inOrder = [...found, ...started.filter((one) => one.kind === 'argv')].toSorted(
    (one, other) => one.programAt.start - other.programAt.start,
  );
  const others = started.filter((one) => one.kind !== 'argv');
  return [...inOrder, ...unusedAmong(held, inOrder), ...others];
}

function commandsIn({ value }: UnitSetting, use: UnitUse): readonly (readonly UnitWord[])[] {
  const commands: UnitWord[][] = [[]];
  for (const word of unitWords(value, use) ?? []) {
    if (word.isBare && word.text.decoded === ';') commands.push([]);
    else commands.at(-1)?.push(word);
  }
  return commands;
}

function wordsIn([first, ...rest]: readonly UnitWord[], variables: UnitVariables): readonly Word[] {
  if (first === undefined) return [];
  const prefix = PREFIX.exec(first.text.decoded)?.[0] ?? '';
  // The prefix `:` disables variables.
  const known = prefix.includes(':') ? NO_VARIABLES : variables;
  const path: Word = { value: slice(first.text, prefix.length), at: first.at, many: false };
  const args = prefix.includes('@') ? rest.slice(1) : rest;
  return [path, ...args.flatMap((word) => wordsOf(word, known))];
}

function invocationOf(words: readonly Word[]): ArgvInvocation | undefined {
  const last = lastQemuOptions(words, 1) ?? -1;
  const at = words.findIndex(({ value }, index) => {
    return programOf(value) !== undefined && (index === 0 || index < last);
  });
  const program = words[at];
  const kind = program && programOf(program.value);
  if (program === undefined || kind === undefined) return undefined;
  return {
    kind: 'argv',
    program: kind,
    programAt: program.at,
    words: words.slice(at + 1),
    partial: false,
    name: undefined,
    execution: HERE,
  };
}

/** `$NAME` alone is split at blanks; `${NAME}` stays one word. */
function wordsOf({ text, at }: UnitWord, variables: UnitVariables): readonly Word[] {
  if (!/^\$[^${]/.test(text.decoded)) {
    return [{ value: expandVariables(text, variables), at, many: false }];
  }
  const [piece] = text.pieces;
  const value = text.pieces.length === 1 ? variables(text.decoded.slice(1)) : undefined;
  const encodings = piece?.encodings;
  if (
    value === undefined ||
    encodings === undefined ||
    !value.pieces.every((piece) => piece.kind === 'known' || WITHOUT_BLANKS.test(piece.source)) ||
    /["'\\]/.test(value.decoded)
  ) {
    return [{ value: unknownOf(text, at), at, many: true }];
  }
  const use = { at, source: text.decoded, encodings };
  return wordsBetween(value).map((word) => ({ value: throughUse(word, use), at, many: false }));
}

/** Specifiers whose values have no blanks. */
const WITHOUT_BLANKS = /^%[tSCLETVuUgGmbHlnNpij]$/;

function unknownOf(text: MappedText, at: Span): MappedText {
  const [piece] = text.pieces;
  if (piece === undefined) return text;
  const { encodings } = piece;
  return unknownText(text.decoded, { at, encodings });
}

const NO_VARIABLES: UnitVariables = () => undefined;

function environmentOf(
  settings: readonly UnitSetting[],
  use: UnitUse,
): ReadonlyMap<string, MappedText> {
  const variables = new Map<string, MappedText>();
  for (const { key, value } of settings) {
    if (key !== 'Environment') continue;
    if (value.text === '') variables.clear();
    for (const { text, at } of unitWords(value, use) ?? []) {
      const [written, name = ''] = /^(\w+)=/.exec(text.decoded) ?? [];
      if (written === undefined) continue;
      const own = slice(text, written.length);
      variables.set(
        name,
        withMarks(own, (piece) => ({ ...piece, definition: at })),
      );
    }
  }
  return variables;
}
