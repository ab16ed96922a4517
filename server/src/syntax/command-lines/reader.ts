/** Reads commands on lines: `just` recipes, crontabs, and keys (`Exec=…` in desktop entries). */

import { readAgainAs } from '../../text/again.ts';
import {
  type Encode,
  type Encodings,
  encodeEach,
  sourceOf,
  writtenIn,
} from '../../text/encoding.ts';
import { allowed, type Fuel, fuelFor } from '../../text/fuel.ts';
import { LIMITS } from '../../text/limits.ts';
import {
  concat,
  type MappedText,
  replaceEach,
  slice,
  spanOf,
  unknownAt,
  unwritten,
  verbatim,
  withMarks,
} from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';

function encodeWith(escaped: (text: string) => string): Encode {
  return (parts, _from, _to, position) => {
    if (parts.some((part) => /[\r\n\0]|\\$/.test(sourceOf(part)))) return undefined;
    return encodeEach(parts, position, escaped);
  };
}

const COMMAND_LINE: Encodings = writtenIn({
  id: 'command-line',
  notation: 'command-line',
  encode: encodeWith((text) => text),
});

/** An unescaped `%` ends the command. */
const CRON_LINE: Encodings = writtenIn({
  id: 'cron-line',
  notation: 'command-line',
  encode: encodeWith((text) => text.replaceAll('%', '\\%')),
});

