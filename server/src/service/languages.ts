/** The table of host languages: how each is read and lowered, and where its sockets belong. */
import { lowerDomainXml, lowerIgnoredArguments } from '../invocation/from-domain-xml.ts';
import { lowerReadConfig } from '../invocation/from-readconfig.ts';
import { lowerShell, lowerShellScript } from '../invocation/from-shell.ts';
import type { Inclusions } from '../invocation/inclusions.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { mayConcernQemu } from '../invocation/program.ts';
import type { CommentUnit } from '../rules/rule.ts';
import { looksLikeQemuConfig } from '../syntax/readconfig/detect.ts';
import { readConfig } from '../syntax/readconfig/reader.ts';
import { readConfigRemarks } from '../syntax/readconfig/remarks.ts';
import { marginStart, type Remarks, type Unit } from '../syntax/remarks.ts';
import { readLibvirtLog } from '../syntax/shell/log.ts';
import { readShell } from '../syntax/shell/reader.ts';
import { isFirstOnLine, readShellRemarks } from '../syntax/shell/remarks.ts';
import { looksLikeSettings, readSettings } from '../syntax/shell/settings.ts';
import type { ShellScript } from '../syntax/shell/tree.ts';
import { plain, type Template } from '../syntax/spell.ts';
import { readXml } from '../syntax/xml/reader.ts';
import { readXmlRemarks } from '../syntax/xml/remarks.ts';
import {
  isDecidedByFirstLine,
  isNamedQemu,
  isOtherShell,
  languageOfFile,
  SETTINGS,
} from './file-language.ts';

export type HostId = 'shell' | 'domain-xml' | 'args' | 'libvirt-log' | 'readconfig';

/** What a document is read with besides its text: its tree as a script, and what it may bring in. */
export interface Surroundings {
  readonly document: () => ShellScript;
  /** Undefined where no other file is at hand. */
  readonly inclusions?: Inclusions;
}

/** How a host language has comments. */
export interface CommentStyle {
  /** The comments of a text that hold a marker; `tree` reads it as a script, or has it at hand. */
  readonly read: (text: string, marker: string, tree: () => ShellScript) => Remarks;
  /** What stands in front of a comment's text and behind it. */
  readonly delimiters: readonly [before: string, behind: string];
  /** What a comment stands above here. */
  readonly unit: CommentUnit;
  /** Whether there may be a line above a unit of this text for a comment alone. */
  readonly hasLine: (text: string, unit: Unit) => boolean;
  /** Whether a comment may also stand on the line of what it covers. */
  readonly inLine: boolean;
}

export interface Host {
  readonly id: HostId;
  /** Surroundings are for languages that bring in files; without them a document stands alone, and has no name. */
  readonly lower: (text: string, around?: Surroundings) => readonly Invocation[];
  /** Whether editing the text changes what is run, unlike that of a log. */
  readonly editable: boolean;
  /** Where fixes put sockets, with the `/` at its end. */
  readonly socketDirectory: Template;
  /** The same in a script with `set -u`, where that is another one. */
  readonly socketDirectoryIfSet?: Template;
  /** Whether `$NAME` in a socket directory is an expansion here. */
  readonly expands: boolean;
  /** Undefined where nobody writes comments, as in a log. */
  readonly comments: CommentStyle | undefined;
}

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
const SHELL_COMMENTS: CommentStyle = {
  read: (text, marker, tree) => readShellRemarks(text, tree(), marker),
  delimiters: ['# ', ''],
  unit: 'command',
  hasLine: isFirstOnLine,
  inLine: false,
};
const XML_COMMENTS: CommentStyle = {
  read: (text, marker) => readXmlRemarks(text, readXml(text), marker),
  delimiters: ['<!-- ', ' -->'],
  unit: 'element',
  hasLine: (text, { at }) => marginStart(text, at.start) !== undefined,
  inLine: true,
};
const CONFIG_COMMENTS: CommentStyle = {
  read: (text, marker) => readConfigRemarks(text, readConfig(text), marker),
  delimiters: ['# ', ''],
  unit: 'section',
  // A section begins in the first column, and nowhere else.
  hasLine: () => true,
  inLine: false,
};

