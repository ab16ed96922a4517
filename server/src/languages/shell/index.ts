/** Scripts of a shell, and the files of settings that they bring in. */
import { lowerShellScript } from '../../invocation/from-shell.ts';
import { mayActOnQemu, mayConcernQemu } from '../../invocation/program.ts';
import { isFirstOnLine, readShellComments } from '../../syntax/shell/comments.ts';
import { readShell } from '../../syntax/shell/reader.ts';
import { looksLikeSettings, mayBeSettings, readSettings } from '../../syntax/shell/settings.ts';
import type { Template } from '../../syntax/spell.ts';
import type { CommentStyle, CompletionSupport, EditSupport, LanguageSupport } from '../support.ts';
import { addShellOptions, addShellWords, shellSeparators, splitShellWord } from './added-words.ts';
import { isOtherShell, SCRIPT_NAMES, SHELL_LINE } from './names.ts';
import { removeShellWords } from './removed-words.ts';
import { shellRepairs } from './repairs.ts';

/**
 * The user's own directory: a user without a session (cron, `su`, a container, macOS) has no runtime directory, and
 * nobody but root may write to `/run`. In a home directory it is the umask that keeps others from connecting.
 */
const USER_RUNTIME: Template = [
  { kind: 'source', source: '${XDG_RUNTIME_DIR:-$HOME}' },
  { kind: 'text', text: '/' },
];
/** The same where a variable that is not set ends the script. */
const USER_RUNTIME_IF_SET: Template = [
  { kind: 'source', source: '${XDG_RUNTIME_DIR:-${HOME:-/run}}' },
  { kind: 'text', text: '/' },
];

/** Where sockets lie that a shell makes, in a script or in what another file gives to one. */
export const SHELL_SOCKETS: Pick<
  LanguageSupport,
  'socketDirectory' | 'socketDirectoryIfSet' | 'expands'
> = { socketDirectory: USER_RUNTIME, socketDirectoryIfSet: USER_RUNTIME_IF_SET, expands: true };

/** How whoever writes a command line in a shell's words has comments. */
export const SHELL_COMMENTS: CommentStyle = {
  read: (text, marker, tree) => readShellComments(text, tree(), marker),
  hasLine: isFirstOnLine,
};

/** How words that a shell reads are changed. */
export const SHELL_EDIT: EditSupport = {
  addWords: addShellWords,
  addOptions: addShellOptions,
  splitWord: splitShellWord,
  removeWords: removeShellWords,
};

/** How words that a shell reads are completed. */
export const SHELL_COMPLETION: CompletionSupport = {
  repairs: shellRepairs,
  // Somebody who types `$NAME` or `${NAME` means a variable, and none of our words.
  isInVariable: (text, offset) => {
    return /\$\{?\w*$/.test(text.slice(Math.max(0, offset - 64), offset));
  },
  separators: shellSeparators,
};

/** Scripts of bash, zsh and POSIX shells, which are brought in by others as `script`. */
export const SHELL: LanguageSupport = {
  id: 'shell',
  detect: {
    // What VS Code calls it, and other editors.
    languageIds: ['shellscript', 'sh', 'bash', 'zsh', 'ksh'],
    names: SCRIPT_NAMES,
    firstLine: SHELL_LINE,
    isOther: isOtherShell,
    mayHaveFindings: mayConcernQemu,
  },
  lower: (text, around) => {
    if (!mayActOnQemu(text)) return [];
    const known = around?.edited?.();
    return known ?? lowerShellScript(around?.document() ?? readShell(text), around?.inclusions);
  },
  comments: SHELL_COMMENTS,
  edit: SHELL_EDIT,
  complete: SHELL_COMPLETION,
  ...SHELL_SOCKETS,
  isScript: true,
  hasShellWords: true,
  broughtInAs: 'script',
};

/**
 * A file of settings that a shell may bring in. Where systemd or a container reads it instead, nothing expands, so
 * nothing is written into it.
 */
export const SETTINGS_FILE: LanguageSupport = {
  ...SHELL,
  id: 'settings',
  detect: {
    languageIds: [],
    fileId: 'settings',
    sharedNames: /\.(?:cfg|conf|ini)$/,
    isOfAnyName: true,
    looksLike: looksLikeSettings,
    patterns: ['**/*.{cfg,conf,ini}', '**/*.env', '**/.env.*'],
    mayLookLike: mayBeSettings,
  },
  lower: (text, around) => lowerShellScript(readSettings(text), around?.inclusions),
  isReadOnly: true,
};
