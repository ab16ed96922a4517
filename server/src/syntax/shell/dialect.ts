/**
 * Which shell a script is for, as far as that changes what it means. bash, dash and ksh read most words alike; zsh
 * does not (zshexpn(1)).
 * Why: docs/decisions/where-bash-and-dash-differ-a-value-is-unknown.md
 */

/** `posix` is any of them but zsh: of what they make differently of a text nobody knows which it is. */
export type Dialect = 'posix' | 'bash' | 'dash' | 'ksh' | 'zsh';

/** Shells by their names; `sh` is another one on each system, and so is `ash`. */
const SHELLS: ReadonlyMap<string, Dialect> = new Map([
  ['bash', 'bash'],
  ['rbash', 'bash'],
  ['dash', 'dash'],
  ['ksh', 'ksh'],
  ['ksh93', 'ksh'],
  ['mksh', 'ksh'],
  ['zsh', 'zsh'],
]);

/** What shells are called that read scripts as one of the dialects: `sh`, `bash`. */
export const SHELL_NAMES: readonly string[] = ['sh', 'ash', ...SHELLS.keys()];

/** Files that a shell reads when it starts, and those that say so by their ending. */
const FILES: readonly (readonly [RegExp, Dialect])[] = [
  [/(?:^|[/.])(?:zshrc|zshenv|zprofile|zlogin|zlogout|zsh|zsh-theme)$/, 'zsh'],
  [/(?:^|[/.])(?:bashrc|bash_profile|bash_login|bash_logout|bash_aliases|bash)$/, 'bash'],
  [/(?:^|[/.])(?:kshrc|mkshrc|ksh)$/, 'ksh'],
];

/** The dialect of a script: its first line says it, and else the name of its file. */
export function dialectOf(text: string, path = ''): Dialect {
  const line = /^\ufeff?#!(.*)/.exec(text)?.[1];
  if (line === undefined) return FILES.find(([file]) => file.test(path))?.[1] ?? 'posix';
  for (const program of line.split(/\s+/)) {
    const shell = dialectOfProgram(program.slice(program.lastIndexOf('/') + 1));
    if (shell !== undefined) return shell;
  }
  return 'posix';
}

/** The dialect that a script's own first line says, `otherwise` where it has none; undefined for another program. */
export function dialectOfFirstLine(text: string, otherwise?: Dialect): Dialect | undefined {
  if (!/^\ufeff?#!/.test(text)) return otherwise;
  const isShell = /^.*\b(?:(?:r?b|d)?ash|m?ksh(?:93)?|z?sh)\b/.test(text);
  return isShell ? dialectOf(text) : undefined;
}

/** The dialect of a shell by its path; undefined for a program that is none. */
export function shellNamed(path: string): Dialect | undefined {
  const name = path.replace(/^.*[/\\]/, '').replace(/\.exe$/, '');
  return dialectOfProgram(name) ?? (/^(?:a?sh|busybox)$/.test(name) ? 'posix' : undefined);
}

/** Whether a program is such a shell, by its name or its path: `/bin/dash`. */
export function isShell(path: string): boolean {
  return SHELL_NAMES.includes(path.slice(path.lastIndexOf('/') + 1));
}

/** The dialect of a shell by its name; undefined for what is none, or may be any. */
export function dialectOfProgram(name: string): Dialect | undefined {
  return SHELLS.get(name);
}
