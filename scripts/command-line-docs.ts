/**
 * Writes what comes with the command line besides its help: completions for bash, zsh and fish, and the page of the manual.
 * All of it follows from the table of options; the sentences are here.
 *
 *     node scripts/command-line-docs.ts FOLDER
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  COLOURS,
  COMMANDS,
  type CommandName,
  FAIL_ON,
  FORMATS,
  OPTIONS,
  type OptionRow,
  SEVERITIES,
} from '../server/src/cli/arguments/options.ts';
import { rules } from '../server/src/rules/index.ts';
import { PROJECT_URL } from '../server/src/service/project-address.ts';

const NAME = 'qemu-monitor-guard';

const COMMAND_WORDS: Readonly<Record<CommandName, string>> = {
  check: 'Print findings in files and folders; the default command',
  monitors: 'List monitors and who can open them, safe ones too',
  running: 'List the monitors of QEMUs that run on this machine',
  debug: 'Explain why a line has a finding, or none: FILE:LINE, and the script that brings FILE in',
  explain: 'Explain a rule',
  rules: 'List all rules',
  lsp: 'Run the language server of an editor',
  help: 'Print a short help',
  version: 'Print the version',
};

/** By the names of the options. */
const OPTION_WORDS: Readonly<Record<string, string>> = {
  format: 'The format of the output',
  'output-file': 'Write the output into a file',
  output: 'Write a report into a file, too; repeatable',
  fix: 'Apply safe fixes, or all',
  diff: 'Print what --fix would change as a unified diff, and change nothing',
  'add-accept': 'Accept all findings in the settings file, with a reason',
  'fail-on': 'The mildest severity with exit code 1',
  rule: 'Change the severity of a rule, or turn it off; repeatable',
  'show-possible': 'Show uncertain findings, too, which depend on a value only known at run time',
  neighbours: 'Check the gdb stub, qtest, VNC, SPICE, migration and NBD, too',
  'qemu-version': 'The QEMU version that files are for, such as 7.2',
  exclude: 'Leave out files and folders; repeatable',
  'no-ignore': 'Check files that git ignores, too',
  'force-exclude': 'Leave out excluded files even if they are named',
  'follow-links': 'Follow named links that lead out of their folder',
  'allow-unreadable': 'Do not exit with 2 if a file cannot be read',
  'no-suppressions': 'Count ignored and accepted findings, too',
  changed: 'Report only files that differ from a revision of git',
  'files-from': 'Check the paths in a list, one a line; - is the standard input',
  config: "Use the settings of a file instead of the project's",
  'no-config': 'Use no settings of the project',
  'stdin-filename': 'The name of the script on the standard input, the path -',
  color: 'Whether to print in colour',
  quiet: 'Print no summary',
  verbose: 'Print pages, advice, and all files not checked',
  stdio: 'Speak on the standard input and output, which is the default',
  'node-ipc': 'Speak over the channel of Node',
  pipe: 'Connect to a socket or pipe on which the editor listens',
  socket: 'Connect to a port of 127.0.0.1 on which the editor listens',
  clientProcessId: 'End when this process of the editor has gone',
  help: 'Print a short help',
  version: 'Print the version',
};

/** What an option says of itself; one that is new belongs into the table above. */
function wordsOf({ name }: OptionRow): string {
  const words = OPTION_WORDS[name];
  if (words === undefined)
    throw new Error(`scripts/command-line-docs.ts says nothing of --${name}`);
  return words;
}

/** What the value of an option may be: `words`, and what stands behind each of them and `=`. */
interface Choice {
  readonly words: readonly string[];
  readonly behind?: 'file' | readonly string[];
}

/** By how the table calls the value; of others nothing is known. */
const CHOICES: Readonly<Record<string, Choice>> = {
  FORMAT: { words: FORMATS },
  'FORMAT=FILE': { words: FORMATS, behind: 'file' },
  'safe|all': { words: ['safe', 'all'] },
  SEVERITY: { words: FAIL_ON },
  'ID=SEVERITY': { words: rules.map(({ id }) => id), behind: [...SEVERITIES, 'off'] },
  WHEN: { words: COLOURS },
};

function choiceOf({ value = '' }: OptionRow): Choice | undefined {
  return CHOICES[value];
}

function optionsOf(command: CommandName): readonly OptionRow[] {
  return OPTIONS.filter(({ commands }) => commands.includes(command));
}

