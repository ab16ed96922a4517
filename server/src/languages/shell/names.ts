/** Names and first lines of scripts as in VS Code 1.139, so that review and editor agree. */

import { nameOf } from '../../text/paths.ts';
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

/** Names of scripts, for other shells too. */
export const SCRIPT_NAMES: RegExp = new RegExp(
  String.raw`\.(?:${ENDINGS.join('|')})$|(?:^|\/)(?:${WHOLE_NAMES.join('|')})$`,
);

/** VS Code's `firstLine` for `shellscript`, and OpenRC's interpreter. */
export const SHELL_LINE: RegExp =
  /^#!.*\b(?:bash|fish|zsh|sh|ksh|dtksh|pdksh|mksh|ash|dash|yash|csh|jcsh|tcsh|itcsh).*|^#!\s*\/sbin\/(?:openrc-run|runscript)\b|^#\s*-\*-(?=[^*]*-\*-)[^*]*mode:\s*shell-script/;

const OTHER_SHELLS: ReadonlySet<string> = new Set(['fish', 'csh', 'tcsh', 'jcsh', 'itcsh']);
const OTHER_SHELL_NAME = /\.(?:fish|csh|cshrc|tcshrc)$/;

/** Whether a script is for fish or the C shell, which are not read. */
export function isOtherShell(path: string, beginning: string): boolean {
  const interpreter = interpreterOf(firstLineOf(beginning));
  return interpreter === undefined ? OTHER_SHELL_NAME.test(path) : OTHER_SHELLS.has(interpreter);
}

/** The program of a shebang: `fish` of `#!/usr/bin/env -S fish -l`. */
function interpreterOf(line: string): string | undefined {
  if (!line.startsWith('#!')) return undefined;
  const [program = '', ...args] = line
    .slice(2)
    .trim()
    .split(/[ \t]+/);
  const name = nameOf(program);
  // Behind options and variables of `env`.
  const behind = name === 'env' ? args.find((arg) => !/^-|=/.test(arg)) : program;
  return behind === undefined || behind === '' ? undefined : nameOf(behind);
}
