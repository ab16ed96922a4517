/** Commands and options. A test compares the help text in `run.ts` with them. */

export type CommandName =
  | 'check'
  | 'monitors'
  | 'running'
  | 'debug'
  | 'explain'
  | 'rules'
  | 'lsp'
  | 'help'
  | 'version';

/** An option (`-f, --format NAME`). */
export interface OptionRow {
  readonly name: string;
  readonly short?: string;
  /** The value's placeholder; undefined for a flag. */
  readonly value?: string;
  /** Whether the value may be missing; else it follows `=`. */
  readonly isOptional?: true;
  readonly isMany?: true;
  readonly commands: readonly CommandName[];
}

const LOOKING: readonly CommandName[] = ['check', 'monitors'];
const SETTING: readonly CommandName[] = [...LOOKING, 'debug'];
const JUDGING: readonly CommandName[] = [...LOOKING, 'running'];
const PRINTING: readonly CommandName[] = ['check', 'monitors', 'running', 'rules'];
const ALL: readonly CommandName[] = [
  ...([
    'check',
    'monitors',
    'running',
    'debug',
    'explain',
    'rules',
    'lsp',
    'help',
    'version',
  ] as const),
];

/** All options, as the help lists them. */
export const OPTIONS: readonly OptionRow[] = [
  { name: 'format', short: 'f', value: 'FORMAT', commands: PRINTING },
  { name: 'output-file', short: 'o', value: 'FILE', commands: PRINTING },
  { name: 'output', value: 'FORMAT=FILE', isMany: true, commands: ['check'] },
  { name: 'fix', value: 'safe|all', isOptional: true, commands: ['check'] },
  { name: 'diff', commands: ['check'] },
  { name: 'add-accept', value: 'REASON', commands: ['check'] },
  { name: 'fail-on', value: 'SEVERITY', commands: JUDGING },
  { name: 'rule', value: 'ID=SEVERITY', isMany: true, commands: JUDGING },
  { name: 'show-possible', commands: JUDGING },
  { name: 'neighbours', commands: JUDGING },
  { name: 'qemu-version', value: 'VERSION', commands: JUDGING },
  { name: 'exclude', value: 'GLOB', isMany: true, commands: LOOKING },
  { name: 'no-ignore', commands: LOOKING },
  { name: 'force-exclude', commands: LOOKING },
  { name: 'follow-links', commands: LOOKING },
  { name: 'allow-unreadable', commands: LOOKING },
  { name: 'no-suppressions', commands: ['check'] },
  { name: 'changed', value: 'REVISION', commands: LOOKING },
  { name: 'files-from', value: 'FILE', commands: LOOKING },
  { name: 'config', value: 'FILE', commands: SETTING },
  { name: 'no-config', commands: SETTING },
  { name: 'stdin-filename', value: 'NAME', commands: LOOKING },
  { name: 'color', value: 'WHEN', commands: ALL },
  { name: 'quiet', short: 'q', commands: ALL },
  { name: 'verbose', short: 'v', commands: ALL },
  { name: 'stdio', commands: ['lsp'] },
  { name: 'node-ipc', commands: ['lsp'] },
  { name: 'pipe', value: 'NAME', commands: ['lsp'] },
  { name: 'socket', value: 'PORT', commands: ['lsp'] },
  { name: 'clientProcessId', value: 'PID', commands: ['lsp'] },
  { name: 'help', short: 'h', commands: ALL },
  { name: 'version', short: 'V', commands: ALL },
];

/** Values of `--format`; the first is the default. */
export const FORMATS = [
  ...(['text', 'concise', 'json', 'sarif', 'github', 'gitlab', 'junit', 'checkstyle'] as const),
  ...(['rdjson', 'markdown'] as const),
];
/** One of `FORMATS`. */
export type FormatName = (typeof FORMATS)[number];

/** Severities, worst first. */
export const SEVERITIES = ['error', 'warning', 'information', 'hint'] as const;
/** Values of `--fail-on`: the lowest severity with exit code 1. */
export const FAIL_ON = [...SEVERITIES, 'never'] as const;
/** Whether a severity reaches `--fail-on`. */
export function isAtLeast(
  severity: (typeof SEVERITIES)[number],
  failOn: (typeof FAIL_ON)[number],
): boolean {
  return FAIL_ON.indexOf(severity) <= FAIL_ON.indexOf(failOn) && failOn !== 'never';
}
/** Values of `--color`; `auto` means a terminal without `NO_COLOR`. */
export const COLOURS = ['auto', 'always', 'never'] as const;

/** The first word; any other is a path for `check`. */
export const COMMANDS: readonly CommandName[] = ALL;
