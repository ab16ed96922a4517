/** A script's shell. bash, dash and ksh read most words alike, zsh does not. Why: docs/decisions/unknown-values.md */
import { nameOf } from '../../text/paths.ts';

/** `posix`: any but zsh. */
export type Dialect = 'posix' | 'bash' | 'dash' | 'ksh' | 'zsh';

const SHELLS: ReadonlyMap<string, Dialect> = new Map([
  ['bash', 'bash'],
  ['rbash', 'bash'],
  ['dash', 'dash'],
  ['ksh', 'ksh'],
  ['ksh93', 'ksh'],
  ['mksh', 'ksh'],
  ['zsh', 'zsh'],
]);

/** Program names of all shells. */
export const SHELL_NAMES: readonly string[] = ['sh', 'ash', ...SHELLS.keys()];

const FILES: readonly (readonly [RegExp, Dialect])[] = [
  [/(?:^|[/.])(?:zshrc|zshenv|zprofile|zlogin|zlogout|zsh|zsh-theme)$/, 'zsh'],
  [/(?:^|[/.])(?:bashrc|bash_profile|bash_login|bash_logout|bash_aliases|bash)$/, 'bash'],
  [/(?:^|[/.])(?:kshrc|mkshrc|ksh)$/, 'ksh'],
];

/** By first line, else by file name. */
export function dialectOf(text: string, path = ''): Dialect {
  const line = /^\ufeff?#!(.*)/.exec(text)?.[1];
  if (line === undefined) return FILES.find(([file]) => file.test(path))?.[1] ?? 'posix';
  for (const program of line.split(/\s+/)) {
    const shell = dialectOfProgram(nameOf(program));
    if (shell !== undefined) return shell;
  }
  return 'posix';
}

/** By first line; `otherwise` without one, undefined for other interpreters. */
export function dialectOfFirstLine(text: string, otherwise?: Dialect): Dialect | undefined {
  if (!/^\ufeff?#!/.test(text)) return otherwise;
  const isShell = /^.*\b(?:(?:r?b|d)?ash|m?ksh(?:93)?|z?sh)\b/.test(text);
  return isShell ? dialectOf(text) : undefined;
}

/** The dialect of a shell's path; undefined for other programs. */
export function shellNamed(path: string): Dialect | undefined {
  const name = path.replace(/^.*[/\\]/, '').replace(/\.exe$/, '');
  return dialectOfProgram(name) ?? (/^(?:a?sh|busybox)$/.test(name) ? 'posix' : undefined);
}

/** Whether a name or path is a shell's. */
export function isShell(path: string): boolean {
  return SHELL_NAMES.includes(nameOf(path));
}

/** The dialect of a name; undefined if ambiguous. */
export function dialectOfProgram(name: string): Dialect | undefined {
  return SHELLS.get(name);
}
