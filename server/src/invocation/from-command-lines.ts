/** Shell and QEMU commands in line-based files. */
import {
  commandFile,
  crontabFile,
  type Justfile,
  readJustfile,
  scheduledIn,
  valuesOf,
} from '../syntax/command-lines/reader.ts';
import { type Dialect, dialectOfFirstLine, shellNamed } from '../syntax/shell/dialect.ts';
import { shlexWords } from '../syntax/shlex/reader.ts';
import { readTemplate } from '../syntax/templates/reader.ts';
import { allowed, fuelFor } from '../text/fuel.ts';
import type { Span } from '../text/span.ts';
import { lowerEmbeddedShell } from './from-shell.ts';
import type { ArgvInvocation, Invocation, Word } from './invocation.ts';
import { MONITOR_OPTIONS, oneOf } from './monitor-options.ts';
import type { EmbeddedScript } from './shell/embedded.ts';
import { unfollowedAmong } from './shell/launch/orphan-options.ts';
import { unwritable } from './unknown-words.ts';

export function lowerJustfile(text: string): readonly Invocation[] {
  const justfile = readJustfile(text);
  const [, shell = 'sh'] = /^set[ \t]+shell[ \t]*:=[ \t]*\[\s*["']([^"'\n]*)/m.exec(text) ?? [];
  const variables = [...justfile.variables.values()];
  const found = lowerEmbeddedShell(scriptsOfJust(justfile, shellNamed(shell)), {
    length: text.length,
    // An importing file may use an unused variable.
    held: () => variables.map((own) => ({ text: own, dialect: 'posix' })),
  });
  return [...found, ...unfollowedAmong(variables, found)];
}

function scriptsOfJust(
  { variables, commands }: Justfile,
  shell: Dialect | undefined,
): readonly EmbeddedScript[] {
  const fuel = fuelFor(0);
  return commands.map(({ text, parameters }) => {
    const own = readTemplate(text, 'just', (source) => {
      const name = /^\{\{\s*([\w-]+)\s*\}\}$/.exec(source)?.[1] ?? '';
      return allowed(fuel, parameters.has(name) ? parameters.get(name) : variables.get(name));
    });
    return { text: own, dialect: dialectOfFirstLine(own.decoded, shell) };
  });
}

/** Lowers a crontab. */
export function lowerCrontab(text: string): readonly Invocation[] {
  const scripts = scheduledIn(crontabFile(text)).map((command) => ({
    text: command.text,
    dialect: 'posix' as const,
  }));
  return lowerEmbeddedShell(scripts, { length: text.length });
}

/** Lowers commands after a key, without edits: their reader is unknown. */
export function lowerKeys(text: string, key: RegExp, joins?: 'indent'): readonly Invocation[] {
  const commands = valuesOf(commandFile(text), key, joins).map(({ at, text: own }) => ({
    at,
    words: unwritable(shlexWords(own)),
  }));
  return lowerEmbeddedShell(commands, { length: text.length });
}

/** Lowers a Proxmox machine's `args: …`. */
export function lowerProxmox(text: string): readonly Invocation[] {
  return valuesOf(commandFile(text), /^args:[ \t]*/).map(({ at, text: own }) => {
    return appended(shlexWords(own), { start: at.start, end: at.start + 4 });
  });
}

/** Lowers `qb_opt_append = …` for `runqemu`. */
export function lowerQemuboot(text: string): readonly Invocation[] {
  const values = valuesOf(commandFile(text), /^qb_\w+[ \t]*=[ \t]*/);
  // Not joined: some values exclude each other.
  return values.flatMap(({ at: { start }, text: own }) => {
    const words = shlexWords(readTemplate(own, 'bitbake'));
    return haveMonitor(words) ? [appended(words, { start, end: start + 2 })] : [];
  });
}

/** Whether options open a monitor, gdbstub or qtest. */
export function haveMonitor(words: readonly Word[]): boolean {
  return words.some(({ value: { decoded } }) => HAS_MONITOR.test(decoded));
}

const HAS_MONITOR = new RegExp(`^--?${oneOf([...MONITOR_OPTIONS, 'gdb', 'qtest'])}$|^mon:`);

/** Makes an invocation of additional options. */
export function appended(words: readonly Word[], programAt: Span): ArgvInvocation {
  return { kind: 'argv', program: 'system', programAt, words, partial: 'wrapper', name: undefined };
}