/** `--format -f`. */
function spellings({ name, short }: OptionRow): readonly string[] {
  return [`--${name}`, ...(short ? [`-${short}`] : [])];
}

const WITH_PATHS: readonly CommandName[] = ['check', 'monitors'];

/** Without words, bash completes paths. A word of bash ends at `=`, which is a word, too. */
function bash(): string {
  const values = OPTIONS.flatMap((row) => {
    const choice = choiceOf(row);
    return choice ? [`    ${spellings(row).join('|')}) words='${choice.words.join(' ')}' ;;`] : [];
  });
  const options = COMMANDS.map((command) => {
    const all = optionsOf(command).flatMap(spellings);
    return `        ${command}) words='${all.join(' ')}' ;;`;
  });
  return `# bash completion of ${NAME}
_qemu_monitor_guard() {
  local word=\${COMP_WORDS[COMP_CWORD]} key=\${COMP_WORDS[COMP_CWORD-1]} command=check words= one
  if [[ $word == = ]]; then word=
  elif [[ $key == = ]]; then key=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  case \${COMP_WORDS[1]} in
    ${COMMANDS.join('|')}) command=\${COMP_WORDS[1]} ;;
  esac
  case $key in
${values.join('\n')}
    ${rules.map(({ id }) => id).join('|')})
      [[ \${COMP_WORDS[COMP_CWORD-1]} != = ]] || words='${[...SEVERITIES, 'off'].join(' ')}' ;;
    explain) words='${rules.map(({ id }) => id).join(' ')}' ;;
  esac
  if [[ -z $words ]]; then
    if [[ $word == -* ]]; then
      case $command in
${options.join('\n')}
      esac
    elif ((COMP_CWORD == 1)); then words='${COMMANDS.join(' ')}'
    fi
  fi
  COMPREPLY=()
  while IFS= read -r one; do COMPREPLY+=("$one"); done < <(compgen -W "$words" -- "$word")
}
complete -o bashdefault -o default -F _qemu_monitor_guard ${NAME}
`;
}

