/** Parses a command line. Errors suggest the nearest valid word. */
import { parseArgs } from 'node:util';
import type { SeveritySetting } from '../../service/settings/settings.ts';
import { globProblem, parseVersion, rules } from '../../workspace/front-end.ts';
import { type UsageError, usageError } from '../world.ts';
import { nearest } from './nearest.ts';
import {
  COLOURS,
  COMMANDS,
  type CommandName,
  FAIL_ON,
  FORMATS,
  type FormatName,
  OPTIONS,
  type OptionRow,
  SEVERITIES,
} from './options.ts';

export interface Request {
  readonly kind: 'request';
  readonly command: CommandName;
  /** Neither options nor the command. */
  readonly words: readonly string[];
  readonly format: FormatName;
  readonly outputFile: string | undefined;
  /** Further reports of the same check. */
  readonly outputs: readonly Output[];
  readonly fix: 'safe' | 'all' | undefined;
  readonly diff: boolean;
  readonly addAccept: string | undefined;
  readonly failOn: (typeof FAIL_ON)[number];
  readonly rules: ReadonlyMap<string, SeveritySetting>;
  readonly showPossible: boolean;
  readonly neighbours: boolean;
  readonly qemuVersion: string | undefined;
  readonly exclude: readonly string[];
  readonly noIgnore: boolean;
  readonly forceExclude: boolean;
  /** Whether named links may lead out of their folder. */
  readonly followLinks: boolean;
  /** Whether unreadable files leave the exit code unchanged. */
  readonly allowUnreadable: boolean;
  /** Whether suppressions and accepted entries are ignored. */
  readonly noSuppressions: boolean;
  /** The revision from which reported files differ. */
  readonly changed: string | undefined;
  /** A file that lists paths; `-` for the standard input. */
  readonly filesFrom: string | undefined;
  /** Null for no settings file, undefined for the folder's own. */
  readonly config: string | null | undefined;
  readonly stdinFilename: string | undefined;
  readonly color: (typeof COLOURS)[number];
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly wantsHelp: boolean;
}

interface Output {
  readonly format: FormatName;
  readonly outputFile: string;
}

/** `words` lacks the program's name. */
export function parseCommandLine(words: readonly string[]): Request | UsageError {
  const { tokens } = parseArgs({
    args: [...words],
    strict: false,
    tokens: true,
    allowPositionals: true,
    options: Object.fromEntries(
      OPTIONS.map(({ name, short, value, isOptional }) => [
        name,
        {
          type: value !== undefined && !isOptional ? ('string' as const) : ('boolean' as const),
          ...(short && { short }),
        },
      ]),
    ),
  });
  const values = new Map<string, string[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const row = OPTIONS.find(({ name }) => name === token.name);
    const mistake = row ? valueMistake(row, token.value, token.inlineValue) : unknown(token.name);
    if (mistake) return mistake;
    values.set(token.name, [...(values.get(token.name) ?? []), token.value ?? '']);
  }
  const first = tokens.find(({ kind }) => kind === 'positional' || kind === 'option-terminator');
  // Words after `--` are paths.
  const isNamed = first?.kind === 'positional' && COMMANDS.some((name) => name === first.value);
  const command = values.has('version')
    ? 'version'
    : isNamed
      ? (first.value as CommandName)
      : ('check' as const);
  for (const name of values.keys()) {
    const row = OPTIONS.find((one) => one.name === name);
    if (row === undefined || row.commands.includes(command)) continue;
    return usageError(`The command ${command} has no option --${name}`);
  }
  return toRequest(command, isNamed ? positionals.slice(1) : positionals, values);
}

function unknown(name: string): UsageError {
  const written = name.length === 1 ? `-${name}` : `--${name}`;
  const instead = nearest(
    name,
    OPTIONS.map((row) => row.name),
  );
  const hint = instead === undefined ? '' : `; did you mean --${instead}?`;
  return usageError(`There is no option ${written}${hint}`);
}

function valueMistake(
  { name, value, isOptional }: OptionRow,
  given: string | undefined,
  isInline: boolean | undefined,
): UsageError | undefined {
  if (value === undefined) {
    return isInline ? usageError(`The option --${name} takes no value`) : undefined;
  }
  if (isOptional) return undefined;
  if (given === undefined || (!isInline && given.startsWith('-') && given !== '-')) {
    return usageError(`The option --${name} needs a value: --${name}=${value}`);
  }
  return undefined;
}

