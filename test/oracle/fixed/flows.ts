/** The ways in which a monitor's words come to QEMU in a script: values, arrays, functions, loops, files. */
import type { SpelledMonitor } from './scripts.ts';

export interface Flow {
  /** How the port is written. */
  readonly port: string;
  /** How often QEMU is started. */
  readonly launches: number;
  /** True where several run at once, so that their sockets must differ. */
  readonly together: boolean;
  /** True if bash alone can run it. */
  readonly bash: boolean;
  /** Whether the word with the address may be quoted in any way, or is part of a string. */
  readonly quoted: 'word' | 'string';
  /** True where the shell must expand something inside the word. */
  readonly expands: boolean;
  /** True where the host comes out of `$H`. */
  readonly expandsHost: boolean;
  /** True where the value is divided at blanks. */
  readonly splits: boolean;
  readonly write: (program: string, monitor: SpelledMonitor) => Written;
}

interface Written {
  readonly script: string;
  /** Further files, by name. */
  readonly files?: Readonly<Record<string, string>>;
}

type Write = (program: string, monitor: SpelledMonitor) => string | Written;

const PLAIN = {
  port: '4444',
  launches: 1,
  together: false,
  bash: false,
  quoted: 'word',
  expands: false,
  expandsHost: false,
  splits: false,
} as const;