/** A backslash escapes a quote (`just` manual, "Strings"). */
const JUST_DOUBLE: Encodings = writtenIn({
  id: 'just-double',
  notation: 'just',
  encode: (parts, from, to, position) => {
    if (from !== to) return undefined;
    return encodeEach(parts, position, (text) => text.replace(/["\\]/g, '\\$&'));
  },
});
const JUST_SINGLE: Encodings = writtenIn({
  id: 'just-single',
  notation: 'just',
  encode: (parts, from, to, position) => {
    const isWritable = from === to && !parts.some((part) => sourceOf(part).includes("'"));
    return isWritable ? encodeEach(parts, position, (text) => text) : undefined;
  },
});

export function commandFile(source: string): MappedText {
  return verbatim(source, { start: 0, end: source.length }, COMMAND_LINE);
}

/** A crontab as one text. */
export function crontabFile(source: string): MappedText {
  return verbatim(source, { start: 0, end: source.length }, CRON_LINE);
}

interface CommandLine {
  readonly at: Span;
  readonly text: MappedText;
}

/** A backslash at a line's end, or an indent of the next line. */
type Joins = 'backslash' | 'indent' | undefined;

const LINES = { backslash: /(?:\\\r?\n|[^\n])+/g, indent: /[^\n]+(?:\n[ \t]+[^\n]*)*/g };

/** An unknown prefix is dropped: it may end in a line break. */
function linesOf(source: MappedText, joins: Joins): readonly MappedText[] {
  const pattern = joins ? LINES[joins] : /[^\n]+/g;
  return [...source.decoded.matchAll(pattern)].map(({ index, 0: own }) => {
    const end = index + own.trimEnd().length;
    let start = index;
    while (start < end && unknownAt(source, start)) start++;
    return slice(source, start, end);
  });
}

/** Values of a key: `Exec=…`, `command=…` of supervisord, `args: …` of Proxmox. */
export function valuesOf(source: MappedText, key: RegExp, joins?: Joins): readonly CommandLine[] {
  return linesOf(source, joins).flatMap((line) => {
    const [begins] = key.exec(line.decoded) ?? [];
    return begins === undefined ? [] : [{ at: spanOf(line), text: slice(line, begins.length) }];
  });
}

/** Five fields, or a name such as `@reboot`. */
const SCHEDULE =
  /^[ \t]*(?:@(?:reboot|hourly|daily|midnight|weekly|monthly|annually|yearly)|(?:[\d*,/?LW~-]+[ \t]+){2}(?:[\w*,/?#~-]+[ \t]+){2}[\w*,/?#~-]+)[ \t]+/;

/** A crontab's commands without the standard input after `%`. */
export function scheduledIn(source: MappedText): readonly CommandLine[] {
  return valuesOf(source, SCHEDULE).map(({ at, text }) => {
    const end = /^(?:\\%|[^%])*/.exec(text.decoded)?.[0].length;
    return { at, text: replaceEach(slice(text, 0, end), /\\%/g, () => '%') };
  });
}

interface JustCommand {
  readonly text: MappedText;
  /** Parameters of the recipe, which shadow variables, with their defaults. */
  readonly parameters: ReadonlyMap<string, MappedText | undefined>;
}

/** Variables and recipes' commands of a justfile. */
export interface Justfile {
  readonly variables: ReadonlyMap<string, MappedText>;
  /** One shell per line; a recipe with a shebang is one script. */
  readonly commands: readonly JustCommand[];
}

/** A string, name or `env("NAME", "default")`, then `+` (possibly on the next line) or a comment. */
const JUST_TERM =
  /(?:[ \t]|\\\r?\n)*(?:env(?:_var_or_default)?\([ \t]*(?:"[^"\n]*"|'[^'\n]*')[ \t]*,[ \t]*)?(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([A-Za-z_][\w-]*))\)?(?:[ \t]|\\\r?\n)*(\+|(?:#.*)?$)/dy;

/** `port`, `port="4444"`, `+args`, `$host`. */
const JUST_PARAMETER =
  /[ \t]+[+*]?\$?([A-Za-z_][\w-]*)(=(?:"(?:[^"\\]|\\.)*"|'[^']*'|`[^`]*`|\([^()]*\)|[\w-]+))?/y;

/** Undefined for escapes other than `\"` and `\\`. */
function inDoubleQuotes(text: MappedText): MappedText | undefined {
  if (/\\[^"\\]/.test(text.decoded.replace(/\\["\\]/g, ''))) return undefined;
  return readAgainAs(
    replaceEach(text, /\\(.)/g, ({ 1: hidden }) => hidden),
    JUST_DOUBLE,
  );
}

/** The value of `"-m 1G " + extra`; undefined for calls, conditions and command output. */
function justValue(
  text: MappedText,
  variables: ReadonlyMap<string, MappedText>,
  fuel: Fuel,
): MappedText | undefined {
  const parts: MappedText[] = [];
  const term = new RegExp(JUST_TERM);
  for (let joins = '+'; joins === '+'; ) {
    const match = term.exec(text.decoded);
    if (match === null) return undefined;
    const [, double, single, name = ''] = match;
    const quoted = double ?? single;
    const begins = match.indices?.slice(1, 3).find((one) => one)?.[0] ?? 0;
    const written = slice(text, begins, begins + (quoted?.length ?? 0));
    const own =
      double !== undefined
        ? inDoubleQuotes(written)
        : single !== undefined
          ? readAgainAs(written, JUST_SINGLE)
          : allowed(fuel, variables.get(name));
    if (own === undefined) return undefined;
    parts.push(own);
    joins = match[4] ?? '';
  }
  return concat(parts);
}

/** `host` and `port` of `run host port="4444": build`, with defaults. */
function parametersIn(
  header: MappedText,
  called: ReadonlySet<string>,
  variables: ReadonlyMap<string, MappedText>,
  fuel: Fuel,
): JustCommand['parameters'] {
  const found = new Map<string, MappedText | undefined>();
  const parameter = new RegExp(JUST_PARAMETER);
  const [begins = '', recipe = ''] = /^@?([\w-]+)/.exec(header.decoded) ?? [];
  parameter.lastIndex = begins.length;
  for (;;) {
    const [, name, value] = parameter.exec(header.decoded) ?? [];
    if (name === undefined) return found;
    const end = parameter.lastIndex;
    const own =
      value && !called.has(recipe) ? slice(header, end - value.length + 1, end) : undefined;
    found.set(name, own && justValue(own, variables, fuel));
  }
}

const CALLED_RECIPE = /(?:\(|\bjust(?:_executable\(\) ?\}\})?[ \t]+)([\w-]+)[ \t]+[^\s)]/g;

/** Recipes are the indented lines below `name:` (`just` manual). */
export function readJustfile(source: string): Justfile {
  const variables = new Map<string, MappedText>();
  const fuel = fuelFor(0);
  const commands: JustCommand[] = [];
  // `(run "tcp::1")` replaces a default.
  const called = new Set([...source.matchAll(CALLED_RECIPE)].map(([, recipe = '']) => recipe));
  let isRecipe = false;
  let parameters: JustCommand['parameters'] = new Map();
  let script: MappedText[] | undefined;
  const finish = (): void => {
    if (script) commands.push({ text: concat(script), parameters });
    script = undefined;
  };
  let isFirst = false;
  for (const text of linesOf(commandFile(source), 'backslash')) {
    const margin = /^[ \t]*/.exec(text.decoded)?.[0].length ?? 0;
    if (text.decoded.trim() === '') continue;
    const at = spanOf(slice(text, margin));
    if (margin === 0) {
      finish();
      const [set, name = ''] = /^(?:export[ \t]+)?([\w-]+)[ \t]*:=/.exec(text.decoded) ?? [];
      const value =
        set === undefined ? undefined : justValue(slice(text, set.length), variables, fuel);
      if (value) {
        variables.set(
          name,
          withMarks(value, (piece) => ({ ...piece, definition: piece.definition ?? at })),
        );
      }
      isRecipe = set === undefined && /^@?[\w-][^:]*:(?!=)/.test(text.decoded);
      if (isRecipe) parameters = parametersIn(text, called, variables, fuel);
      isFirst = isRecipe;
      continue;
    }
    if (!isRecipe) continue;
    const own = slice(text, margin);
    if (isFirst && own.decoded.startsWith('#!')) script = [];
    isFirst = false;
    if (script) script.push(own, unwritten('\n', at.end, COMMAND_LINE));
    else {
      const line = slice(own, /^[@-]*[ \t]*/.exec(own.decoded)?.[0].length ?? 0);
      // just joins lines before the shell does, and removes the margin.
      const joined = replaceEach(line, /\\\r?\n[ \t]*/g, () => '');
      commands.push({ text: joined, parameters });
    }
  }
  finish();
  return { variables, commands };
}

/** An assignment of a BitBake recipe. */
export interface Assignment extends CommandLine {
  /** `NAME` of `NAME:append:qemuarm`. */
  readonly base: string;
  /** `append` and `qemuarm` of `NAME:append:qemuarm`. */
  readonly overrides: readonly string[];
  readonly nameAt: Span;
  readonly adds: boolean;
  /** The value as other variables see it. */
  readonly definition: MappedText;
}

const ASSIGNMENT =
  /^(?:export[ \t]+)?(([\w.+${}/~-]+?)((?::[\w.+${}/~-]+?)*))[ \t]*(:=|\?\?=|\?=|\+=|\.=|=\+|=\.|=)[ \t]*(["'])/;

const OLD_STYLE = /_(append|prepend|remove)(?:_([a-z][\w-]*))?$/;

/** A recipe's assignments in order. */
export function assignmentsIn(source: string): readonly Assignment[] {
  return linesOf(commandFile(source), 'backslash').flatMap((line) => {
    const [begins, name = '', plain = '', colons = '', operator = '', quote] =
      ASSIGNMENT.exec(line.decoded.slice(0, LIMITS.group)) ?? [];
    const length = line.decoded.length - 1;
    if (begins === undefined || length < begins.length || !line.decoded.endsWith(quote ?? '"'))
      return [];
    const [old, ...behind] = OLD_STYLE.exec(plain) ?? [];
    const overrides = [...behind.filter((one) => one !== undefined), ...colons.split(':').slice(1)];
    const at = spanOf(line);
    const nameStart = at.start + begins.indexOf(name);
    const text = replaceEach(slice(line, begins.length, length), /\\\r?\n/g, () => '');
    return [
      {
        at,
        text,
        overrides,
        nameAt: { start: nameStart, end: nameStart + name.length },
        base: old === undefined ? plain : plain.slice(0, -old.length),
        adds: /[+.]/.test(operator) || overrides.some((one) => /^(?:ap|pre)pend$/.test(one)),
        definition: withMarks(text, (piece) => ({ ...piece, definition: at })),
      },
    ];
  });
}
