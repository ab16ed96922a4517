/** Shell scripts and the settings files that they source. */
import { lowerShellScript } from '../../invocation/from-shell.ts';
import { MONITOR_AND_CHARDEV_OPTIONS, oneOf } from '../../invocation/monitor-options.ts';
import { mayActOnQemu, mayConcernQemu } from '../../invocation/program.ts';
import { shellFacts } from '../../invocation/shell/script-facts.ts';
import { isFirstOnLine, readShellComments } from '../../syntax/shell/comments.ts';
import { dialectOf } from '../../syntax/shell/dialect.ts';
import { NO_COMMAND } from '../../syntax/shell/inside.ts';
import { readShell } from '../../syntax/shell/reader.ts';
import type { ShellNode, ShellScript, SimpleCommand } from '../../syntax/shell/tree.ts';
import { plain, type Template } from '../../syntax/spell.ts';
import { UNKNOWN_ENCODING } from '../../text/encoding.ts';
import { verbatim } from '../../text/mapped-text.ts';
import type { CommentStyle, CompletionSupport, EditSupport, LanguageSupport } from '../support.ts';
import { addShellOptions, addShellWords, shellSeparators, splitShellWord } from './added-words.ts';
import { isOtherShell, SCRIPT_NAMES, SHELL_LINE } from './names.ts';
import { removeShellWords } from './removed-words.ts';
import { shellRepairs } from './repairs.ts';

/** Without a session (cron, `su`, macOS) there is no runtime directory; a home's umask excludes others. */
const USER_RUNTIME: Template = [
  { kind: 'source', source: '${XDG_RUNTIME_DIR:-$HOME}' },
  { kind: 'text', text: '/' },
];
/** The same under `set -u`. */
const USER_RUNTIME_IF_SET: Template = [
  { kind: 'source', source: '${XDG_RUNTIME_DIR:-${HOME:-/run}}' },
  { kind: 'text', text: '/' },
];

export const SHELL_SOCKETS: Pick<
  LanguageSupport,
  'socketDirectory' | 'socketDirectoryIfSet' | 'expands'
> = { socketDirectory: USER_RUNTIME, socketDirectoryIfSet: USER_RUNTIME_IF_SET, expands: true };

/** How words of a shell are commented. */
export const SHELL_COMMENTS: CommentStyle = {
  read: (text, marker, tree) => readShellComments(text, tree(), marker),
  hasLine: isFirstOnLine,
};

/** How words of a shell are edited. */
export const SHELL_EDIT: EditSupport = {
  addWords: addShellWords,
  addOptions: addShellOptions,
  splitWord: splitShellWord,
  removeWords: removeShellWords,
};

