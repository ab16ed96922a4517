/**
 * The commands and their options: what is accepted, and what the help says of it, in one table, so that the two cannot
 * differ.
 */

export type CommandName =
  | 'check'
  | 'monitors'
  | 'running'
  | 'explain'
  | 'rules'
  | 'lsp'
  | 'help'
  | 'version';

export interface OptionRow {
  /** Without its dashes. */
  readonly name: string;
  readonly short?: string;
  /** What stands for its value; undefined where it takes none. */
  readonly value?: string;
  /** Whether a value may stand behind `=` and nowhere else. */
  readonly isOptional?: true;
  /** Whether it may be there several times. */
  readonly isMany?: true;
  readonly commands: readonly CommandName[];
  /** What the help says of it; undefined for what stands on a line with another one, or is no use to people. */
  readonly help?: string;
}

const LOOKING: readonly CommandName[] = ['check', 'monitors'];
const JUDGING: readonly CommandName[] = [...LOOKING, 'running'];
const PRINTING: readonly CommandName[] = ['check', 'monitors', 'running', 'rules'];
const ALL: readonly CommandName[] = [
  ...(['check', 'monitors', 'running', 'explain', 'rules', 'lsp', 'help', 'version'] as const),
];

export const OPTIONS: readonly OptionRow[] = [
  {
    ...{ name: 'format', short: 'f', value: 'FORMAT', commands: PRINTING },
    help: 'text, concise, json, sarif, github, gitlab, junit,\ncheckstyle, rdjson or markdown',
  },
  {
    ...{ name: 'output-file', short: 'o', value: 'FILE', commands: PRINTING },
    help: 'write there instead of to the standard output',
  },
  {
    ...{ name: 'fix', value: 'safe|all', isOptional: true, commands: ['check'] },
    help: 'fix what is safe to fix, or all that can be fixed',
  },
  {
    ...{ name: 'diff', commands: ['check'] },
    help: 'print what --fix would change, and change nothing',
  },
  {
    ...{ name: 'add-accept', value: 'REASON', commands: ['check'] },
    help: 'accept what is found in .qemu-monitor-guard.json',
  },
  {
    ...{ name: 'fail-on', value: 'SEVERITY', commands: JUDGING },
    help: 'exit with 1 from error, warning, information or hint\non, or never (default: warning)',
  },
  {
    ...{ name: 'rule', value: 'ID=SEVERITY', isMany: true, commands: JUDGING },
    help: 'set the severity of a rule, or off',
  },
  {
    ...{ name: 'show-possible', commands: JUDGING },
    help: 'also show what depends on unknown values',
  },
  {
    ...{ name: 'neighbours', commands: JUDGING },
    help: 'also check gdb stubs, VNC, SPICE and others',
  },
  {
    ...{ name: 'qemu-version', value: 'VERSION', commands: JUDGING },
    help: 'the QEMU that files are for, such as 7.2',
  },
  {
    ...{ name: 'exclude', value: 'GLOB', isMany: true, commands: LOOKING },
    help: 'leave out files and folders',
  },
  {
    ...{ name: 'no-ignore', commands: LOOKING },
    help: 'look at what git ignores, too',
  },
  {
    ...{ name: 'force-exclude', commands: LOOKING },
    help: 'leave out excluded files even if they are named',
  },
  {
    ...{ name: 'config', value: 'FILE', commands: LOOKING },
    help: 'take the settings from there; --no-config: from nowhere',
  },
  { name: 'no-config', commands: LOOKING },
  {
    ...{ name: 'stdin-filename', value: 'NAME', commands: LOOKING },
    help: 'what the standard input is called, with -',
  },
  {
    ...{ name: 'color', value: 'WHEN', commands: ALL },
    help: 'auto, always or never',
  },
  {
    ...{ name: 'quiet', short: 'q', commands: ALL },
    help: 'print no summary; --verbose: tell more',
  },
  { name: 'verbose', short: 'v', commands: ALL },
  { name: 'stdio', commands: ['lsp'] },
  { name: 'node-ipc', commands: ['lsp'] },
  { name: 'help', short: 'h', commands: ALL },
  { name: 'version', short: 'V', commands: ALL },
];

export const FORMATS = [
  ...(['text', 'concise', 'json', 'sarif', 'github', 'gitlab', 'junit', 'checkstyle'] as const),
  ...(['rdjson', 'markdown'] as const),
];
export type FormatName = (typeof FORMATS)[number];

export const SEVERITIES = ['error', 'warning', 'information', 'hint'] as const;
export const FAIL_ON = [...SEVERITIES, 'never'] as const;
export const COLOURS = ['auto', 'always', 'never'] as const;

export const COMMANDS: readonly CommandName[] = ALL;