/** A text in single quotes, for zsh and fish. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function zshAction({ value = '' }: OptionRow, choice: Choice | undefined): string {
  if (value === 'FILE') return '_files';
  if (choice === undefined) return ' ';
  if (choice.behind === undefined) return `(${choice.words.join(' ')})`;
  const behind = choice.behind === 'file' ? '_files' : `compadd ${choice.behind.join(' ')}`;
  return `{ if compset -P "*="; then ${behind}; else compadd -S = ${choice.words.join(' ')}; fi }`;
}

function zshSpec(row: OptionRow): string {
  const { value, isOptional, isMany } = row;
  const about = wordsOf(row).replaceAll(':', '\\:');
  const names = spellings(row);
  const taken = value === undefined ? '' : `:${value}:${zshAction(row, choiceOf(row))}`;
  const others = isMany ? '*' : names.length > 1 ? `(${names.join(' ')})` : '';
  return names
    .map((name) => {
      const sign = value === undefined ? '' : isOptional ? '=-' : name.startsWith('--') ? '=' : '+';
      return quoted(`${others}${name}${sign}[${about}]${isOptional ? ':' : ''}${taken}`);
    })
    .join(' ');
}

function zsh(): string {
  const commands = COMMANDS.map((name) => `    ${quoted(`${name}:${COMMAND_WORDS[name]}`)}`);
  const cases = COMMANDS.map((command) => {
    const specs = optionsOf(command).map((row) => `      ${zshSpec(row)}`);
    const paths = WITH_PATHS.includes(command) ? `'*:path:_files'` : '';
    const words =
      command === 'explain' ? `'1:rule:(${rules.map(({ id }) => id).join(' ')})'` : paths;
    return `    ${command}) specs=(\n${specs.join('\n')}\n      ${words}) ;;`;
  });
  return `#compdef ${NAME}
_qemu_monitor_guard() {
  local command=check
  local -a commands specs
  commands=(
${commands.join('\n')}
  )
  if ((CURRENT == 2)) && [[ $PREFIX != -* ]]; then
    _describe command commands
    _files
    return
  fi
  if [[ -n \${commands[(r)\${words[2]}:*]} ]]; then
    command=\${words[2]}
    shift words
    ((CURRENT--))
  fi
  case $command in
${cases.join('\n')}
  esac
  _arguments -S : $specs
}
_qemu_monitor_guard "$@"
`;
}

function fishOption(row: OptionRow): string {
  const { name, short, value, commands, isOptional } = row;
  const others = COMMANDS.filter((one) => !commands.includes(one));
  // Without a command it is \`check\`.
  const when = commands.includes('check')
    ? others.length > 0 && `not __fish_seen_subcommand_from ${others.join(' ')}`
    : `__fish_seen_subcommand_from ${commands.join(' ')}`;
  const choice = choiceOf(row);
  const words = choice?.words.map((word) => (choice.behind ? `${word}=` : word));
  const taken = value === 'FILE' ? ' -r -F' : value && !isOptional ? ' -x' : '';
  return [
    `complete -c ${NAME}`,
    ...(when ? [`-n ${quoted(when)}`] : []),
    `-l ${name}${short ? ` -s ${short}` : ''}${taken}`,
    ...(words ? [`-a ${quoted(words.join(' '))}`] : []),
    `-d ${quoted(wordsOf(row))}`,
  ].join(' ');
}

function fish(): string {
  const commands = COMMANDS.map(
    (name) =>
      `complete -c ${NAME} -n __fish_use_subcommand -a ${name} -d ${quoted(COMMAND_WORDS[name])}`,
  );
  const explained = rules.map(
    ({ id, summary }) =>
      `complete -c ${NAME} -n '__fish_seen_subcommand_from explain' -f -a ${id} -d ${quoted(summary)}`,
  );
  return `# fish completion of ${NAME}\n${[...commands, ...OPTIONS.map(fishOption), ...explained].join('\n')}\n`;
}

/** Text of roff in which no character is a request. */
function roff(text: string): string {
  return text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replace(/^[.']/gm, '\\&$&');
}

function manualOption(row: OptionRow): string {
  const { value, isOptional, commands } = row;
  const names = spellings(row)
    .map((name) => `\\fB${roff(name)}\\fR`)
    .toReversed()
    .join(', ');
  const taken =
    value === undefined ? '' : isOptional ? `[=\\fI${roff(value)}\\fR]` : ` \\fI${roff(value)}\\fR`;
  const choice = choiceOf(row);
  const list =
    choice && value !== 'ID=SEVERITY' && !isOptional ? `: ${choice.words.join(', ')}` : '';
  const of = commands.length === COMMANDS.length ? '' : ` (${commands.join(', ')})`;
  return `.TP\n${names}${taken}\n${roff(`${wordsOf(row)}${list}${of}.`)}`;
}

function manual(): string {
  const commands = COMMANDS.map(
    (name) => `.TP\n\\fB${name}\\fR\n${roff(`${COMMAND_WORDS[name]}.`)}`,
  );
  return `.TH QEMU\\-MONITOR\\-GUARD 1
.SH NAME
${roff(NAME)} \\- finds QEMU monitors that others can open, and closes them
.SH SYNOPSIS
.B ${roff(NAME)}
[\\fICOMMAND\\fR] [\\fIOPTION\\fR...] [\\fB\\-\\-\\fR] [\\fIPATH\\fR...|\\-]
.SH DESCRIPTION
${roff('Anyone who reaches a QEMU monitor controls the VM and can run commands on the host.')}
${roff('This finds the monitors that launch scripts, libvirt XML and QEMU configs open to others.')}
${roff('Without a path it looks at the current folder; the path - is the standard input.')}
.SH COMMANDS
${commands.join('\n')}
.SH OPTIONS
${OPTIONS.map(manualOption).join('\n')}
.SH EXIT STATUS
${roff('0 if there is nothing to see to, 1 if there is, 2 if something cannot be read or done.')}
.SH ENVIRONMENT
.TP
\\fBNO_COLOR\\fR, \\fBFORCE_COLOR\\fR
${roff('Whether to print in colour where --color says nothing.')}
.SH FILES
.TP
${roff('.qemu-monitor-guard.json')}
${roff('The settings of a project.')}
.SH SEE ALSO
.BR qemu (1),
.UR ${PROJECT_URL}
.UE
`;
}

/** The files by their paths in the package. */
export function commandLineDocs(): ReadonlyMap<string, string> {
  return new Map([
    [`completions/${NAME}.bash`, bash()],
    [`completions/_${NAME}`, zsh()],
    [`completions/${NAME}.fish`, fish()],
    [`man/${NAME}.1`, manual()],
  ]);
}

if (process.argv[1] === import.meta.filename) {
  const [, , folder = '.'] = process.argv;
  for (const [path, text] of commandLineDocs()) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
