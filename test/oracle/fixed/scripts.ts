/** Generated scripts: the monitors of `monitors.ts`, quoted, brought to QEMU and wrapped in many ways. */

import { inSingleQuotes } from '../../support/quoting.ts';
import type { Combination } from './cover.ts';
import { cover } from './cover.ts';
import type { Document } from './document.ts';
import { FLOWS, type Flow } from './flows.ts';
import {
  FLAGS,
  type Flags,
  HOSTS,
  isClient,
  isPossible,
  type Monitor,
  makeMonitor,
  OPTIONS,
  TRANSPORTS,
} from './monitors.ts';
import { ENVIRONMENTS } from './world.ts';

/** How the word with the address is quoted. */
const QUOTINGS: Readonly<Record<string, (word: string) => string>> = {
  bare: (word) => word,
  double: (word) => `"${word}"`,
  'half double': (word) => `${word.slice(0, 5)}"${word.slice(5)}"`,
  'double in the middle': (word) => word.replace(/:(\S*?)(,|$)/, ':"$1"$2'),
  'cut by a continuation': (word) => `${word.slice(0, 2)}\\\n${word.slice(2)}`,
  single: (word) => `'${word}'`,
  'half single': (word) => `${word.slice(0, 5)}'${word.slice(5)}'`,
  escaped: (word) => word.replaceAll(':', '\\:'),
  'ansi-c': (word) => `$'${word.replaceAll(':', '\\x3a')}'`,
};
/** Those in which nothing is expanded. */
const LITERAL = new Set(['single', 'half single', 'escaped', 'ansi-c']);

/** What stands around the whole script. */
const WRAPPINGS: Readonly<Record<string, (script: string, shell: string) => string>> = {
  none: (script) => script,
  // The variable of the condition is unset, which would end the script here.
  'set -u': (script) => `set -eu\n: "\${NEVER:=}"\n${script}`,
  function: (script) => `main() {\n${indented(script)}}\nmain "$@"\n`,
  subshell: (script) => `(\n${indented(script)})\n`,
  condition: (script) => `if [ -n "$HOME" ]; then\n${indented(script)}fi\n`,
  "-c '…'": (script, shell) => `${shell} -c ${inSingleQuotes(script)}\n`,
  '-c "…"': (script, shell) => `${shell} -c "${escaped(script)}"\n`,
  '-c in -c': (script, shell) =>
    `${shell} -c "${escaped(`exec ${shell} -c ${inSingleQuotes(script)}\n`)}"\n`,
  "eval '…'": (script) => `eval '${script.replaceAll("'", `'"'"'`)}'\n`,
  'eval "…"': (script) => `eval "${escaped(script)}"\n`,
  'here-document': (script, shell) => `${shell} <<EOF\n${script.replace(/[$`\\]/g, '\\$&')}EOF\n`,
  'quoted here-document': (script, shell) => `${shell} <<'EOF'\n${script}EOF\n`,
  'written script': (script, shell) => `cat >inner.sh <<'EOF'\n${script}EOF\n${shell} inner.sh\n`,
};

/** Those that run the script in the shell that reads the document. */
const SAME_SHELL = new Set([
  'none',
  'set -u',
  'function',
  'subshell',
  'condition',
  "eval '…'",
  'eval "…"',
]);

function escaped(script: string): string {
  return script.replace(/[$`"\\]/g, '\\$&');
}

function indented(script: string): string {
  // A line that goes on may do so inside a word.
  return script.replace(/(?<!\\\n)^(?=.)/gm, '  ');
}

/** The words in front of the options. */
const PROGRAMS: readonly string[] = [
  'qemu-system-x86_64',
  'kvm -m 64',
  'qemu-system-x86_64 -name "web 1"',
  'qemu-system-x86_64 -name guest=db,process=db',
  'env A=1 nice kvm',
];

/** Each pair of choices stands together at least so often. */
const TIMES = 1;
const SEED = 1;

