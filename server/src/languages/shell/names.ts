/**
 * By which names and first lines a file is a script of a shell. This is VS Code's own rule
 * (`extensions/shellscript/package.json` of 1.139), so that a review and an editor mean the same files.
 * Why: docs/decisions/what-is-a-shell-script.md
 */

import { splitWords } from '../../text/split-words.ts';
import { firstLineOf } from '../first-line.ts';

const ENDINGS = splitWords(`
  sh bash ksh zsh zsh-theme ebuild eclass fish csh bashrc bash_(?:aliases|profile|login|logout)
  profile x(?:profile|session|sessionrc) Xsession zshrc zprofile zlogin zlogout zshenv cshrc
  tcshrc yashrc yash_profile
`);
const WHOLE_NAMES = [
  ...['APKBUILD', 'PKGBUILD', '\\.envrc', '\\.hushlogin', 'zshrc', 'zshenv', 'zlogin', 'zprofile'],
  ...['zlogout', '(?:bash|zsh)rc_Apple_Terminal'],
];

/** Names of scripts, those of other shells among them. */
export const SCRIPT_NAMES: RegExp = new RegExp(
  String.raw`\.(?:${ENDINGS.join('|')})$|(?:^|\/)(?:${WHOLE_NAMES.join('|')})$`,
);

/** VS Code's `firstLine` of the language `shellscript`, and the shell that reads scripts of OpenRC. */
export const SHELL_LINE: RegExp =
  /^#!.*\b(?:bash|fish|zsh|sh|ksh|dtksh|pdksh|mksh|ash|dash|yash|csh|jcsh|tcsh|itcsh).*|^#!\s*\/sbin\/(?:openrc-run|runscript)\b|^#\s*-\*-(?=[^*]*-\*-)[^*]*mode:\s*shell-script/;

/** Shells of another grammar, which VS Code calls `shellscript` all the same. */
const OTHER_SHELLS: ReadonlySet<string> = new Set(['fish', 'csh', 'tcsh', 'jcsh', 'itcsh']);
const OTHER_SHELL_NAME = /\.(?:fish|csh|cshrc|tcshrc)$/;

/** Whether a shell script is for fish or the C shell, whose grammar is another one and which are not read. */
export function isOtherShell(path: string, beginning: string): boolean {
  const interpreter = interpreterOf(firstLineOf(beginning));
  return interpreter === undefined ? OTHER_SHELL_NAME.test(path) : OTHER_SHELLS.has(interpreter);
}

/** The program's name in a line such as `#!/usr/bin/env -S fish -l` (`fish`); undefined without one. */
function interpreterOf(line: string): string | undefined {
  if (!line.startsWith('#!')) return undefined;
  const [program = '', ...args] = line
    .slice(2)
    .trim()
    .split(/[ \t]+/);
  const name = nameOf(program);
  // An option of `env`, or a variable that it sets, stands in front of the program.
  const behind = name === 'env' ? args.find((arg) => !/^-|=/.test(arg)) : program;
  return behind === undefined || behind === '' ? undefined : nameOf(behind);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