function toRequest(
  command: CommandName,
  words: readonly string[],
  values: ReadonlyMap<string, readonly string[]>,
): Request | UsageError {
  const last = (name: string): string | undefined => values.get(name)?.at(-1);
  const isOn = (name: string): boolean => values.has(name);
  const format = oneOf('format', last('format') ?? 'text', FORMATS);
  const failOn = oneOf('fail-on', last('fail-on') ?? 'warning', FAIL_ON);
  const color = oneOf('color', last('color') ?? 'auto', COLOURS);
  const fix = isOn('fix')
    ? oneOf('fix', last('fix') || 'safe', ['safe', 'all'] as const)
    : undefined;
  const outputs = toOutputs(values.get('output') ?? []);
  if ('kind' in outputs) return outputs;
  const severities = toSeverities(values.get('rule') ?? []);
  for (const one of [format, failOn, color, fix]) if (typeof one === 'object') return one;
  if ('kind' in severities) return severities;
  const exclude = toPatterns(values.get('exclude') ?? []);
  if ('kind' in exclude) return exclude;
  const version = last('qemu-version');
  if (version !== undefined && parseVersion(version) === undefined) {
    return usageError(`--qemu-version takes a version such as 7.2, and not ${version}`);
  }
  if (isOn('config') && isOn('no-config')) {
    return usageError('--config and --no-config contradict each other');
  }
  if (last('add-accept')?.trim() === '') {
    return usageError('--add-accept needs a reason that tells others why this may stay');
  }
  if (isOn('add-accept') && (isOn('fix') || isOn('diff'))) {
    return usageError('--add-accept accepts what --fix would change: use one after the other');
  }
  if (isOn('follow-links') && (isOn('fix') || isOn('diff'))) {
    return usageError('--fix writes through no link: name the file itself');
  }
  if (last('files-from') === '-' && words.includes('-')) {
    return usageError('The standard input is a list of paths or a text, and not both');
  }
  return {
    kind: 'request',
    command,
    words,
    format: format as FormatName,
    outputFile: last('output-file'),
    outputs,
    fix: fix as Request['fix'],
    diff: isOn('diff'),
    addAccept: last('add-accept')?.trim(),
    failOn: failOn as Request['failOn'],
    rules: severities,
    showPossible: isOn('show-possible'),
    neighbours: isOn('neighbours'),
    qemuVersion: version,
    exclude,
    noIgnore: isOn('no-ignore'),
    forceExclude: isOn('force-exclude'),
    followLinks: isOn('follow-links'),
    allowUnreadable: isOn('allow-unreadable'),
    noSuppressions: isOn('no-suppressions'),
    changed: last('changed'),
    filesFrom: last('files-from'),
    config: isOn('no-config') ? null : last('config'),
    stdinFilename: last('stdin-filename'),
    color: color as Request['color'],
    quiet: isOn('quiet'),
    verbose: isOn('verbose'),
    wantsHelp: isOn('help'),
  };
}

/** Patterns of `--exclude`; backslashes of Windows become `/`. */
export function toPatterns(
  given: readonly string[],
  platform = process.platform,
): readonly string[] | UsageError {
  const patterns = platform === 'win32' ? given.map((one) => one.replaceAll('\\', '/')) : given;
  const wrong = patterns.find((pattern) => globProblem(pattern) !== undefined);
  return wrong === undefined
    ? patterns
    : usageError(`--exclude takes paths below the project with *, ? and **, and not ${wrong}`);
}

function toOutputs(given: readonly string[]): readonly Output[] | UsageError {
  const outputs: Output[] = [];
  for (const word of given) {
    const [name = '', ...rest] = word.split('=');
    const outputFile = rest.join('=');
    if (outputFile === '') {
      return usageError(
        `--output takes a format and a file, such as sarif=report.sarif, and not ${word}`,
      );
    }
    const format = oneOf('output', name, FORMATS);
    if (typeof format === 'object') return format;
    outputs.push({ format, outputFile });
  }
  return outputs;
}

function oneOf<T extends string>(
  name: string,
  given: string,
  choices: readonly T[],
): T | UsageError {
  const found = choices.find((choice) => choice === given);
  if (found !== undefined) return found;
  const instead = nearest(given, choices);
  const hint = instead === undefined ? `one of ${choices.join(', ')}` : `did you mean ${instead}?`;
  return usageError(`--${name} cannot be ${given}: ${hint}`);
}

function toSeverities(given: readonly string[]): ReadonlyMap<string, SeveritySetting> | UsageError {
  const severities = new Map<string, SeveritySetting>();
  for (const word of given) {
    const [id = '', severity = '', more] = word.split('=');
    const mistake = more === undefined ? ruleMistake(id) : undefined;
    if (mistake) return mistake;
    const chosen = oneOf('rule', severity, [...SEVERITIES, 'off'] as const);
    if (more !== undefined || severity === '') {
      return usageError(
        `--rule takes a rule and its severity, such as ${EXAMPLE}, and not ${word}`,
      );
    }
    if (typeof chosen === 'object') return chosen;
    severities.set(id, chosen);
  }
  return severities;
}

const EXAMPLE = 'monitor-on-loopback=hint';

/** The error for an unknown rule id. */
export function ruleMistake(id: string): UsageError | undefined {
  const ids = rules.map((rule) => rule.id);
  if (ids.includes(id)) return undefined;
  const instead = nearest(id, ids);
  const hint =
    instead === undefined ? '; see qemu-monitor-guard rules' : `; did you mean ${instead}?`;
  return usageError(`There is no rule ${id}${hint}`);
}
