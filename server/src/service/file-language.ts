/**
 * Which language a file is of, by its name and its first line. For shell scripts this is VS Code's own rule
 * (`extensions/shellscript/package.json` of 1.139), so that a review and an editor mean the same files.
 */

import { CONFIG_GROUPS } from '../qemu/machine/config-groups.ts';
import { looksLikeSettings } from '../syntax/shell/settings.ts';

/** What tells a language by the end of a path; an empty language is decided by the content. */
const BY_NAME: readonly (readonly [names: RegExp, languageId: string])[] = [
  [/\.(?:sh|bash|ksh|zsh|zsh-theme|ebuild|eclass)$/, 'shellscript'],
  [/\.(?:fish|csh)$/, 'shellscript'],
  [
    /\.(?:bashrc|bash_(?:aliases|profile|login|logout)|profile|x(?:profile|session|sessionrc)|Xsession)$/,
    'shellscript',
  ],
  [/\.(?:zshrc|zprofile|zlogin|zlogout|zshenv|cshrc|tcshrc|yashrc|yash_profile)$/, 'shellscript'],
  [
    /(?:^|\/)(?:APKBUILD|PKGBUILD|\.envrc|\.hushlogin|zshrc|zshenv|zlogin|zprofile|zlogout|(?:bash|zsh)rc_Apple_Terminal)$/,
    'shellscript',
  ],
  [/\.xml$/, 'xml'],
  [/\.qemucfg$/, 'qemu-config'],
  [/\.(?:cfg|conf|ini)$/, ''],
  [/\.args$/, 'qemu-args'],
];

/** VS Code asks for the first line only where a name says nothing, so these stay what they are. */
const OTHER_LANGUAGE =
  /\.(?:[ch]|cc|cpp|hpp|cs|css|dart|go|groovy|html?|java|jl|jsx?|json[cl]?|kt|lua|mjs|cjs|mk|mts|nix|php|pl|pm|ps1|psm1|py|r|rb|rs|rst|md|markdown|scss|less|sql|swift|tex|toml|tsx?|cts|vb|vue|ya?ml|zig|bat|cmd|fs|clj|coffee|diff|patch|log|svg|txt)$/i;

/** VS Code's `firstLine` of the language `shellscript`. */
const SHELL_LINE =
  /^#!.*\b(?:bash|fish|zsh|sh|ksh|dtksh|pdksh|mksh|ash|dash|yash|csh|jcsh|tcsh|itcsh).*|^#\s*-\*-[^*]*mode:\s*shell-script[^*]*-\*-/;

/**
 * The header of a section as QEMU's config files have it: `[machine]`, or any name with an id in quotes, which
 * may be misspelt. `Dockerfile.qemu` and `env.qemu` have none.
 */
const SECTION = new RegExp(
  String.raw`^\[(?:(?:${CONFIG_GROUPS.map(({ name }) => name).join('|')})|[\w-]+[ \t]+"[^"\n]*")\]`,
  'm',
);

/** Our own name for files of settings: `.env`, or `settings` without an ending. */
export const SETTINGS = 'settings';

/** Shells of another grammar, which VS Code calls `shellscript` all the same. */
const OTHER_SHELLS: ReadonlySet<string> = new Set(['fish', 'csh', 'tcsh', 'jcsh', 'itcsh']);
const OTHER_SHELL_NAME = /\.(?:fish|csh|cshrc|tcshrc)$/;

/** Endings of files that hold no text, which are not even opened. */
const NO_TEXT =
  /\.(?:png|jpe?g|gif|bmp|ico|icns|webp|avif|tiff?|psd|pdf|docx?|xlsx?|pptx?|od[tsp]|zip|gz|tgz|bz2|xz|zst|lz4|7z|rar|tar|jar|war|class|o|a|so|dylib|dll|exe|lib|obj|pdb|pyc|pyo|wasm|node|bin|elf|img|iso|qcow2?|vmdk|vdi|vhdx?|raw|rom|fd|dtb|efi|mp[34]|m4[av]|mkv|webm|avi|mov|ogg|flac|wav|ttf|otf|woff2?|eot|sqlite3?|db|pack|idx|rpm|deb|apk|vsix|keystore|p12|der|gpg)$/i;

/**
 * The language id of a file: empty where its content decides, undefined for one of no language that is read.
 * Of its beginning the first line counts, with or without a byte order mark, and all of it in a `.qemu` file.
 */
export function languageOfFile(path: string, beginning: string): string | undefined {
  if (isNamedQemu(path) && SECTION.test(beginning)) return 'qemu-config';
  const languageId = languageOfName(path) ?? languageOfContent(path, beginning);
  return languageId === 'shellscript' && isOtherShell(path, beginning) ? undefined : languageId;
}

/** The same by its name alone, and undefined too where its first line would tell. */
export function languageOfName(path: string): string | undefined {
  return BY_NAME.find(([names]) => names.test(path))?.[1];
}

/** Whether a file may hold text, as far as its name tells. */
export function mayHoldText(path: string): boolean {
  return !NO_TEXT.test(path);
}

/** Whether a name says nothing of the language, so that the first line may make the file a script. */
export function isDecidedByFirstLine(path: string): boolean {
  return languageOfName(path) === undefined && !OTHER_LANGUAGE.test(path) && mayHoldText(path);
}

/** Whether a shell script is for fish or the C shell, whose grammar is another one and which are not read. */
export function isOtherShell(path: string, beginning: string): boolean {
  const interpreter = interpreterOf(firstLineOf(beginning));
  return interpreter === undefined ? OTHER_SHELL_NAME.test(path) : OTHER_SHELLS.has(interpreter);
}

/** Whether a file is called `vm.qemu`, which may be a config file of QEMU. */
export function isNamedQemu(path: string): boolean {
  return path.endsWith('.qemu');
}

function languageOfContent(path: string, beginning: string): string | undefined {
  if (!isDecidedByFirstLine(path)) return undefined;
  if (SHELL_LINE.test(firstLineOf(beginning))) return 'shellscript';
  return looksLikeSettings(beginning) ? SETTINGS : undefined;
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

function firstLineOf(beginning: string): string {
  return beginning.replace(/^(?:\uFEFF|\xEF\xBB\xBF)/, '').split(/\r?\n/, 1)[0] ?? '';
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