/** Scripts in which any two choices that may meet do. */
export function scripts(seed = SEED, times = TIMES): readonly Document[] {
  const choices = {
    shell: ['bash', 'dash'],
    option: Object.keys(OPTIONS),
    transport: [...TRANSPORTS],
    host: [...HOSTS],
    flags: Object.keys(FLAGS),
    quoting: Object.keys(QUOTINGS),
    flow: Object.keys(FLOWS),
    wrapping: Object.keys(WRAPPINGS),
    program: [...PROGRAMS],
    environment: Object.keys(ENVIRONMENTS),
  };
  return cover(choices, isAllowed, { times, seed, apart: ['flow', 'option'] }).map(build);
}

function flowOf({ flow = '' }: Combination): Flow {
  const found = FLOWS[flow];
  if (found === undefined) throw new Error(`no flow ${flow}`);
  return found;
}

function isAllowed(combination: Combination): boolean {
  const { shell, option = '', transport = '', host = '', quoting = '' } = combination;
  const flags = combination['flags'] as Flags;
  const flow = flowOf(combination);
  if (!isPossible(option, transport, host, flags)) return false;
  if (shell === 'dash' && (flow.bash || quoting === 'ansi-c')) return false;
  // A client of the proof is one process with one peer.
  if (isClient(flags) && flow.launches !== 1) return false;
  if (flow.together && (transport === 'udp' || option.startsWith('two'))) return false;
  if (flow.quoted === 'string' && quoting !== 'double' && quoting !== 'single') return false;
  if (flow.expands && LITERAL.has(quoting)) return false;
  if (flow.expandsHost && host.includes(':')) return false;
  // These quotings look for signs that the expansion has too.
  if (flow.port.includes('#') && quoting === 'double in the middle') return false;
  if (flow.port.includes('(') && quoting === 'cut by a continuation') return false;
  // What a script inside a string or another file brings in is not read.
  const inside = !SAME_SHELL.has(combination['wrapping'] ?? '');
  if (inside && combination['flow']?.startsWith('a file with')) return false;
  const { environment, wrapping } = combination;
  // Without `set -u` a user without a home gets the root of the file system.
  if (environment === 'without-home' && wrapping !== 'set -u') return false;
  if (environment === 'foreign-folder' && (wrapping === 'written script' || flags === 'log')) {
    return false;
  }
  // Where the shell divides a value, a runtime directory with a blank is divided too.
  return !(flow.splits && combination['environment'] === 'user-with-blank');
}

function build(combination: Combination): Document {
  const { shell = '', option = '', transport = '', quoting = '', wrapping = '' } = combination;
  const flow = flowOf(combination);
  const flags = combination['flags'] as Flags;
  const host = flow.expandsHost ? '$H' : (combination['host'] ?? '');
  const monitor = makeMonitor(option, transport, host, flow.port, flags);
  const quote = QUOTINGS[quoting] ?? String;
  const prelude = flow.expandsHost ? `H=${combination['host']}\n` : '';
  const { script, files = {} } = flow.write(combination['program'] ?? '', spelled(monitor, quote));
  const wrap = WRAPPINGS[wrapping] ?? String;
  const many = Array.from({ length: flow.launches }, () => monitor.modes).flat();
  return {
    title: Object.values(combination).join(' | '),
    host: shell === 'bash' ? 'bash script' : 'sh script',
    files: {
      'run.sh': `#!/bin/${shell === 'bash' ? 'bash' : 'sh'}\n${wrap(prelude + script, shell)}`,
      ...files,
    },
    modes: many,
    client: isClient(flags),
    mux: monitor.mux,
    together: flow.together,
    machine: monitor.machine,
    environment: combination['environment'] as Document['environment'],
  };
}

/** The words of a monitor as flows want them. */
export interface SpelledMonitor {
  /** The words in front of the one with the address, with a blank behind each. */
  readonly before: string;
  /** The word with the address, quoted. */
  readonly word: string;
  /** The same without quotes. */
  readonly raw: string;
  /** The quotes for a string that holds several words. */
  readonly quote: '"' | "'";
  /** The words behind it, with a blank before each. */
  readonly behind: string;
}

function spelled(monitor: Monitor, quote: (word: string) => string): SpelledMonitor {
  const word = quote(monitor.device);
  return {
    before: monitor.before.map((each) => `${each} `).join(''),
    word,
    raw: monitor.device,
    quote: word.startsWith("'") ? "'" : '"',
    behind: monitor.behind.map((each) => ` ${each}`).join(''),
  };
}