/** How words of a shell are completed. */
export const SHELL_COMPLETION: CompletionSupport = {
  repairs: shellRepairs,
  isInVariable: (text, offset) => {
    return /\$\{?\w*$/.test(text.slice(Math.max(0, offset - 64), offset));
  },
  separators: shellSeparators,
};

/** Scripts of bash, zsh and POSIX shells. */
export const SHELL: LanguageSupport = {
  id: 'shell',
  detect: {
    // Ids of VS Code and other editors.
    languageIds: ['shellscript', 'sh', 'bash', 'zsh', 'ksh'],
    names: SCRIPT_NAMES,
    firstLine: SHELL_LINE,
    isOther: isOtherShell,
    mayHaveFindings: mayConcernQemu,
  },
  lower: (text, around) => {
    if (!around?.wantsClients && !mayActOnQemu(text)) return [];
    return lowerShellScript(around?.document() ?? readShell(text), around?.inclusions);
  },
  facts: (path, text) => shellFacts(readShell(text, undefined, dialectOf(text, path))),
  comments: SHELL_COMMENTS,
  edit: SHELL_EDIT,
  complete: SHELL_COMPLETION,
  ...SHELL_SOCKETS,
  isScript: true,
  hasShellWords: true,
  broughtInAs: 'script',
};

const { facts: _, ...WITHOUT_FACTS } = SHELL;

const SETTINGS: LanguageSupport = {
  ...WITHOUT_FACTS,
  detect: { languageIds: [], looksLike: looksLikeSettings, mayLookLike: mayBeSettings },
  lower: (text, around) => lowerShellScript(readSettings(text), around?.inclusions),
};

/** A settings file that a shell may source. It gets no expansions, since systemd or a container may read it. */
export const SETTINGS_FILE: LanguageSupport = {
  ...SETTINGS,
  id: 'settings',
  detect: {
    ...SETTINGS.detect,
    fileId: 'settings',
    sharedNames: /\.(?:cfg|conf|ini)$/,
    isOfAnyName: true,
    patterns: ['**/*.{cfg,conf,ini}', '**/*.env', '**/.env.*'],
  },
  isReadOnly: true,
};

/** Settings of an OpenRC service, which a shell sources, or of systemd on Arch; for root, without a session. */
export const OPENRC_SETTINGS: LanguageSupport = {
  ...SETTINGS,
  id: 'openrc-settings',
  detect: {
    ...SETTINGS.detect,
    fileId: 'openrc-settings',
    sharedNames: /(?:^|\/)etc\/conf\.d\/.+(?<!\.(?:conf|cfg|ini))$|\.confd$/,
    patterns: ['**/etc/conf.d/**', '**/*.confd'],
  },
  socketDirectory: plain('/run/'),
  socketDirectoryIfSet: plain('/run/'),
};

const OPTION = new RegExp(String.raw`(?<![\w-])-${oneOf(MONITOR_AND_CHARDEV_OPTIONS)}[\s=]`);
const ASSIGNMENT = /^[ \t]*(?:export[ \t]+)?[A-Za-z_]\w*\+?=/m;

/** A cheap test with only false positives. */
function mayBeSettings(text: string): boolean {
  return OPTION.test(text) && ASSIGNMENT.test(text);
}

function looksLikeSettings(text: string): boolean {
  return mayBeSettings(text) && readSettings(text).nodes.length > 0;
}

/** Reads a settings file; others have no nodes. */
function readSettings(text: string): ShellScript {
  const script = readShell(text);
  if (script.problems.length === 0 && script.nodes.every(assigns)) return script;
  return { ...script, nodes: lineByLine(text) ?? [], problems: [] };
}

function assigns(node: ShellNode): boolean {
  if (node.kind !== 'command' || node.redirections.length > 0 || node.assignments.length === 0) {
    return false;
  }
  const [name, ...others] = node.words;
  return name === undefined || (name.plain === 'export' && others.length === 0);
}

/** A line with an unquoted value and no expansion. */
const LINE = /^[ \t]*(?:(?:#.*)?|((?:export[ \t]+)?([A-Za-z_]\w*)=)([^"'`$\\]*))\r?$/;

/** The variables of a file of one assignment a line. */
function lineByLine(text: string): readonly SimpleCommand[] | undefined {
  const nodes: SimpleCommand[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    const match = LINE.exec(line);
    const [, before, name, value = ''] = match ?? [];
    const [quoted] = match ? [] : readShell(text, { start, end: start + line.length }).nodes;
    if (quoted?.kind === 'command' && assigns(quoted)) nodes.push(quoted);
    else if (!match) return undefined;
    else if (name !== undefined && before !== undefined) {
      const from = start + line.indexOf(before) + before.length;
      nodes.push(assignment(text, name, from, from + value.trimEnd().length));
    }
    start += line.length + 1;
  }
  return nodes;
}

function assignment(text: string, name: string, start: number, end: number): SimpleCommand {
  const at = { start, end };
  const part = { kind: 'text', text: verbatim(text, at, UNKNOWN_ENCODING), quoted: true } as const;
  const word = { at, inert: true, plain: undefined, parts: [part] };
  const own = { at, name, append: false, index: undefined } as const;
  return { ...NO_COMMAND, at, assignments: [{ ...own, value: { kind: 'scalar', word } }] };
}