const LIBVIRT_STATE = plain('/var/lib/libvirt/qemu/');

export const HOSTS: Readonly<Record<HostId, Host>> = {
  shell: {
    id: 'shell',
    lower: (text, around) => {
      if (!mayConcernQemu(text)) return [];
      return lowerShellScript(around?.document() ?? readShell(text), around?.inclusions);
    },
    editable: true,
    socketDirectory: USER_RUNTIME,
    socketDirectoryIfSet: USER_RUNTIME_IF_SET,
    expands: true,
    comments: SHELL_COMMENTS,
  },
  'domain-xml': {
    id: 'domain-xml',
    lower: (text) => {
      const document = readXml(text);
      return [...lowerDomainXml(document), ...lowerIgnoredArguments(document)];
    },
    editable: true,
    socketDirectory: LIBVIRT_STATE,
    expands: false,
    comments: XML_COMMENTS,
  },
  args: {
    id: 'args',
    lower: (text) => lowerShell(readShell(text)),
    editable: true,
    socketDirectory: LIBVIRT_STATE,
    expands: false,
    comments: SHELL_COMMENTS,
  },
  'libvirt-log': {
    id: 'libvirt-log',
    lower: (text) => lowerShell(readLibvirtLog(text)),
    editable: false,
    socketDirectory: LIBVIRT_STATE,
    expands: false,
    comments: undefined,
  },
  readconfig: {
    id: 'readconfig',
    lower: (text) => [lowerReadConfig(readConfig(text))],
    editable: true,
    // Nothing expands in these files; a relative path is taken from where QEMU is started.
    socketDirectory: plain(''),
    expands: false,
    comments: CONFIG_COMMENTS,
  },
};

/**
 * A file of settings that a shell may bring in. Where systemd or a container reads it instead, nothing expands, so
 * nothing is written into it.
 */
const SETTINGS_FILE: Host = {
  ...HOSTS.shell,
  lower: (text, around) => lowerShellScript(readSettings(text), around?.inclusions),
  editable: false,
};

function isSettingsName(path: string): boolean {
  return /\.(?:cfg|conf|ini)$/.test(path) || isDecidedByFirstLine(path);
}

const BY_LANGUAGE: ReadonlyMap<string, HostId> = new Map([
  ['shellscript', 'shell'],
  // What other editors call it.
  ['sh', 'shell'],
  ['bash', 'shell'],
  ['zsh', 'shell'],
  ['ksh', 'shell'],
  ['xml', 'domain-xml'],
  ['qemu-config', 'readconfig'],
  ['qemu-args', 'args'],
]);

/**
 * The host language of a document: by its language id, by its name and first line where that is empty, and by its
 * content for `.qemu`, `.cfg`, `.conf` and `.ini` files. Undefined for anything else, scripts for fish and the
 * C shell among it, which VS Code calls shell scripts too.
 */
export function hostOf(languageId: string, path: string, text: string): Host | undefined {
  const decidesItself = languageId === '' || isNamedQemu(path);
  const found = decidesItself ? languageOfFile(path, text) : undefined;
  const byLanguage = BY_LANGUAGE.get(found ?? languageId);
  if (byLanguage === 'shell' && isOtherShell(path, text)) return undefined;
  if (byLanguage !== undefined) return HOSTS[byLanguage];
  if (path.endsWith('.args')) return HOSTS.args;
  if (/\/libvirt\/qemu\/[^/]*\.log$/.test(path)) return HOSTS['libvirt-log'];
  if (/\.(?:cfg|conf|ini)$/.test(path) && looksLikeQemuConfig(text)) return HOSTS.readconfig;
  if (found === SETTINGS || (isSettingsName(path) && looksLikeSettings(text))) return SETTINGS_FILE;
  return undefined;
}