function flow(write: Write, differing: Partial<Omit<Flow, 'write'>> = {}): Flow {
  return {
    ...PLAIN,
    expands: /[$`]/.test(differing.port ?? ''),
    ...differing,
    write: (program, monitor) => {
      const written = write(program, monitor);
      return typeof written === 'string' ? { script: written } : written;
    },
  };
}

/** The words of the monitor as they stand in a command. */
function words({ before, word, behind }: SpelledMonitor): string {
  return `${before}${word}${behind}`;
}

/** The same around an expansion that brings the word. */
function around(monitor: SpelledMonitor, expansion: string): string {
  return `${monitor.before}${expansion}${monitor.behind}`;
}

/** All words as one string, in the quotes of the word. */
function string({ before, raw, behind, quote }: SpelledMonitor): string {
  return `${quote}${before}${raw}${behind}${quote}`;
}

const SPLIT = { quoted: 'string', splits: true } as const;
const BASH = { bash: true } as const;

function launch(program: string, monitor: SpelledMonitor): string {
  return `${program} ${words(monitor)} -rtc base=utc\n`;
}

/** A port that is put together in front of the command. */
function withPort(port: string, prelude: string, more: Partial<Omit<Flow, 'write'>> = {}): Flow {
  return flow((program, monitor) => prelude + launch(program, monitor), { port, ...more });
}

/** Two launches at once. */
const TWO = { launches: 2, together: true } as const;

export const FLOWS: Readonly<Record<string, Flow>> = {
  literal: flow(launch),
  'lines that go on': flow(
    (program, monitor) => `${program} \\\n  ${words(monitor)} \\\n  -rtc base=utc\n`,
  ),
  $P: withPort('$P', 'P=4444\n'),
  '${P}': withPort('${P}', 'P=4444\n'),
  '${P:-4444}': withPort('${P:-4444}', ''),
  '444$I': withPort('444$I', 'I=4\n'),
  arithmetic: withPort('$((4440 + I))', 'I=4\n'),
  substitution: withPort('$(echo 4444)', ''),
  backticks: withPort('`echo 4444`', ''),
  $1: withPort('$1', 'set -- 4444\n'),
  'a port that a program makes': withPort('$P', 'P=$(expr 4440 + 4)\n'),
  'a value of a value': withPort('$P', 'A=4444\nP=$A\n'),
  'an element': withPort('${ports[1]}', 'ports=(1 4444)\n', BASH),
  'a part of a value': withPort('${A#*:}', 'A=x:4444\n'),
  'a host': flow(launch, { expandsHost: true, expands: true }),
  'a host and a port': withPort('$P', 'P=4444\n', { expandsHost: true, expands: true }),
  'a device': flow(
    (program, monitor) => `D=${monitor.word}\n${program} ${around(monitor, '"$D"')}\n`,
  ),
  'a device, divided': flow(
    (program, monitor) => `D=${monitor.word}\n${program} ${around(monitor, '$D')}\n`,
    { splits: true },
  ),
  'a device of a port': flow(
    (program, monitor) => `P=4444\nD=${monitor.word}\n${program} ${around(monitor, '"${D}"')}\n`,
    { port: '$P' },
  ),
  'an option': flow((program, monitor) => `M=${string(monitor)}\n${program} $M -S\n`, SPLIT),
  'an option in braces': flow(
    (program, monitor) => `readonly M=${string(monitor)}\n${program} \${M} -S\n`,
    SPLIT,
  ),
  'an exported option': flow(
    (program, monitor) => `export M=${string(monitor)}\nsh -c '${program} $M -S'\n`,
    SPLIT,
  ),
  'a default of the device': flow(
    (program, monitor) => `${program} ${around(monitor, `"\${MON:-${monitor.raw}}"`)}\n`,
    { quoted: 'string' },
  ),
  'a default, divided': flow(
    (program, monitor) => `${program} ${around(monitor, `\${MON:-${monitor.raw}}`)}\n`,
    SPLIT,
  ),
  'a default of the option': flow(
    (program, { before, raw, behind }) => `: "\${M:=${before}${raw}${behind}}"\n${program} $M\n`,
    SPLIT,
  ),
  array: flow(
    (program, monitor) => `args=(-rtc base=utc ${words(monitor)})\n${program} "\${args[@]}"\n`,
    BASH,
  ),
  'an array of lines': flow(
    (program, monitor) =>
      `args=(\n  # the monitor\n  ${words(monitor)}\n  -S\n)\n${program} "\${args[@]}"\n`,
    BASH,
  ),
  'an array that grows': flow(
    (program, monitor) =>
      `args=(-rtc base=utc)\nargs+=(${words(monitor)})\nargs+=(-S)\n${program} "\${args[@]}"\n`,
    BASH,
  ),
  'an array that is put before': flow(
    (program, monitor) =>
      `args=(-S)\nargs=(${words(monitor)} "\${args[@]}")\n${program} "\${args[@]}"\n`,
    BASH,
  ),
  'a local array': flow(
    (program, monitor) =>
      `vm() {\n  local -a args=()\n  args+=(${words(monitor)})\n  ${program} "\${args[@]}" "$@"\n}\nvm -S\n`,
    BASH,
  ),
  'elements of several words': flow(
    (program, monitor) => `args=(-S ${string(monitor)})\n${program} \${args[@]}\n`,
    { ...SPLIT, ...BASH },
  ),
  'a string that grows': flow(
    (program, monitor) => `A=-S\nA="$A "${string(monitor)}\n${program} $A\n`,
    SPLIT,
  ),
  'a string that grows by +=': flow(
    (program, { before, raw, behind }) => `A=-S\nA+=" ${before}${raw}${behind}"\n${program} $A\n`,
    { ...SPLIT, ...BASH },
  ),
  'a command in a string': flow(
    (program, { before, raw, behind }) =>
      `CMD="${program.replaceAll('"', '').replace('web 1', 'web1')} ${before}${raw}${behind}"\n$CMD\n`,
    SPLIT,
  ),
  'a command that is evaluated': flow(
    (program, { before, raw, behind }) =>
      `CMD="${program.replaceAll('"', "'")} ${before}'${raw}'${behind}"\neval "$CMD"\n`,
    { quoted: 'string' },
  ),
  'arguments of a function': flow(
    (program, monitor) => `vm() { ${program} "$@"; }\nvm ${words(monitor)} -S\n`,
  ),
  'a device for a function': flow(
    (program, monitor) => `vm() { ${program} ${around(monitor, '"$1"')}; }\nvm ${monitor.word}\n`,
  ),
  'ports for a function': flow(
    (program, monitor) => `vm() {\n  ${launch(program, monitor)}}\nvm 4401 & vm 4402 &\nwait\n`,
    { ...TWO, port: '$1' },
  ),
  'local ports of a function': flow(
    (program, monitor) =>
      `vm() {\n  local port=$(($1 + 1))\n  ${launch(program, monitor)}}\nvm 4401 & vm 4402 &\nwait\n`,
    { ...TWO, port: '$port' },
  ),
  'a loop over ports': flow(
    (program, monitor) =>
      `for port in 4401 4402; do\n  ${program} ${words(monitor)} &\ndone\nwait\n`,
    { ...TWO, port: '$port' },
  ),
  'a loop with arithmetic': flow(
    (program, monitor) => `for i in 1 2; do\n  ${program} ${words(monitor)} &\ndone\nwait\n`,
    { ...TWO, port: '$((4400 + i))' },
  ),
  'a loop of C': flow(
    (program, monitor) =>
      `for ((i = 0; i < 2; i++)); do\n  ${program} ${words(monitor)} &\ndone\nwait\n`,
    { ...TWO, ...BASH, port: '440$i' },
  ),
  'a counting loop': flow(
    (program, monitor) =>
      `i=1\nwhile [ "$i" -le 2 ]; do\n  P=$((4400 + i))\n  ${program} ${words(monitor)} &\n  i=$((i + 1))\ndone\nwait\n`,
    { ...TWO, port: '${P}' },
  ),
  'one after the other': flow(
    (program, monitor) => `for i in 1 2; do\n  ${program} ${words(monitor)}\ndone\n`,
    { launches: 2 },
  ),
  'a device for two, one after the other': flow(
    (program, monitor) =>
      `D=${monitor.word}\n${program} ${around(monitor, '"$D"')} -S\n${program} ${around(monitor, '"$D"')}\n`,
    { launches: 2 },
  ),
  'a branch': flow(
    (program, monitor) =>
      `if [ -z "$NEVER" ]; then\n  D=${monitor.word}\nelse\n  D=none\nfi\n${program} ${around(monitor, '"$D"')}\n`,
  ),
  'an arm of a case': flow(
    (program, monitor) =>
      `case \${MODE:-debug} in\n  debug) ${launch(program, monitor).trimEnd()} ;;\n  *) ${program} -monitor none ;;\nesac\n`,
  ),
  'and-or': flow((program, monitor) => `[ -z "$NEVER" ] && ${launch(program, monitor)}`),
  'set --': flow((program, monitor) => `set -- -S ${words(monitor)}\n${program} "$@"\n`),
  'set -- "$@"': flow(
    (program, monitor) => `set -- -S\nset -- "$@" ${words(monitor)}\n${program} "$@"\n`,
  ),
  'a file with the option': flow(
    (program, monitor) => ({
      script: `. ./settings.sh\n${program} $M\n`,
      files: { 'settings.sh': `# Settings.\nM=${string(monitor)}\n` },
    }),
    SPLIT,
  ),
  'a file with the device': flow((program, monitor) => ({
    script: `. ./settings.sh\n${program} ${around(monitor, '"$D"')}\n`,
    files: { 'settings.sh': `D=${monitor.word}\n` },
  })),
  'a file with the port': flow(
    (program, monitor) => ({
      script: `. ./settings.sh\n${launch(program, monitor)}`,
      files: { 'settings.sh': 'P=4444\n' },
    }),
    { port: '$P' },
  ),
  'a file with the function': flow((program, monitor) => ({
    script: `. ./lib.sh\nvm ${words(monitor)}\n`,
    files: { 'lib.sh': `vm() {\n  ${program} "$@"\n}\n` },
  })),
};
